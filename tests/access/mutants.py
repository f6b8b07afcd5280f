"""Mutants of the policy on who may see and do what: each leaves out one of its predicates, filters, questions or marks.

`script/bench access-mutants [--sample N] [--seed N] [--resume FILE] [--jobs N] [--only TEXT] [--tests PATH …]`
asks the access walk's requests, then runs the areas' tests, as far as they come by what was changed, until one is
wrong. It prints how many were killed that way, and each that survived with its file and line; exit 1 if any did.
See mutation/.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import pkgutil
import platform
import random
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.access.mutation.mutant import Mutant

EQUIVALENT = Path(__file__).parent / "mutation" / "equivalent.txt"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, metavar="N", help="as many as this, drawn by --seed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--resume", type=Path, metavar="FILE", help="keep the killed here, and do not try them again")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="", metavar="TEXT", help="those whose name or file has this text")
    parser.add_argument("--tests", nargs="+", default=(), metavar="PATH", help="no walk, and these tests alone")
    options = parser.parse_args()
    began = time.monotonic()
    _set_up()
    mutants = [m for m in all_mutants() if options.only in f"{m.where} {m.name}"]
    if options.sample is not None:
        mutants = random.Random(options.seed).sample(mutants, min(options.sample, len(mutants)))
    killed = _read(options.resume) & {m.name for m in mutants}
    for phase in (_by_tests,) if options.tests else (_by_walk, _by_tests):
        left = [m for m in mutants if m.name not in killed]
        if left:
            killed |= phase(left, options)
            _say(f"{time.monotonic() - began:5.0f} s {phase.__name__}: {len(killed)}/{len(mutants)}")
    return _report(mutants, killed, time.monotonic() - began, options)


def _set_up() -> None:
    """Load every module of the program, so that all functions that a mutant changes are there."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    os.environ.pop("LYHORD_DATABASE_URL", None)
    import django

    django.setup()
    import lyhord

    for module in pkgutil.walk_packages(lyhord.__path__, "lyhord."):
        if "migrations" not in module.name and not module.name.endswith(("__main__", "wsgi")):
            importlib.import_module(module.name)
    from tests.access.mutation.source import functions_of

    functions_of("")  # remembers them all


def all_mutants() -> list[Mutant]:
    from tests.access.mutation.registry import mark_mutants, rule_mutants
    from tests.access.mutation.source import source_mutants

    return [*rule_mutants(), *mark_mutants(), *source_mutants()]


def _by_walk(mutants: list[Mutant], options: argparse.Namespace) -> set[str]:
    """In a process of its own, since it makes a database, and so will the tests."""
    from tests.access.mutation.by_walk import killed_by_walk
    from tests.access.mutation.forks import in_forks

    def walk(_: int) -> set[str]:
        killed = set()
        for mutant, wrong in killed_by_walk(mutants, processes=options.jobs):
            if wrong:
                killed.add(mutant.name)
                _keep(options.resume, mutant, wrong)
        return killed

    return next(killed for _, killed in in_forks(walk, [0], processes=1, seconds=0))


def _by_tests(mutants: list[Mutant], options: argparse.Namespace) -> set[str]:
    from tests.access.mutation.by_tests import kill_by_tests

    killed = set()

    def note(mutant: Mutant, failed: str) -> None:
        if failed:
            killed.add(mutant.name)
            _keep(options.resume, mutant, failed)

    kill_by_tests(mutants, note, processes=options.jobs, paths=options.tests)
    return killed


def _read(kept: Path | None) -> set[str]:
    lines = kept.read_text(encoding="utf-8").splitlines() if kept and kept.exists() else []
    return {json.loads(line)["mutant"] for line in lines}


def _keep(kept: Path | None, mutant: Mutant, by: str) -> None:
    if kept:
        with kept.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"mutant": mutant.name, "by": by}, ensure_ascii=False) + "\n")


def equivalents() -> dict[str, str]:
    """Return the reasons why mutants change nothing that anybody could see, by name; kept by hand."""
    lines = EQUIVALENT.read_text(encoding="utf-8").splitlines()
    pairs = [line for line in lines if line and not line.startswith("#")]
    return dict(zip(pairs[::2], (reason.strip() for reason in pairs[1::2]), strict=True))


def _report(mutants: list[Mutant], killed: set[str], seconds: float, options: argparse.Namespace) -> int:
    alike = equivalents()
    survived = [m for m in mutants if m.name not in killed and m.name not in alike]
    said = [m for m in mutants if m.name in alike]
    wrong = [m for m in said if m.name in killed]
    _say_all("SURVIVED", survived)
    _say_all("said to change nothing, but killed", wrong)
    for mutant in said:
        _say(f"changes nothing: {mutant.where} {mutant.name}\n    {alike[mutant.name]}")
    unknown = set() if options.sample or options.only else alike.keys() - {m.name for m in mutants}
    for name in sorted(unknown):
        _say(f"said to change nothing, but no mutant: {name}")
    count = len(mutants) - len(said)
    _say(f"{count - len(survived)}/{count} killed; {len(said)} more change nothing")
    _say(f"{seconds:.0f} s, {options.jobs} jobs, seed {options.seed}, {_machine()}")
    return 1 if survived or wrong or unknown else 0


def _say_all(word: str, mutants: Iterable[Mutant]) -> None:
    for mutant in mutants:
        _say(f"{word} {mutant.where} {mutant.name}")


def _machine() -> str:
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, SQLite in memory"


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 (a report)


if __name__ == "__main__":
    raise SystemExit(main())
