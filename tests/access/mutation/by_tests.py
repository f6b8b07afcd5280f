"""Second try: the tests of the areas that come by what was changed, until one fails. One run of pytest with forks."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

from tests.access.mutation.forks import in_forks
from tests.access.mutation.mutant import Index, Mutant, by_touch
from tests.access.mutation.trace import noting, tracing

TESTS = Path(__file__).parents[2]
AREAS = (
    "access",
    "accounts",
    "config",
    "coverage",
    "home",
    "imports",
    "messaging",
    "outreach",
    "people",
    "places",
    "planning",
    "programme",
    "training",
    "web",
)
BY_WALK = ("test_cells.py", "test_mutants.py")
SERVED = {"live_server", "page", "browser", "context"}
SECONDS = 900
CHUNKS_A_PROCESS = 6

type Report = Callable[[Mutant, str], None]


class TestsAreRed(Exception):
    """Tests fail without any mutant."""


class NotRun(Exception):
    """pytest ended before the mutants had been tried."""


def kill_by_tests(mutants: Sequence[Mutant], report: Report, *, processes: int, paths: Sequence[str] = ()) -> None:
    """Try each mutant, and report it with the test that killed it, or nothing. paths: the tests; else all areas'."""
    campaign = _Campaign(mutants, report, processes)
    arguments = ["-qq", "--no-header", "-p", "no:xdist", *(paths or (str(TESTS / area) for area in AREAS))]
    ended = pytest.main(arguments, plugins=[campaign])
    if not campaign.is_done:
        raise NotRun(ended)


class _Campaign:
    """Takes the place of pytest's loop over the tests."""

    def __init__(self, mutants: Sequence[Mutant], report: Report, processes: int) -> None:
        self.mutants, self.report, self.processes = mutants, report, processes
        self.is_done = False

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = [item for item in session.items if isinstance(item, pytest.Function) and _is_of_use(item)]
        _set_up_the_session(items)
        index = by_touch(self.mutants)
        tests = _tests_by_mutant(items, index, self.processes)

        def work(number: int) -> str:
            with self.mutants[number].mutated():
                return _first_failed([items[i] for i in tests[number]])

        for number, failed in in_forks(
            work, range(len(self.mutants)), processes=self.processes, seconds=SECONDS, when_late="endless"
        ):
            self.report(self.mutants[number], failed)
        session._setupstate.teardown_exact(None)
        self.is_done = True
        return True


def _is_of_use(item: pytest.Function) -> bool:
    """Tell whether the test is one of requests in this process. A parameter may have the name of a served fixture."""
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    return item.path.name not in BY_WALK and SERVED.isdisjoint(set(item.fixturenames) - parameters.keys())


def _set_up_the_session(items: list[pytest.Function]) -> None:
    """Run one test, so that the forks find what is made once, such as the database."""
    first = next(i for i, item in enumerate(items) if "db" in item.fixturenames)
    if wrong := _run(items[first], items[first + 1]):
        raise TestsAreRed(wrong)


def _tests_by_mutant(items: list[pytest.Function], index: Index, processes: int) -> dict[int, list[int]]:
    """Run every test without a mutant; return which come by what each mutant changes, the quickest first."""
    found: dict[int, list[int]] = defaultdict(list)
    took: dict[int, float] = {}
    size = len(items) // (processes * CHUNKS_A_PROCESS) + 1

    def work(first: int) -> list[tuple[str, float, set[int]]]:
        chunk = items[first : first + size]
        _leave_for(chunk[0])
        with tracing(index.paths):
            return [_touched(item, after, index) for item, after in zip(chunk, [*chunk[1:], chunk[-1]], strict=True)]

    red: list[str] = []
    for first, results in in_forks(work, range(0, len(items), size), processes=processes, seconds=SECONDS):
        for i, (wrong, seconds, mutants) in enumerate(results, first):
            took[i] = seconds
            red += [wrong] if wrong else []
            for mutant in mutants:
                found[mutant].append(i)
    if red:
        raise TestsAreRed(*red)
    return defaultdict(list, {mutant: sorted(tests, key=took.__getitem__) for mutant, tests in found.items()})


def _touched(item: pytest.Function, after: pytest.Function, index: Index) -> tuple[str, float, set[int]]:
    began = time.perf_counter()
    with noting() as touched:
        wrong = _run(item, after)
    return wrong, time.perf_counter() - began, index.mutants_of(touched)


def _first_failed(tests: list[pytest.Function]) -> str:
    if tests:
        _leave_for(tests[0])
    for test, after in zip(tests, [*tests[1:], *tests[-1:]], strict=True):
        if _run(test, after):
            return test.nodeid
    return ""


def _run(item: pytest.Function, after: pytest.Function) -> str:
    """Run the test, take down what `after` does not need, and return what failed, or nothing."""
    failed = [report for report in runtestprotocol(item, log=False, nextitem=after) if report.failed]
    return f"{item.nodeid}: {failed[0].longreprtext}" if failed else ""


def _leave_for(item: pytest.Function) -> None:
    """Take down what the parent's last test left standing for another one."""
    item.session._setupstate.teardown_exact(item)
