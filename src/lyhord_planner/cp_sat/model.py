"""From a problem to a model with its rules, and from a solution of the model to a plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lyhord_planner.cp_sat.candidates import Activity, Candidates
from lyhord_planner.cp_sat.clock import joined_activity, starts_that_fit
from lyhord_planner.cp_sat.constraints import CONSTRAINTS
from lyhord_planner.cp_sat.days import travel_minutes
from lyhord_planner.cp_sat.staffing import complete_staffing
from lyhord_planner.cp_sat.variables import Variables, make_variables
from lyhord_planner.cp_sat.world import Requirement
from lyhord_planner.plan import Plan, PlannedSession, PlannedVisit


def build(
    candidates: Candidates,
    *,
    can_miss: frozenset[Requirement] | None = frozenset(),
    has_costs: bool = False,
    tick: Callable[[], None] = lambda: None,
) -> Variables:
    """Return the variables and the model with every rule that is on.

    can_miss: requirements that may stay unreached, None = any; the unreachable ones always do.
    has_costs: with C6, which only a model that minimises cost needs. tick: called between the rules.
    """
    v = make_variables(candidates, can_miss=can_miss)
    for rule, add_rule in CONSTRAINTS.items():
        tick()
        if v.world.has_rule(rule) and (has_costs or rule != "C6"):
            add_rule(v)
    return v


def read_plan(v: Variables, solution: Sequence[int]) -> Plan:
    """Return the plan of a solution, with clock times settled and staffing completed.

    solution: one value per variable of the model, by index.
    """
    chosen = [a for a in v.activities if solution[v.takes_place[a].index]]
    trainers: dict[Activity, list[str]] = {a: [] for a in chosen}
    for activity in chosen:
        holding = (t for t in activity.trainers if solution[v.holds[t, activity].index])
        trainers[activity] = sorted(holding)
    people = {
        a: sorted(e for e in a.attendees if solution[v.attends[e, a].index]) for a in chosen if a.module is not None
    }
    number = {
        (place, slot): n
        for (place, n), slots in v.visited.items()
        for slot, var in slots.items()
        if solution[var.index]
    }
    starts = _settle_clock_times(v, {a: {*trainers[a], *people.get(a, ())} for a in chosen})
    sessions = [
        PlannedSession(a.module, a.place, a.slot, starts[a], tuple(trainers[a]), tuple(people[a]))
        for a in chosen
        if a.module is not None
    ]
    visits = [
        PlannedVisit(
            a.place, number[a.place, a.slot], a.slot, starts[a], tuple(trainers[a]),
            joined_activity(v.world.problem.place[a.place], a.slot, starts[a]),
        )
        for a in chosen
        if a.module is None
    ]  # fmt: skip
    replacements, closures = complete_staffing(v.world, sessions, visits)
    return Plan(
        tuple(sorted(sessions)),
        tuple(sorted(visits, key=lambda x: (x.place, x.number, x.slot))),
        replacements,
        closures,
    )


def write_hint(v: Variables, plan: Plan) -> None:
    """Hint the model at the plan. Derived variables are left to CP-SAT, and what the model lacks is left out."""
    sessions = {(s.module, s.place, s.slot): s for s in plan.sessions}
    visits = {(x.place, x.slot, x.starts): x for x in plan.visits}
    slots = {(x.place, x.number): x.slot for x in plan.visits}
    hinted: dict[Activity, tuple[str, ...]] = {}
    for session in v.candidates.sessions:
        if old := sessions.get((session.module or "", session.place, session.slot)):
            hinted[session] = (*old.trainers, *old.attendees)
    for visit in v.candidates.visits:
        if found := visits.get((visit.place, visit.slot, visit.starts)):
            hinted[visit] = found.trainers
    for activity, var in v.takes_place.items():
        v.model.add_hint(var, activity in hinted)
    for (person, activity), var in (*v.attends.items(), *v.holds.items()):
        v.model.add_hint(var, person in hinted.get(activity, ()))
    for requirement, at_slot in v.visited.items():
        for slot, var in at_slot.items():
            v.model.add_hint(var, slots.get(requirement) == slot)


def _settle_clock_times(v: Variables, people: dict[Activity, set[str]]) -> dict[Activity, int]:
    """Return clock times: mornings early, afternoon sessions as early as the morning's people can be there.

    The candidates carry the latest start of the afternoon, which always fits.
    """
    starts = {a: a.starts for a in people}
    slots, rules = v.world.problem.slots, v.world.has_rule("C8")
    for late in people:
        if slots[late.slot].half == "am" or late.module is None or late.pin or not rules:
            continue
        earlier = [a for a in people if v.world.day[a.slot] == v.world.day[late.slot] and a.slot < late.slot]
        free = max((a.ends + travel_minutes(v.world, a, late) for a in earlier if people[a] & people[late]), default=0)
        place = v.world.problem.place[late.place]
        fitting = starts_that_fit(slots[late.slot], late.ends - late.starts, place.session_starts)
        starts[late] = min(s for s in fitting if s >= free)
    return starts
