"""A few mutants of the policy in every run of the suite, and how mutants are made. All of them: `mutants.py`."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection

from lyhord.accounts.domain.access_matrix import addresses, mark_of
from lyhord.accounts.permissions import rule_for
from lyhord.people.permissions import lasting_employments
from tests.access.mutants import all_mutants, equivalents
from tests.access.mutation.changes import conditions, questions
from tests.access.mutation.mutant import Mutant, by_touch
from tests.access.mutation.registry import mark_mutants, rule_mutants
from tests.access.mutation.source import Replace, source_mutants
from tests.access.mutation.trace import noting, tracing
from tests.access.mutation.walkers import Walker, walkers
from tests.access.walk import quiet_requests
from tests.access.world import NOW, make_world

SAMPLE, SEED = 12, 1


def sampled(kind: Iterator[tuple[Mutant, str]], number: int) -> list[tuple[Mutant, str]]:
    """Draw by name, so that a new mutant does not change which others are drawn."""
    return sorted(kind, key=lambda pair: hashlib.sha256(f"{SEED} {pair[0].name}".encode()).digest())[:number]


def predicates() -> Iterator[tuple[Mutant, str]]:
    """Yield each rule that reaches every row with the action that addresses ask for."""
    asked = {mark_of(view) for _, view in addresses()}
    for mutant in rule_mutants():
        if mutant.action in asked and mutant.rule.narrow is not rule_for(mutant.action).narrow:
            yield mutant, mutant.action


def marks() -> Iterator[tuple[Mutant, str]]:
    for mutant in mark_mutants():
        yield mutant, mark_of(mutant.view) or ""


@pytest.fixture
def everybody(db: None) -> Iterator[list[Walker]]:
    with time_machine.travel(NOW, tick=False), quiet_requests():
        yield walkers(make_world(), only="CMETSGUN")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a mutant is noticed alike on every database")
def test_a_sample_of_the_mutants_is_noticed(everybody: list[Walker]) -> None:
    survived = [
        mutant.name
        for mutant, action in [*sampled(predicates(), SAMPLE // 2), *sampled(marks(), SAMPLE // 2)]
        if not _is_killed(mutant, action, everybody)
    ]
    assert not survived


def _is_killed(mutant: Mutant, action: str, everybody: list[Walker]) -> bool:
    """Ask at the addresses that ask for the action."""
    asking = {address for address, view in addresses() if mark_of(view) == action}
    with mutant.mutated():
        return any(
            walker.wrong(asked, is_learning=True)
            for walker in everybody
            for asked in walker.requests
            if asked.address in asking
        )


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("rows.filter(a=1, b=2)", ["rows.all()", "rows.filter(b=2)", "rows.filter(a=1)"]),
        ("rows.exclude(a=1)", ["rows.all()"]),
        ("Q(until__gt=now)", ["Q(until__gte=now)"]),
        ("Q(a=1) | mine", ["Q(a=1)", "mine"]),
        ("Q(a=1) & ~mine", ["Q(a=1)", "~mine", "Q(a=1) & mine"]),
        ("a and b or c", ["c", "a and b", "b or c", "a or c"]),
        ("a if b else c", ["a if True else c", "a if False else c"]),
        ("[a for a in b if c]", ["[a for a in b]"]),
        ("visible(user, VIEW, rows)", ["rows"]),
        ("can(user, VIEW, row)", ["True", "can(user, VIEW)"]),
        ("can(user, VIEW)", ["True"]),
        ("with_roles(grants, STAFF)", ["grants"]),
        ("grants_of(user, STAFF, today)", ["grants_of(user, on=today)"]),
        ("grants_of(user)", []),
    ],
)
def test_every_part_of_a_condition_is_left_out_once(source: str, wanted: list[str]) -> None:
    assert sorted(_changed(source)) == sorted(wanted)


def _changed(source: str) -> Iterator[str]:
    tree = ast.parse(source, mode="eval")
    for number, node in enumerate(ast.walk(tree)):
        for _, change in [*questions(node), *conditions(node)]:
            mutated = ast.parse(source, mode="eval")
            replaced = Replace(list(ast.walk(mutated))[number], change).visit(mutated)
            yield ast.unparse(ast.fix_missing_locations(replaced))


def test_a_mutant_changes_the_running_program_and_takes_it_back() -> None:
    name = "people/permissions.py lasting_employments: without .filter()"
    mutant = next(m for m in source_mutants() if m.name.startswith(name))
    as_it_is = str(lasting_employments().query)
    with mutant.mutated():
        assert "WHERE" not in str(lasting_employments().query)
    assert as_it_is == str(lasting_employments().query)


def test_work_tells_which_mutants_it_comes_by() -> None:
    mutants = [m for m in source_mutants() if m.name.startswith(("people/permissions.py", "places/permissions.py"))]
    index = by_touch(mutants)
    with tracing(index.paths), noting() as touched:
        lasting_employments()
    assert {mutants[n].name.split(":")[0] for n in index.mutants_of(touched)} == {
        "people/permissions.py lasting_employments"
    }


def test_what_is_said_to_change_nothing_is_a_mutant_and_has_a_reason() -> None:
    said = equivalents()
    assert not said.keys() - {mutant.name for mutant in all_mutants()}
    assert all(said.values())
