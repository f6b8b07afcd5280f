"""The caller stays in charge while the solver works: progress, Stop, time, and the best plan is never lost."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from lyhord_planner.check import check
from lyhord_planner.generate import example_problem
from lyhord_planner.plan import Plan
from lyhord_planner.problem import Problem
from lyhord_planner.result import Status
from lyhord_planner.solve import solve
from tests.planner.tiny import employee, problem

BUSY_MACHINE = 3
"""How many times slower than an idle machine the limits below forgive."""


@dataclass
class Told:
    """Everything on_progress was told."""

    calls: list[tuple[str, int | None, int | None, Plan | None, float]] = field(default_factory=list)
    threads: set[int] = field(default_factory=set)

    def __call__(self, level: str, value: int | None, bound: int | None, plan: Plan | None, seconds: float) -> None:
        self.calls.append((level, value, bound, plan, seconds))
        self.threads.add(threading.get_ident())

    @property
    def plans(self) -> list[Plan]:
        return [call[3] for call in self.calls if call[3] is not None]


@pytest.fixture(scope="module")
def town() -> Problem:
    return example_problem(seed=2, places=8, employees=30, trainers=2, weeks=20)


def test_every_better_plan_is_told_and_valid(town: Problem) -> None:
    told = Told()
    result = solve(town, time_limit=6, on_progress=told)
    assert told.plans[-1] == result.plan
    assert [check(town, plan) for plan in told.plans] == [()] * len(told.plans)
    assert len(told.plans) == len(set(map(repr, told.plans)))


def test_progress_is_told_often_in_the_callers_thread(town: Problem) -> None:
    told = Told()
    solve(town, time_limit=6, on_progress=told)
    silences = [after[4] - before[4] for before, after in pairwise(told.calls)]
    assert max(silences) < 2 * BUSY_MACHINE
    assert told.threads == {threading.get_ident()}


def test_values_fall_level_by_level_and_bounds_stay_below(town: Problem) -> None:
    told = Told()
    solve(town, time_limit=6, on_progress=told)
    covered = [value for level, value, _, plan, _ in told.calls if level == "O1" and plan is not None]
    assert covered == sorted(covered, reverse=True)
    assert all(bound <= value for _, value, bound, _, _ in told.calls if value is not None and bound is not None)


def test_stop_returns_the_best_plan_soon(town: Problem) -> None:
    told, wanted = Told(), []

    def should_stop() -> bool:
        if len(told.plans) >= 2 and not wanted:
            wanted.append(time.monotonic())
        return bool(wanted)

    result = solve(town, time_limit=60, on_progress=told, should_stop=should_stop)
    assert time.monotonic() - wanted[0] < 2 * BUSY_MACHINE
    assert result.status is Status.STOPPED
    assert result.plan == told.plans[-1]
    assert check(town, result.plan) == ()


def test_stop_at_once_still_returns(town: Problem) -> None:
    result = solve(town, time_limit=60, should_stop=lambda: True)
    assert result.status is Status.STOPPED
    assert result.seconds < 2 * BUSY_MACHINE


def test_the_time_limit_is_kept(town: Problem) -> None:
    started = time.monotonic()
    result = solve(town, time_limit=3)
    assert time.monotonic() - started < 3 + BUSY_MACHINE
    assert result.plan is not None


def test_an_error_in_on_progress_reaches_the_caller() -> None:
    def fail(*_: object) -> None:
        raise KeyError("exempel")

    with pytest.raises(KeyError, match="exempel"):
        solve(problem(employees=[employee("e1")]), time_limit=5, on_progress=fail)


def test_everything_is_proven_long_before_the_time_limit() -> None:
    result = solve(problem(), time_limit=600)
    assert result.status is Status.OPTIMAL
    assert result.seconds < 10 * BUSY_MACHINE
