"""Old plans, fresh checks and differences: one plan seen against another problem or another plan."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from lyhord.planning.domain.adapter.build import Prepared
from lyhord.planning.domain.adapter.calendar import Calendar
from lyhord.planning.domain.adapter.hours import HALVES, HalfHours
from lyhord.planning.domain.adapter.reading import Draft, draft_plan
from lyhord.planning.domain.adapter.standing import Activity, old_plan_of
from lyhord_planner.check import check, moves, objective_values
from lyhord_planner.plan import Plan
from lyhord_planner.problem import Problem

type OldPlan = Plan


@dataclass(frozen=True)
class BrokenRule:
    """rule: id of docs/planning-model.md, or "plan". subject: id of a place, person, trainer or module."""

    rule: str
    subject: str


@dataclass(frozen=True)
class Verdict:
    """What the checker says of a draft as things are today. unreached: requirements it leaves open today."""

    broken: tuple[BrokenRule, ...]
    unreached: int


def standing_plan(prepared: Prepared) -> OldPlan | None:
    """Return what stands on the site as a plan, None when there is nothing."""
    return _unless_empty(old_plan_of(prepared.problem, prepared.standing, prepared.calendar))


def draft_activities(prepared: Prepared, draft: Draft, wishes: Mapping[str, dt.date]) -> OldPlan | None:
    """Return the draft as an old plan of the prepared problem. wishes: item → the day it is moved to, same half."""
    activities: list[Activity] = [
        dataclasses.replace(item.activity, date=wishes.get(item.key, item.date)) for item in draft.items
    ]
    return _unless_empty(old_plan_of(prepared.problem, activities, prepared.calendar))


def judge_today(prepared: Prepared, draft: Draft) -> Verdict:
    """Check the draft against the problem as it is today, with the independent checker.

    A replacement or closed half-day that is no longer needed breaks nothing, and is left out.
    """
    plan = _without_needless(prepared.problem, draft_plan(prepared.problem, prepared.calendar, draft))
    lost = len(draft.items) - len(plan.sessions) - len(plan.visits)
    broken = {BrokenRule(it.rule, it.subject) for it in check(prepared.problem, plan)}
    if lost:
        broken.add(BrokenRule("past", ""))
    is_readable = not any(it.rule == "plan" for it in broken)
    unreached = objective_values(prepared.problem, plan)["O1"] if is_readable else 0
    return Verdict(tuple(sorted(broken, key=lambda it: (it.rule, it.subject))), unreached)


def move_points(old: Draft, new: Draft) -> int:
    """Return the weighted number of confirmed times of `old` that `new` does not keep (`moves` of the planner)."""
    calendar = Calendar(new.problem.slots, {half: HalfHours(HALVES[half], HALVES[half]) for half in HALVES})
    return moves(new.problem, draft_plan(new.problem, calendar, old), new.plan)


def _without_needless(problem: Problem, plan: Plan) -> Plan:
    """Return the plan with no more replacements and closures than the staffing rule (C6) asks for."""
    busy = {(person, session.slot) for session in plan.sessions for person in session.attendees}

    def missing(place: str, slot: int) -> int:
        where = problem.place.get(place)
        if where is None or slot not in where.open_slots:
            return 0
        on_duty = [e.id for e in problem.employees if e.duty.get(slot) == place]
        on_the_floor = sum((person, slot) not in busy for person in on_duty)
        return max(0, min(where.min_staff_at(slot), len(on_duty)) - on_the_floor)

    replacements = [
        dataclasses.replace(it, count=min(it.count, missing(it.place, it.slot))) for it in plan.replacements
    ]
    return dataclasses.replace(
        plan,
        replacements=tuple(it for it in replacements if it.count),
        closures=tuple(it for it in plan.closures if missing(it.place, it.slot)),
    )


def _unless_empty(plan: Plan) -> OldPlan | None:
    return plan if plan.sessions or plan.visits else None
