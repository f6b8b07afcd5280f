"""The objectives of a finished plan, computed from the plan itself. Source: docs/planning-model.md, Objectives."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from itertools import pairwise

from lyhord_planner.cp_sat.clock import joined_activity
from lyhord_planner.cp_sat.world import Requirement, World
from lyhord_planner.plan import Plan, PlannedSession, PlannedVisit

VISIT_MOVED, TRAINER_MOVED, PERSON_MOVED, SOON_MOVED = 5, 2, 1, 10
SOON_DAYS = 14
WAIT_FOR_NOTHING_JOINED = 4


def unreached(world: World, plan: Plan) -> tuple[Requirement, ...]:
    """Return the requirements that the plan leaves open, in the problem's order."""
    met: set[Requirement] = {(e, s.module) for s in plan.sessions for e in s.attendees}
    met |= {(v.place, v.number) for v in plan.visits}
    return tuple(r for r in world.requirements if r not in met)


def finish_week(world: World, plan: Plan) -> int:
    """Return the week of the last activity, −1 with none (O2)."""
    slots = [s.slot for s in plan.sessions] + [v.slot for v in plan.visits]
    return max((world.week[s] for s in slots), default=-1)


def weeks_waited(world: World, plan: Plan) -> int:
    """Return the sum of weeks over attendances and visits, plus 4 for a visit that joins nothing (O3)."""
    sessions = sum(world.week[s.slot] * len(s.attendees) for s in plan.sessions)
    return sessions + sum(world.week[v.slot] + wait_for_nothing_joined(world, v) for v in plan.visits)


def wait_for_nothing_joined(world: World, visit: PlannedVisit) -> int:
    place = world.problem.place[visit.place]
    has_joined = joined_activity(place, visit.slot, visit.starts) is not None
    return 0 if has_joined or not place.popular else WAIT_FOR_NOTHING_JOINED


def cost_sek(world: World, plan: Plan) -> int:
    """Return the cost in whole SEK (O4)."""
    costs = world.problem.costs
    trainer_minutes = sum(world.problem.module[s.module].minutes * len(s.trainers) for s in plan.sessions) + sum(
        world.visit_need[v.place].minutes * len(v.trainers) for v in plan.visits
    )
    hourly = sum(s.slot not in world.problem.employee[e].duty for s in plan.sessions for e in s.attendees)
    return (
        sum(r.count for r in plan.replacements) * costs.replacement
        + len(plan.closures) * costs.closing
        + hourly * costs.hourly
        + len(plan.sessions) * (costs.session + costs.room_hire)
        + travelled_minutes(world, plan) * costs.travel_per_minute
        + trainer_minutes * costs.trainer_per_hour // 60
    )


def travelled_minutes(world: World, plan: Plan) -> int:
    """Return the minutes that trainers and attendees travel."""
    minutes, place = world.problem.travel_minutes, world.problem.place
    stops: dict[tuple[str, int], list[tuple[int, str]]] = defaultdict(list)
    activities: list[PlannedSession | PlannedVisit] = [*plan.sessions, *plan.visits]
    for activity in activities:
        for trainer in activity.trainers:
            where = place[activity.place].location_at(activity.slot)
            stops[trainer, world.day[activity.slot]].append((activity.slot, where))
    summed = 0
    for (trainer, _), day in stops.items():
        base = world.problem.trainer[trainer].location
        route = [base, *(where for _, where in sorted(day)), base]
        summed += sum(minutes[a][b] for a, b in pairwise(route))
    return summed + sum(attendee_minutes(world, e, s.place, s.slot) for s in plan.sessions for e in s.attendees)


def attendee_minutes(world: World, employee: str, place: str, slot: int) -> int:
    """Return the minutes there and back from the place of duty, or the first home place."""
    person = world.problem.employee[employee]
    origin = person.duty.get(slot) or (person.home_places[0] if person.home_places else place)
    here = world.problem.place[origin].location_at(slot)
    there = world.problem.place[place].location_at(slot)
    return world.problem.travel_minutes[here][there] + world.problem.travel_minutes[there][here]


def move_weight(world: World, slot: int, points: int) -> int:
    """Return what moving something away from the slot counts: 0 for history, more when it is soon."""
    date, today = world.problem.slots[slot].date, world.problem.today
    if date <= today:
        return 0
    return SOON_MOVED if date < today + timedelta(days=SOON_DAYS) else points


def moves(world: World, old_plan: Plan, plan: Plan) -> int:
    """Return the weighted number of confirmed things of the old plan that the plan does not keep."""
    visits = {(v.place, v.number, v.slot) for v in plan.visits}
    sessions = {(s.module, s.place, s.slot): s for s in plan.sessions}
    points = 0
    for visit in old_plan.visits:
        if (visit.place, visit.number, visit.slot) not in visits:
            points += move_weight(world, visit.slot, VISIT_MOVED)
    for old in old_plan.sessions:
        new = sessions.get((old.module, old.place, old.slot))
        gone_trainers = set(old.trainers) - set(new.trainers if new else ())
        gone_people = set(old.attendees) - set(new.attendees if new else ())
        points += len(gone_trainers) * move_weight(world, old.slot, TRAINER_MOVED)
        points += len(gone_people) * move_weight(world, old.slot, PERSON_MOVED)
    return points
