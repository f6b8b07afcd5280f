"""Solve a problem: the best plan that time allows, with proof of how good it is and the list of the unreached."""

from __future__ import annotations

import platform
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import version

from lyhord_planner.check import check
from lyhord_planner.cp_sat.climb import LEVELS, REPLAN_LEVELS, Climb
from lyhord_planner.cp_sat.ladder import climb_levels, rank
from lyhord_planner.cp_sat.search import OnProgress, Search, TimeIsUp
from lyhord_planner.cp_sat.world import World
from lyhord_planner.explain import explain
from lyhord_planner.plan import Plan
from lyhord_planner.problem import Problem
from lyhord_planner.result import Level, Result, Status, Unreached

__all__ = ["InvalidPlan", "OnProgress", "solve"]


class InvalidPlan(RuntimeError):
    """The model made a plan that the independent checker refuses: a bug in one of the two."""


def solve(
    problem: Problem,
    *,
    time_limit: float,
    seed: int = 0,
    workers: int = 2,
    on_progress: OnProgress | None = None,
    should_stop: Callable[[], bool] | None = None,
    first_plan: Plan | None = None,
    deterministic: bool = False,
) -> Result:
    """Return the best plan found within the time, level by level.

    time_limit: seconds, > 0. workers: CP-SAT's threads; 2 is fastest on two cores. on_progress(level_id, value,
    bound, plan, seconds): called from this thread at least every 2 s, with the plan at each better one. should_stop:
    asked all the time; once true, the best plan so far is returned within 2 s. first_plan: a plan to start from;
    ignored when the checker refuses it. deterministic: with workers=1 the same seed gives the same plan; time is then
    counted in CP-SAT's deterministic seconds, which only resemble real ones.
    Who is left unreached is explained in up to a sixth of the time (see `explain`), unless stopped.
    Raises InvalidPlan. Source: docs/planning-model.md.
    """
    return run_ladder(
        problem,
        old_plan=None,
        time_limit=time_limit,
        seed=seed,
        workers=workers,
        on_progress=on_progress,
        should_stop=should_stop,
        first_plan=first_plan,
        deterministic=deterministic,
    )


def run_ladder(
    problem: Problem,
    *,
    old_plan: Plan | None,
    time_limit: float,
    seed: int,
    workers: int,
    on_progress: OnProgress | None,
    should_stop: Callable[[], bool] | None,
    first_plan: Plan | None,
    deterministic: bool,
) -> Result:
    """Return the result of solving, or of re-planning when there is an old plan; arguments as in `solve`."""
    world = World(problem)
    search = Search(
        rank=lambda plan: rank(world, plan, old_plan),
        levels=LEVELS if old_plan is None else REPLAN_LEVELS,
        time_limit=time_limit,
        seed=seed,
        workers=workers,
        on_progress=on_progress,
        should_stop=should_stop,
        deterministic=deterministic,
    )
    if first_plan is not None and not check(problem, first_plan):
        search.offer(first_plan)
    levels: tuple[Level, ...] = ()
    is_infeasible = False
    with suppress(TimeIsUp):
        climb = Climb(world, search, old_plan)
        levels = climb_levels(climb)
        is_infeasible = climb.is_infeasible
    if search.best is not None and (broken := check(problem, search.best)):
        raise InvalidPlan("; ".join(str(item) for item in broken))
    left = _explain_left(problem, search, seed, workers, should_stop, deterministic)
    return _result(search, levels, left, seed, is_infeasible)


def _explain_left(
    problem: Problem,
    search: Search,
    seed: int,
    workers: int,
    should_stop: Callable[[], bool] | None,
    deterministic: bool,
) -> tuple[Unreached, ...]:
    """Return whom the best plan leaves unreached, explained in the time that is left; nobody when there is no plan."""
    if search.best is None:
        return ()
    return explain(
        problem,
        search.best,
        time_limit=0.0 if search.is_stopped else search.remaining() + search.reserved,
        seed=seed,
        workers=workers,
        on_progress=lambda *_: search.report(),
        should_stop=should_stop,
        deterministic=deterministic,
    )


def _result(
    search: Search, levels: tuple[Level, ...], left: tuple[Unreached, ...], seed: int, is_infeasible: bool
) -> Result:
    return Result(
        status=_status(search, levels, is_infeasible),
        plan=search.best,
        levels=levels,
        unreached=left,
        seed=seed,
        seconds=round(search.seconds(), 3),
        versions={"ortools": version("ortools"), "python": platform.python_version()},
    )


def _status(search: Search, levels: tuple[Level, ...], is_infeasible: bool) -> Status:
    if is_infeasible:
        return Status.INFEASIBLE
    if search.is_stopped:
        return Status.STOPPED
    return Status.OPTIMAL if levels and all(level.proven for level in levels) else Status.FEASIBLE
