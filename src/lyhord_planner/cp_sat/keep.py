"""Moves: change as little as possible of a confirmed plan.

First those who are touched are free and everyone else stays, then those who share sessions or places with them, then
all. Only the last says something about every plan.
"""

from __future__ import annotations

from lyhord_planner.cp_sat.candidates import Near
from lyhord_planner.cp_sat.climb import Climb
from lyhord_planner.cp_sat.cover import LARGE
from lyhord_planner.cp_sat.objective import least_moves
from lyhord_planner.plan import Plan

WEEKS_LATER = 2
"""How many weeks after the last activity the neighbourhoods may use."""
SHARE_PER_NEIGHBOURHOOD = 0.25
SHARE_OF_WHOLE = 0.5


def keep_old_plan(climb: Climb) -> None:
    """Minimise the moves from the old plan, in growing neighbourhoods while time lasts."""
    old_plan, search = climb.old_plan, climb.search
    if old_plan is None:
        return
    search.raise_bound("moves", least_moves(climb.full, old_plan))
    for grow in (touched, sharing_with_touched, anyone):
        last_week = min(climb.value("O2") + WEEKS_LATER, climb.world.last_week)
        if not is_proven(climb):
            near = grow(climb, old_plan)
            _minimise(climb, last_week, SHARE_PER_NEIGHBOURHOOD, near)
    if not is_proven(climb) and climb.size <= LARGE:
        _minimise(climb, climb.world.last_week, SHARE_OF_WHOLE, None)


def _minimise(climb: Climb, last_week: int, share_of_time: float, near: Near | None) -> None:
    climb.minimise("moves", last_week, share_of_time=share_of_time, most_unreached=climb.value("O1"), near=near)


def is_proven(climb: Climb) -> bool:
    return climb.value("moves") <= climb.search.bounds.get("moves", 0)


def touched(climb: Climb, old_plan: Plan) -> Near:
    """Return the neighbourhood of those who have something moved, or are new, in the best plan."""
    plan = climb.search.best or old_plan
    old = {(s.module, s.place, s.slot, e) for s in old_plan.sessions for e in s.attendees}
    new = {(s.module, s.place, s.slot, e) for s in plan.sessions for e in s.attendees}
    old_visits = {(v.place, v.number, v.slot) for v in old_plan.visits}
    new_visits = {(v.place, v.number, v.slot) for v in plan.visits}
    people = frozenset(key[3] for key in old ^ new)
    return Near(plan, people, frozenset(key[0] for key in old_visits ^ new_visits))


def sharing_with_touched(climb: Climb, old_plan: Plan) -> Near:
    """Return the neighbourhood of the touched, those in sessions with them, and the places of them all."""
    near = touched(climb, old_plan)
    people = set(near.people)
    for session in (*old_plan.sessions, *near.plan.sessions):
        if not near.people.isdisjoint(session.attendees):
            people |= set(session.attendees)
    employees = climb.world.problem.employee
    known = [employees[e] for e in sorted(people) if e in employees]
    places = {home for employee in known for home in employee.home_places[:1]}
    return Near(near.plan, frozenset(people), near.places | places)


def anyone(climb: Climb, old_plan: Plan) -> Near:
    """Return the neighbourhood in which everyone is free, up to the week looked at."""
    people, places = climb.world.problem.employees, climb.world.problem.places
    plan = climb.search.best or old_plan
    return Near(plan, frozenset(e.id for e in people), frozenset(p.id for p in places))
