"""Solve a stored problem: JSON in, JSON out."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from lyhord_planner.check import check, objective_values
from lyhord_planner.check import unreached as find_unreached
from lyhord_planner.explain import explain, why_infeasible
from lyhord_planner.io import plan_from_json, plan_to_json, problem_from_json, problem_to_json, result_to_json
from lyhord_planner.plan import Plan
from lyhord_planner.problem import Problem
from lyhord_planner.replan import replan
from lyhord_planner.result import Level, Result, Status
from lyhord_planner.solve import solve

type Json = dict[str, Any]

EXPLAIN_SECONDS = 30.0


class OnProgress(Protocol):
    """plan: a better plan than before, as JSON, or None."""

    def __call__(
        self, level: str, value: int | None, bound: int | None, plan: Json | None, seconds: float, /
    ) -> None: ...


@dataclass(frozen=True)
class Solved:
    """status: `optimal`, `feasible`, `infeasible` or `stopped`. result: the planner's result as JSON.

    conflict: when infeasible, rules that together leave no plan.
    """

    status: str
    has_plan: bool
    result: Json
    conflict: tuple[str, ...] = ()


def problem_json(problem: Problem) -> Json:
    return _parsed(problem_to_json(problem))


def plan_json(plan: Plan) -> Json:
    return _parsed(plan_to_json(plan))


def read_problem(stored: Json) -> Problem:
    return problem_from_json(json.dumps(stored))


def read_plan(stored: Json) -> Plan:
    return plan_from_json(json.dumps(stored))


def solve_stored(
    stored: Json,
    *,
    old_plan: Json | None,
    first_plan: Json | None,
    time_limit: float,
    seed: int,
    on_progress: OnProgress,
    should_stop: Callable[[], bool],
) -> Solved:
    """Solve, or re-plan when there is an old plan, then explain who is not reached, unless stopped.

    first_plan: what an earlier attempt had found.
    """
    problem = read_problem(stored)

    def progress(level: str, value: int | None, bound: int | None, plan: Plan | None, seconds: float) -> None:
        on_progress(level, value, bound, plan_json(plan) if plan is not None else None, seconds)

    first = read_plan(first_plan) if first_plan is not None else None
    if old_plan is None:
        result = solve(
            problem,
            time_limit=time_limit,
            seed=seed,
            on_progress=progress,
            should_stop=should_stop,
            first_plan=first,
        )
    else:
        result = replan(
            problem,
            read_plan(old_plan),
            time_limit=time_limit,
            seed=seed,
            on_progress=progress,
            should_stop=should_stop,
            first_plan=first,
        )
    if result.status is Status.INFEASIBLE:
        rules = why_infeasible(problem, time_limit=EXPLAIN_SECONDS, seed=seed, should_stop=should_stop)
        return dataclasses.replace(_solved(result), conflict=rules)
    if result.plan is not None and result.unreached and result.status is not Status.STOPPED:
        reasons = explain(problem, result.plan, time_limit=EXPLAIN_SECONDS, seed=seed, should_stop=should_stop)
        result = dataclasses.replace(result, unreached=reasons)
    return _solved(result)


def result_of_best(stored: Json, best: Json, *, seed: int, bounds: Mapping[str, int]) -> Solved | None:
    """Return the result of a run that ended before it was done; None if the checker refuses its best plan.

    bounds: objective → the best bound that was seen.
    """
    problem, plan = read_problem(stored), read_plan(best)
    if check(problem, plan):
        return None
    levels = tuple(
        Level(id, value, min(bounds.get(id, 0), value), proven=False, seconds=0.0)
        for id, value in objective_values(problem, plan).items()
    )
    return _solved(Result(Status.STOPPED, plan, levels, find_unreached(problem, plan), seed=seed))


def _solved(result: Result) -> Solved:
    return Solved(result.status.value, result.plan is not None, _parsed(result_to_json(result)))


def _parsed(text: str) -> Json:
    parsed: Json = json.loads(text)
    return parsed
