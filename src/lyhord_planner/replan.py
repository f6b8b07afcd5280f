"""Repair a confirmed plan when reality has changed: reach as many as before, and move as little as possible."""

from __future__ import annotations

from collections.abc import Callable

from lyhord_planner.cp_sat.search import OnProgress
from lyhord_planner.plan import Plan
from lyhord_planner.problem import Problem
from lyhord_planner.result import Result
from lyhord_planner.solve import run_ladder


def replan(
    problem: Problem,
    old_plan: Plan,
    *,
    time_limit: float,
    seed: int = 0,
    workers: int = 2,
    on_progress: OnProgress | None = None,
    should_stop: Callable[[], bool] | None = None,
    first_plan: Plan | None = None,
    deterministic: bool = False,
) -> Result:
    """Return the plan that changes least of the old one, after the most have been reached (levels O1, moves, O2 …).

    problem: what is true now, with the same slots as the old plan was made for; what has been held stands in
    `Employee.done` and `VisitNeed.held`, and what must not move is pinned. old_plan: need not be valid any longer.
    What it has on or before `problem.today` is history and counts for nothing. Other arguments as in `solve`.
    Raises InvalidPlan. Source: docs/planning-model.md, Moves.
    """
    return run_ladder(
        problem,
        old_plan=old_plan,
        time_limit=time_limit,
        seed=seed,
        workers=workers,
        on_progress=on_progress,
        should_stop=should_stop,
        first_plan=old_plan if first_plan is None else first_plan,
        deterministic=deterministic,
    )
