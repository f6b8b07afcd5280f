"""Mutants of the model: each leaves out one rule's function or one of its filters.

`python -m tests.planner.mutants` runs the rule's tests in test_constraints.py against every mutant and prints how many
were killed, that is, made some test fail.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from itertools import product
from types import ModuleType
from typing import Any

from lyhord_planner.cp_sat.constraints import CONSTRAINTS
from lyhord_planner.cp_sat.filters import FILTERS
from lyhord_planner.cp_sat.variables import Variables
from lyhord_planner.solve import InvalidPlan

MUTANTS: tuple[str, ...] = (
    *CONSTRAINTS,
    *(
        f"{rule}.{field.name}"
        for rule, filters in FILTERS.items()
        for field in fields(filters)
        if getattr(filters, field.name) is not None
    ),
)
"""C8: the rule's function in constraints.py; C8.trainer_slot: one of its filters."""


@contextmanager
def mutated(mutant: str) -> Iterator[None]:
    """Leave the mutant's function out of the model."""
    rule, _, part = mutant.partition(".")
    table: dict[str, Any] = FILTERS if part else CONSTRAINTS
    original = table[rule]
    table[rule] = replace(original, **{part: None}) if part else _add_nothing
    try:
        yield
    finally:
        table[rule] = original


def _add_nothing(variables: Variables) -> None:
    """Stand in for a rule's function."""


def is_killed(mutant: str) -> bool:
    """Tell whether some test of the mutant's rule fails with the mutant."""
    with mutated(mutant):
        return any(_fails(test) for test in _tests_of(mutant.partition(".")[0]))


def _tests_of(rule: str) -> Iterator[Callable[[], None]]:
    from tests.planner import test_constraints

    module: ModuleType = test_constraints
    for name, test in vars(module).items():
        if name.startswith(f"test_{rule.lower()}_"):
            for arguments in _parametrised(test):
                yield lambda test=test, arguments=arguments: test(**arguments)


def _parametrised(test: Callable[..., None]) -> Iterator[dict[str, Any]]:
    """Yield the arguments of each case of the test."""
    marks = [mark for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"]
    cases = []
    for mark in marks:
        names, rows = mark.args
        several = not isinstance(names, str)
        cases.append([dict(zip(names, row, strict=True)) if several else {names: row} for row in rows])
    for chosen in product(*cases):
        yield {name: value for case in chosen for name, value in case.items()}


def _fails(test: Callable[[], None]) -> bool:
    """Run the test; a failed assertion or a plan that the checker refuses is what is looked for."""
    try:
        test()
    except (AssertionError, InvalidPlan, AttributeError):
        return True
    return False


def main() -> None:
    killed = {mutant: is_killed(mutant) for mutant in MUTANTS}
    for mutant, is_dead in killed.items():
        rule, _, part = mutant.partition(".")
        function = getattr(FILTERS[rule], part) if part else CONSTRAINTS[rule]
        print(f"{'killed  ' if is_dead else 'SURVIVED'} {mutant:20} {inspect.getdoc(function) or function.__name__}")  # noqa: T201 (a report)
    print(f"{sum(killed.values())}/{len(killed)} killed")  # noqa: T201 (a report)
    if not all(killed.values()):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
