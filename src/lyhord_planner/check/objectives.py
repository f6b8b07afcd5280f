"""What a plan is worth, computed from the sentences about the objectives alone."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from lyhord_planner.check.view import Activity, View
from lyhord_planner.plan import Plan
from lyhord_planner.problem import Problem
from lyhord_planner.result import Unreached

WEEKS_FOR_NOT_JOINING = 4
NEAR_DAYS = 14
VISIT_MOVES, TRAINER_MOVES, ATTENDANCE_MOVES, NEAR_MOVES = 5, 2, 1, 10


def unreached(problem: Problem, plan: Plan) -> tuple[Unreached, ...]:
    """Return the requirements that the plan leaves open, without reasons: people first, then places, by id."""
    attended = {(person, session.module) for session in plan.sessions for person in session.attendees}
    visited = {(visit.place, visit.number) for visit in plan.visits}
    people = [
        Unreached(employee=employee.id, module=module)
        for employee in sorted(problem.employees, key=lambda employee: employee.id)
        for module in sorted(employee.needs - employee.done.keys())
        if (employee.id, module) not in attended
    ]
    places = [
        Unreached(place=need.place, visit=number)
        for need in sorted(problem.visits, key=lambda need: need.place)
        for number in range(len(need.held) + 1, need.count + 1)
        if (need.place, number) not in visited
    ]
    return (*people, *places)


def objective_values(problem: Problem, plan: Plan) -> dict[str, int]:
    """Return O1 (count), O2 (week, −1 with no activity), O3 (weeks) and O4 (SEK) of a well-formed plan."""
    view = View(problem, plan)
    return {
        "O1": len(unreached(problem, plan)),
        "O2": max((problem.week(it.slot) for it in view.activities), default=-1),
        "O3": _weeks_waited(view),
        "O4": _cost_sek(view),
    }


def _weeks_waited(view: View) -> int:
    weeks = sum(view.problem.week(it.session.slot) for it in view.attendances)
    for visit in view.plan.visits:
        weeks += view.problem.week(visit.slot)
        if view.problem.place[visit.place].popular and not view.joined(visit):
            weeks += WEEKS_FOR_NOT_JOINING
    return weeks


def _cost_sek(view: View) -> int:
    costs = view.problem.costs
    trainer_minutes = sum(len(it.trainers) * (it.ends - it.starts) for it in view.activities)
    paid_by_hour = sum(it.session.slot not in view.problem.employee[it.employee].duty for it in view.attendances)
    return (
        sum(it.count for it in view.plan.replacements) * costs.replacement
        + len(view.plan.closures) * costs.closing
        + paid_by_hour * costs.hourly
        + len(view.plan.sessions) * (costs.session + costs.room_hire)
        + trainer_minutes * costs.trainer_per_hour // 60
        + (_trainers_travel(view) + _attendees_travel(view)) * costs.travel_per_minute
    )


def _trainers_travel(view: View) -> int:
    days: dict[tuple[str, dt.date], list[Activity]] = defaultdict(list)
    for activity in view.activities:
        for trainer in activity.trainers:
            days[trainer, view.date(activity.slot)].append(activity)
    minutes = 0
    for (trainer, _), activities in days.items():
        at = base = view.problem.trainer[trainer].location
        for activity in activities:
            minutes += view.problem.travel_minutes[at][activity.location]
            at = activity.location
        minutes += view.problem.travel_minutes[at][base]
    return minutes


def _attendees_travel(view: View) -> int:
    minutes = 0
    for it in view.attendances:
        employee, slot = view.problem.employee[it.employee], it.session.slot
        from_place = view.problem.place[employee.duty.get(slot, employee.home_places[0])]
        here, there = from_place.location_at(slot), view.problem.place[it.session.place].location_at(slot)
        minutes += view.problem.travel_minutes[here][there] + view.problem.travel_minutes[there][here]
    return minutes


def moves(problem: Problem, old_plan: Plan, plan: Plan) -> int:
    """Return the points of what the old plan had and the new one does not keep.

    Slots of both are those of `problem`; people and places of the old plan need not exist any more. What the old
    plan has on or before today does not count.
    """
    new_visits = {(visit.place, visit.number, visit.slot) for visit in plan.visits}
    new_trainers = {(s.module, s.place, s.slot, trainer) for s in plan.sessions for trainer in s.trainers}
    new_attendances = {(s.module, s.place, s.slot, person) for s in plan.sessions for person in s.attendees}
    lost: list[tuple[int, int]] = []
    for visit in old_plan.visits:
        if (visit.place, visit.number, visit.slot) not in new_visits:
            lost.append((visit.slot, VISIT_MOVES))
    for s in old_plan.sessions:
        lost += [(s.slot, TRAINER_MOVES) for t in s.trainers if (s.module, s.place, s.slot, t) not in new_trainers]
        lost += [
            (s.slot, ATTENDANCE_MOVES) for p in s.attendees if (s.module, s.place, s.slot, p) not in new_attendances
        ]
    return sum(_points(problem.slots[slot].date, points, problem.today) for slot, points in lost)


def _points(old_day: dt.date, points: int, today: dt.date) -> int:
    if old_day <= today:
        return 0
    return NEAR_MOVES if (old_day - today).days < NEAR_DAYS else points
