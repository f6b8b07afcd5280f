"""The objectives as linear expressions over the variables: what CP-SAT minimises and bounds."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from ortools.sat.python import cp_model

from lyhord_planner.cp_sat.candidates import Activity, Candidates
from lyhord_planner.cp_sat.evaluate import (
    PERSON_MOVED,
    TRAINER_MOVED,
    VISIT_MOVED,
    WAIT_FOR_NOTHING_JOINED,
    attendee_minutes,
    move_weight,
)
from lyhord_planner.cp_sat.variables import Literal, Variables
from lyhord_planner.plan import Plan

total = cp_model.LinearExpr.sum

type Terms = list[tuple[cp_model.IntVar, int]]


def weighted(terms: Terms, constant: int = 0) -> cp_model.LinearExprT:
    variables, weights = [t[0] for t in terms], [t[1] for t in terms]
    return cp_model.LinearExpr.weighted_sum(variables, weights) + constant


def o1_unreached(v: Variables) -> cp_model.LinearExprT:
    """Return the number of requirements left unreached."""
    return total(list(v.missing.values()))


def o3_weeks_waited(v: Variables) -> cp_model.LinearExprT:
    """Return the weeks waited, summed over attendances and visits, plus 4 for a visit that joins nothing."""
    terms: Terms = [(attends, v.world.week[s.slot]) for (_, s), attends in v.attends.items()]
    for visit in v.candidates.visits:
        alone = not visit.joins and bool(v.world.problem.place[visit.place].popular)
        wait = v.world.week[visit.slot] + (WAIT_FOR_NOTHING_JOINED if alone else 0)
        terms.append((v.takes_place[visit], wait))
    return weighted(terms)


def o4_cost_in_60ths(v: Variables) -> cp_model.LinearExprT:
    """Return sixty times the cost in SEK: minutes of trainers then need no rounding."""
    costs, problem = v.world.problem.costs, v.world.problem
    terms: Terms = [(replaced, 60 * costs.replacement) for replaced in v.replaced.values()]
    terms += [(closed, 60 * costs.closing) for closed in v.closed.values()]
    for session in v.candidates.sessions:
        terms.append((v.takes_place[session], 60 * (costs.session + costs.room_hire)))
    for (employee, session), attends in v.attends.items():
        hourly = 0 if session.slot in problem.employee[employee].duty else costs.hourly
        travel = attendee_minutes(v.world, employee, session.place, session.slot) * costs.travel_per_minute
        terms.append((attends, 60 * (hourly + travel)))
    for (_, activity), holds in v.holds.items():
        terms.append((holds, (activity.ends - activity.starts) * costs.trainer_per_hour))
    if costs.travel_per_minute:
        terms += [(var, 60 * costs.travel_per_minute * minutes) for var, minutes in _trainer_travel(v)]
    return weighted([t for t in terms if t[1]])


def moves_from(v: Variables, old_plan: Plan) -> cp_model.LinearExprT:
    """Return the weighted number of confirmed things of the old plan that are not kept."""
    sessions = {(s.module, s.place, s.slot): s for s in v.candidates.sessions}
    kept: list[tuple[Literal | None, int]] = []
    for visit in old_plan.visits:
        keeps = v.visited.get((visit.place, visit.number), {}).get(visit.slot)
        kept.append((keeps, move_weight(v.world, visit.slot, VISIT_MOVED)))
    for old in old_plan.sessions:
        new = sessions.get((old.module, old.place, old.slot))
        for trainer in old.trainers:
            keeps = v.holds.get((trainer, new)) if new else None
            kept.append((keeps, move_weight(v.world, old.slot, TRAINER_MOVED)))
        for employee in old.attendees:
            keeps = v.attends.get((employee, new)) if new else None
            kept.append((keeps, move_weight(v.world, old.slot, PERSON_MOVED)))
    terms: Terms = [(keeps, -points) for keeps, points in kept if isinstance(keeps, cp_model.IntVar)]
    return weighted(terms, sum(points for _, points in kept))


def least_moves(candidates: Candidates, old_plan: Plan) -> int:
    """Return the points of what no plan can keep, because it is no longer a candidate: a bound on the moves."""
    world = candidates.world
    sessions = {(s.module, s.place, s.slot): s for s in candidates.sessions}
    visits = {(x.place, x.slot) for x in candidates.visits}
    points = sum(
        move_weight(world, old.slot, VISIT_MOVED) for old in old_plan.visits if (old.place, old.slot) not in visits
    )
    for old in old_plan.sessions:
        new = sessions.get((old.module, old.place, old.slot))
        gone_trainers = set(old.trainers) - set(new.trainers if new else ())
        gone_people = set(old.attendees) - (new.attendees if new else set())
        points += len(gone_trainers) * move_weight(world, old.slot, TRAINER_MOVED)
        points += len(gone_people) * move_weight(world, old.slot, PERSON_MOVED)
    return points


def _trainer_travel(v: Variables) -> Terms:
    """Return variables and minutes: there and back per activity, less what two on one day save."""
    problem, minutes = v.world.problem, v.world.problem.travel_minutes
    terms: Terms = []
    at: dict[tuple[str, int], dict[int, dict[str, list[cp_model.IntVar]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )
    for (trainer, activity), holds in v.holds.items():
        base, where = problem.trainer[trainer].location, _location(v, activity)
        terms.append((holds, minutes[base][where] + minutes[where][base]))
        at[trainer, v.world.day[activity.slot]][activity.slot][where].append(holds)
    for (trainer, _), slots in at.items():
        base = problem.trainer[trainer].location
        ordered = sorted(slots)
        for morning, afternoon in pairwise(ordered):
            for here, first in slots[morning].items():
                for there, second in slots[afternoon].items():
                    saved = minutes[here][base] + minutes[base][there] - minutes[here][there]
                    if saved:
                        terms.append((_both(v, first, second), -saved))
    return terms


def _both(v: Variables, first: list[cp_model.IntVar], second: list[cp_model.IntVar]) -> cp_model.IntVar:
    both = v.model.new_bool_var("")
    v.model.add(both <= total(first))
    v.model.add(both <= total(second))
    v.model.add(both >= total(first) + total(second) - 1)
    return both


def _location(v: Variables, activity: Activity) -> str:
    return v.world.problem.place[activity.place].location_at(activity.slot)
