"""Solve again for one requirement while the rest of a plan stays where it is."""

from __future__ import annotations

from collections.abc import Callable

from ortools.sat.python.cp_model import LinearExprT

from lyhord_planner.cp_sat.candidates import Near
from lyhord_planner.cp_sat.collect import Collector
from lyhord_planner.cp_sat.evaluate import unreached
from lyhord_planner.cp_sat.model import build
from lyhord_planner.cp_sat.reach import prune
from lyhord_planner.cp_sat.search import Answer, Outcome, Search
from lyhord_planner.cp_sat.variables import Variables
from lyhord_planner.cp_sat.world import Requirement, World
from lyhord_planner.plan import Plan
from lyhord_planner.problem import Problem

STOPPED = Outcome(Answer.INFEASIBLE, None)


def reach_one(
    problem: Problem,
    plan: Plan,
    target: Requirement,
    search: Search,
    *,
    limit: float,
    cost: Callable[[Variables], LinearExprT] | None = None,
) -> Outcome:
    """Look for a plan that reaches the target and all that the plan reaches, with the rest of the plan in place.

    Free to move: the person's attendances or the place's visits, and whoever else misses the same module or belongs
    to the place and misses something; trainers may be exchanged. cost: what to minimise, if anything.
    INFEASIBLE is a proof for that neighbourhood, and only for it.
    """
    world = World(problem)
    left = frozenset(unreached(world, plan))
    candidates = Collector(world).collect(world.last_week, _neighbourhood(world, plan, target, left))
    search.tick()
    prune(candidates)
    optional = left - {target}
    if candidates.unreachable - optional:
        return STOPPED
    v = build(candidates, can_miss=optional, tick=search.tick)
    if cost is not None:
        v.model.minimize(cost(v))
    return search.run(v, limit=limit, has_bound=False, minimise=cost is not None)


def _neighbourhood(world: World, plan: Plan, target: Requirement, left: frozenset[Requirement]) -> Near:
    who, what = target
    if isinstance(what, str):
        return Near(plan, frozenset({who} | {e for e, module in left if module == what}))
    staff = {e.id for e in world.problem.employees if e.home_places[:1] == (who,)}
    return Near(plan, frozenset(e for e, module in left if isinstance(module, str) and e in staff), frozenset({who}))
