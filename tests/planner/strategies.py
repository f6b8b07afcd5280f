"""What Hypothesis makes for the planner's tests: any problem, plan or result that has the right types, and mutations
that break a valid plan."""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from lyhord_planner.plan import Closure, Plan, PlannedSession, PlannedVisit, Replacement
from lyhord_planner.problem import Problem
from tests.planner import tiny

WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=6)
WHOLE = st.integers(-(2**31) + 1, 2**31 - 1)
SCALARS: Mapping[Any, st.SearchStrategy[Any]] = {
    str: WORDS,
    int: WHOLE,
    bool: st.booleans(),
    float: st.floats(allow_nan=False, allow_infinity=False),
    dt.date: st.dates(dt.date(1900, 1, 1), dt.date(2999, 12, 31)),
}
MOST = 2


def anything(kind: Any) -> st.SearchStrategy[Any]:
    """Return what has the type, without any more sense than that."""
    origin, args = get_origin(kind), get_args(kind)
    if kind in SCALARS:
        return SCALARS[kind]
    if dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        return st.builds(kind, **{field.name: anything(hints[field.name]) for field in dataclasses.fields(kind)})
    if origin in (Union, types.UnionType):
        return st.one_of([st.none() if arg is type(None) else anything(arg) for arg in args])
    if origin is Literal:
        return st.sampled_from(args)
    if origin is tuple:
        return st.lists(anything(args[0]), max_size=MOST).map(tuple)
    if origin is frozenset:
        return st.frozensets(anything(args[0]), max_size=MOST)
    if origin is not None and issubclass(origin, Mapping):
        keys = st.integers(0, 2**31 - 1) if args[0] is int else anything(args[0])
        return st.dictionaries(keys, anything(args[1]), max_size=MOST)
    if issubclass(kind, StrEnum):
        return st.sampled_from(list(kind))
    raise TypeError(kind)


def well_formed(problem: Problem) -> st.SearchStrategy[Plan]:
    """Return any plan of known people, places and slots, sorted, however nonsensical."""
    slots, starts = st.integers(0, len(problem.slots) - 1), st.integers(0, 24 * 60)
    places = st.sampled_from(sorted(problem.place))
    trainers = st.sets(st.sampled_from(sorted(problem.trainer))).map(lambda names: tuple(sorted(names)))
    people = st.sets(st.sampled_from(sorted(problem.employee))).map(lambda names: tuple(sorted(names)))
    modules = st.sampled_from(sorted(problem.module))
    names = st.sampled_from([None, "fika"])
    part = st.one_of(
        st.builds(PlannedSession, modules, places, slots, starts, trainers, people),
        st.builds(PlannedVisit, places, st.integers(-1, 4), slots, starts, trainers, names),
        st.builds(Replacement, places, slots, st.integers(1, 3)),
        st.builds(Closure, places, slots),
    )
    return st.lists(part, max_size=8).map(lambda parts: tiny.plan(*parts))


type Part = PlannedSession | PlannedVisit | Replacement | Closure
type Mutation = tuple[str, Callable[[Problem, Plan], Plan | None]]


@st.composite
def mutations(draw: st.DrawFn) -> Mutation:
    """Return the rule that a change surely breaks, and the change; it gives None where it does not fit the plan."""
    number = draw(st.integers(0, 99))
    rule = draw(st.sampled_from(sorted(MUTATIONS)))

    def mutate(problem: Problem, plan: Plan) -> Plan | None:
        return MUTATIONS[rule](problem, plan, number)

    return rule, mutate


def _replaced(plan: Plan, old: Part | None, *new: Part) -> Plan:
    everything = [*plan.sessions, *plan.visits, *plan.replacements, *plan.closures]
    return tiny.plan(*[part for part in everything if part is not old], *new)


def _repeat_attendance(problem: Problem, plan: Plan, number: int) -> Plan | None:
    """Let someone attend the same module again, in another half-day."""
    session = plan.sessions[number % len(plan.sessions)]
    slot = (session.slot + 1) % len(problem.slots)
    return _replaced(plan, None, dataclasses.replace(session, slot=slot, attendees=session.attendees[:1]))


def _skip_a_number(problem: Problem, plan: Plan, number: int) -> Plan | None:
    visit = plan.visits[number % len(plan.visits)]
    return _replaced(plan, visit, dataclasses.replace(visit, number=visit.number + 1 + number))


def _lose_trainers(problem: Problem, plan: Plan, number: int) -> Plan | None:
    activities = [*plan.sessions, *plan.visits]
    activity = activities[number % len(activities)]
    return _replaced(plan, activity, dataclasses.replace(activity, trainers=()))


def _crowd(problem: Problem, plan: Plan, number: int) -> Plan | None:
    session = plan.sessions[number % len(plan.sessions)]
    everyone = tuple(sorted(problem.employee))
    limit = min(problem.module[session.module].group_max, problem.place[session.place].room_capacity)
    if len(everyone) <= limit:
        return None
    return _replaced(plan, session, dataclasses.replace(session, attendees=everyone))


def _call_in_when_off(problem: Problem, plan: Plan, number: int) -> Plan | None:
    """Move a session to a half-day in which somebody in it is neither on duty nor available."""
    session = plan.sessions[number % len(plan.sessions)]
    for slot in range(len(problem.slots)):
        for person in session.attendees:
            employee = problem.employee[person]
            if slot not in employee.duty and slot not in employee.available:
                return _replaced(plan, session, dataclasses.replace(session, slot=slot))
    return None


def _overstaff(problem: Problem, plan: Plan, number: int) -> Plan | None:
    place = problem.places[number % len(problem.places)]
    slot = number % len(problem.slots)
    if any((it.place, it.slot) == (place.id, slot) for it in (*plan.replacements, *plan.closures)):
        return None
    return _replaced(plan, None, Replacement(place.id, slot, 99))


def _swap_modules(problem: Problem, plan: Plan, number: int) -> Plan | None:
    """Turn a module and the one before it around for those who attend both."""
    for later in plan.sessions:
        for gap in problem.module[later.module].after:
            for earlier in plan.sessions:
                both = set(earlier.attendees) & set(later.attendees)
                days = problem.slots[earlier.slot].date, problem.slots[later.slot].date
                if earlier.module == gap.module and both and days[0] < days[1]:
                    swapped = _replaced(plan, later, dataclasses.replace(later, module=earlier.module))
                    return _replaced(swapped, earlier, dataclasses.replace(earlier, module=later.module))
    return None


def _double_book(problem: Problem, plan: Plan, number: int) -> Plan | None:
    activities = [it for it in (*plan.sessions, *plan.visits) if it.trainers]
    if len(activities) < 2:
        return None
    one, other = activities[number % len(activities)], activities[(number + 1) % len(activities)]
    trainers = tuple(sorted({*other.trainers, one.trainers[0]}))
    return _replaced(plan, other, dataclasses.replace(other, slot=one.slot, trainers=trainers))


def _visit_nobody(problem: Problem, plan: Plan, number: int) -> Plan | None:
    visit = plan.visits[number % len(plan.visits)]
    place = problem.place[visit.place]
    empty = [slot for slot in range(len(problem.slots)) if slot not in place.visitor_slots & place.open_slots]
    return _replaced(plan, visit, dataclasses.replace(visit, slot=empty[number % len(empty)])) if empty else None


def _visit_on_a_blocked_date(problem: Problem, plan: Plan, number: int) -> Plan | None:
    blocked = [slot for slot, it in enumerate(problem.slots) if it.date in problem.blocked_dates]
    visit = plan.visits[number % len(plan.visits)]
    return _replaced(plan, visit, dataclasses.replace(visit, slot=blocked[number % len(blocked)])) if blocked else None


def _lose_a_pin(problem: Problem, plan: Plan, number: int) -> Plan | None:
    pins = {(pin.place, pin.slot) for pin in (*problem.session_pins, *problem.visit_pins)}
    pinned = [it for it in (*plan.sessions, *plan.visits) if (it.place, it.slot) in pins]
    return _replaced(plan, pinned[number % len(pinned)]) if pinned else None


def _visit_too_soon(problem: Problem, plan: Plan, number: int) -> Plan | None:
    """Put a visit on the same day as the one before, where days are asked for between them."""
    least = {need.place: need.min_days_between for need in problem.visits}
    for earlier in plan.visits:
        for later in plan.visits:
            if earlier.place == later.place and earlier.number + 1 == later.number and least[later.place]:
                return _replaced(plan, later, dataclasses.replace(later, slot=earlier.slot))
    return None


def _visit_after_the_deadline(problem: Problem, plan: Plan, number: int) -> Plan | None:
    last = problem.deadlines.visits
    late = [slot for slot, it in enumerate(problem.slots) if last is not None and it.date > last]
    visit = plan.visits[number % len(plan.visits)]
    return _replaced(plan, visit, dataclasses.replace(visit, slot=late[number % len(late)])) if late else None


def _train_nobody_first(problem: Problem, plan: Plan, number: int) -> Plan | None:
    """Remove every session, where a first visit then comes to staff of whom nobody has had the module."""
    first = problem.train_first
    if first is None or not first.share:
        return None
    held = {need.place for need in problem.visits if need.held}
    visited = {visit.place for visit in plan.visits} - held
    for module in first.modules:
        for place in visited:
            staff = [it for it in problem.employees if it.home_places[0] == place and module in {*it.needs, *it.done}]
            if staff and not any(module in it.done for it in staff):
                return tiny.plan(*plan.visits, *plan.replacements, *plan.closures)
    return None


def _unsort(problem: Problem, plan: Plan, number: int) -> Plan | None:
    return dataclasses.replace(plan, visits=plan.visits[::-1]) if len(plan.visits) > 1 else None


MUTATIONS: Mapping[str, Callable[[Problem, Plan, int], Plan | None]] = {
    "C1": _repeat_attendance,
    "C2": _skip_a_number,
    "C3": _lose_trainers,
    "C4": _crowd,
    "C5": _call_in_when_off,
    "C6": _overstaff,
    "C7": _swap_modules,
    "C8": _double_book,
    "C9": _visit_nobody,
    "C10": _train_nobody_first,
    "C12": _visit_on_a_blocked_date,
    "C13": _lose_a_pin,
    "C14": _visit_too_soon,
    "C17": _visit_after_the_deadline,
    "plan": _unsort,
}
