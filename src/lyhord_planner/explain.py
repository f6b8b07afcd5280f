"""Explain why a requirement is not reached, and find the cheapest ways to reach it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from lyhord_planner.check import check
from lyhord_planner.cp_sat.collect import Collector
from lyhord_planner.cp_sat.evaluate import unreached
from lyhord_planner.cp_sat.local import reach_one
from lyhord_planner.cp_sat.model import build
from lyhord_planner.cp_sat.reach import prune
from lyhord_planner.cp_sat.search import Answer, OnProgress, Search, TimeIsUp
from lyhord_planner.cp_sat.stopping import SWITCHES, smallest_stopping_set
from lyhord_planner.cp_sat.world import Requirement, World
from lyhord_planner.plan import Plan
from lyhord_planner.problem import Problem
from lyhord_planner.repairs import Change, RepairKind, trials
from lyhord_planner.result import Repair, Unreached

__all__ = ["RepairKind", "explain", "why_infeasible"]

SECONDS_PER_QUESTION = 2.0


def explain(
    problem: Problem,
    plan: Plan,
    *,
    time_limit: float,
    seed: int = 0,
    workers: int = 2,
    on_progress: OnProgress | None = None,
    should_stop: Callable[[], bool] | None = None,
    deterministic: bool = False,
) -> tuple[Unreached, ...]:
    """Return the requirements that the plan leaves open, each with the rules that stop it and verified repairs.

    rules: a smallest set that together stops it *while the rest of the plan stays where it is*; what "smallest" is
    proven for stands in `cp_sat.stopping`. Empty when nothing stops it so, or time was short. repairs: single changes,
    cheapest first; each was applied to the problem and solved again, reached the requirement without losing another,
    and passed the checker. First every requirement gets its rules, then repairs in the same order, as time allows.
    time_limit: seconds, > 0. Other arguments as in `solve`.
    """
    search = _search(time_limit, seed, workers, on_progress, should_stop, deterministic)
    found = [Explained(target) for target in unreached(World(problem), plan)]
    with suppress(TimeIsUp):
        for item in found:
            item.rules = _rules(problem, plan, item.target, search)
        for item in found:
            item.repairs = _repairs(problem, plan, item.target, search)
    return tuple(item.unreached() for item in found)


def why_infeasible(
    problem: Problem,
    *,
    time_limit: float,
    seed: int = 0,
    workers: int = 2,
    should_stop: Callable[[], bool] | None = None,
    deterministic: bool = False,
) -> tuple[str, ...]:
    """Return a smallest set of rules that together leave no plan at all; empty when there is one, or time was short.

    Only pins can do that: without them the empty plan keeps every rule, so C13 is always in the set.
    """
    search = _search(time_limit, seed, workers, None, should_stop, deterministic)

    def is_stopped(rules_on: frozenset[str]) -> bool | None:
        world = World(_with_rules(problem, rules_on))
        candidates = Collector(world).collect(world.last_week)
        search.tick()
        prune(candidates)
        answer = search.run(build(candidates, can_miss=None, tick=search.tick)).answer
        return None if answer is Answer.UNKNOWN else answer is Answer.INFEASIBLE

    with suppress(TimeIsUp):
        return smallest_stopping_set(_switches(problem), is_stopped)
    return ()


@dataclass(slots=True)
class Explained:
    target: Requirement
    rules: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()

    def unreached(self) -> Unreached:
        who, what = self.target
        if isinstance(what, int):
            return Unreached(place=who, visit=what, rules=self.rules, repairs=self.repairs)
        return Unreached(employee=who, module=what, rules=self.rules, repairs=self.repairs)


def _rules(problem: Problem, plan: Plan, target: Requirement, search: Search) -> tuple[str, ...]:
    def is_stopped(rules_on: frozenset[str]) -> bool | None:
        outcome = reach_one(_with_rules(problem, rules_on), plan, target, search, limit=SECONDS_PER_QUESTION)
        return None if outcome.answer is Answer.UNKNOWN else outcome.answer is Answer.INFEASIBLE

    return smallest_stopping_set(_switches(problem), is_stopped)


def _repairs(problem: Problem, plan: Plan, target: Requirement, search: Search) -> tuple[Repair, ...]:
    """Return the verified repairs, cheapest first; of each kind the smallest change that works."""
    found: dict[RepairKind, Repair] = {}
    for trial in trials(problem, target):
        outcome = reach_one(trial.problem, plan, target, search, limit=SECONDS_PER_QUESTION, cost=trial.cost)
        change = trial.used(outcome.plan) if outcome.plan is not None else None
        if change is not None and change.kind not in found:
            repair = _verified(change, plan, target, search)
            if repair is not None:
                found[change.kind] = repair
    return tuple(sorted(found.values(), key=lambda r: (r.price_sek is None, r.price_sek or 0, r.kind)))


def _verified(change: Change, plan: Plan, target: Requirement, search: Search) -> Repair | None:
    """Return the repair if the problem with this change alone reaches the target and the checker agrees."""
    outcome = reach_one(change.problem, plan, target, search, limit=SECONDS_PER_QUESTION)
    if outcome.plan is None or check(change.problem, outcome.plan):
        return None
    world = World(change.problem)
    before, after = set(unreached(world, plan)), set(unreached(world, outcome.plan))
    if target in after or after - before:
        return None
    return Repair(change.kind, change.subject, change.slot, change.amount, change.price_sek, len(before - after))


def _switches(problem: Problem) -> Sequence[str]:
    return [rule for rule in SWITCHES if rule not in problem.rules_off]


def _with_rules(problem: Problem, rules_on: frozenset[str]) -> Problem:
    return replace(problem, rules_off=problem.rules_off | (frozenset(SWITCHES) - rules_on))


def _search(
    time_limit: float,
    seed: int,
    workers: int,
    on_progress: OnProgress | None,
    should_stop: Callable[[], bool] | None,
    deterministic: bool,
) -> Search:
    """Return a search that keeps no best plan: every question is a problem of its own."""
    return Search(
        rank=None,
        levels=("explain",),
        time_limit=time_limit,
        seed=seed,
        workers=workers,
        on_progress=on_progress,
        should_stop=should_stop,
        deterministic=deterministic,
    )
