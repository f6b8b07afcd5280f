"""The rules about places, groups and dates: C2, C4, C9, C12, C13, C14, C17."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from lyhord_planner.check.broken import Broken
from lyhord_planner.check.view import Activity, View
from lyhord_planner.problem import Place, SessionPin, VisitPin


def c02_number_the_visits(view: View) -> Iterator[Broken]:
    for place, visits in view.visits_of_place.items():
        need = view.needs_of_place.get(place)
        if need is None:
            yield Broken("C2", place, f"{place} is visited but shall have no visits.")
            continue
        numbers = [visit.number for visit in visits]
        first = len(need.held) + 1
        for number, times in Counter(numbers).items():
            if not first <= number <= need.count:
                yield Broken("C2", place, f"visit {number} at {place} is not one of the visits left to plan.")
            if times > 1:
                yield Broken("C2", place, f"visit {number} at {place} is planned {times} times.")
        for number in range(first, max(numbers)):
            if number not in numbers:
                yield Broken("C2", place, f"{place} has a later visit but lacks visit {number}.")
        for earlier, later in pairwise(visits):
            if earlier.number > later.number or (earlier.number < later.number and earlier.slot == later.slot):
                yield Broken("C2", place, f"visits {earlier.number} and {later.number} at {place} are not in order.")


def c04_keep_group_sizes(view: View) -> Iterator[Broken]:
    for session in view.plan.sessions:
        module, place = view.problem.module[session.module], view.problem.place[session.place]
        size = len(session.attendees)
        what = f"the session in {session.module} at {session.place} on {view.when(session.slot)} has {size}"
        if size < module.group_min:
            yield Broken("C4", session.place, f"{what}; at least {module.group_min} are needed.")
        if size > module.group_max:
            yield Broken("C4", session.place, f"{what}; at most {module.group_max} are allowed.")
        if size > place.room_capacity:
            yield Broken("C4", session.place, f"{what}; the room holds {place.room_capacity}.")
    for (place_id, slot), times in Counter((it.place, it.slot) for it in view.activities).items():
        if times > 1:
            yield Broken("C4", place_id, f"{place_id} has {times} activities on {view.when(slot)}.")


def c09_visit_when_visitors_are_there(view: View) -> Iterator[Broken]:
    for activity in view.activities:
        place = view.problem.place[activity.place]
        if activity.is_visit:
            yield from _judge_visitors(view, activity, place)
        elif place.kind == "mobile" and activity.slot not in place.open_slots:
            yield Broken("C9", place.id, f"{activity.what} happens when the mobile place does not stand anywhere.")
    yield from _judge_joins(view)


def _judge_visitors(view: View, visit: Activity, place: Place) -> Iterator[Broken]:
    if visit.slot not in place.open_slots:
        yield Broken("C9", place.id, f"{visit.what} happens when the place is not open.")
    if visit.slot not in place.visitor_slots:
        yield Broken("C9", place.id, f"{visit.what} happens when no visitors are there.")
    if any((it.place, it.slot) == (place.id, visit.slot) for it in view.plan.closures):
        yield Broken("C9", place.id, f"{visit.what} happens in a half-day that the plan closes.")


def _judge_joins(view: View) -> Iterator[Broken]:
    for visit in view.plan.visits:
        names = [it.name for it in view.joined(visit)]
        what = f"visit {visit.number} at {visit.place} on {view.when(visit.slot)}"
        if visit.joins is None and names:
            yield Broken("C9", visit.place, f"{what} joins {names[0]!r} without saying so.")
        if visit.joins is not None and visit.joins not in names:
            yield Broken("C9", visit.place, f"{what} says it joins {visit.joins!r}, which is not then.")


def c12_avoid_what_is_blocked(view: View) -> Iterator[Broken]:
    blocked = {(block.kind, block.subject, block.slot) for block in view.problem.blocks}
    for activity in view.activities:
        place, day = view.problem.place[activity.place], view.date(activity.slot)
        if day in view.problem.blocked_dates:
            yield Broken("C12", place.id, f"{activity.what} lies on a blocked date.")
        if ("place", place.id, activity.slot) in blocked:
            yield Broken("C12", place.id, f"{activity.what} lies in a slot that the place has blocked.")
        if place.opens_on is not None and day < place.opens_on:
            yield Broken("C12", place.id, f"{activity.what} lies before the place opens on {place.opens_on}.")
        if place.closes_before is not None and day >= place.closes_before:
            yield Broken("C12", place.id, f"{activity.what} lies after the place closes for good.")
        for trainer in sorted(set(activity.trainers)):
            if ("trainer", trainer, activity.slot) in blocked:
                yield Broken("C12", trainer, f"{trainer} has blocked the slot of {activity.what}.")
    for it in view.attendances:
        if ("employee", it.employee, it.session.slot) in blocked:
            yield Broken("C12", it.employee, f"{it.employee} has blocked {view.when(it.session.slot)}.")


def c13_keep_what_is_pinned(view: View) -> Iterator[Broken]:
    for pin in view.problem.session_pins:
        yield from _judge_session_pin(view, pin)
    for visit_pin in view.problem.visit_pins:
        yield from _judge_visit_pin(view, visit_pin)


def _judge_session_pin(view: View, pin: SessionPin) -> Iterator[Broken]:
    what = f"the pinned session in {pin.module} at {pin.place}"
    key = (pin.module, pin.place, pin.slot, pin.starts)
    for session in view.plan.sessions:
        if (session.module, session.place, session.slot, session.starts) != key:
            continue
        missing = (set(pin.trainers) - set(session.trainers)) | (set(pin.attendees) - set(session.attendees))
        for person in sorted(missing):
            yield Broken("C13", pin.place, f"{person} is missing from {what}.")
        if not pin.is_open:
            for person in sorted(set(session.attendees) - set(pin.attendees)):
                yield Broken("C13", pin.place, f"{person} is added to {what}, which is not open.")
        return
    yield Broken("C13", pin.place, f"{what} on {view.when(pin.slot)} is not there.")


def _judge_visit_pin(view: View, pin: VisitPin) -> Iterator[Broken]:
    for visit in view.plan.visits:
        if (visit.place, visit.slot, visit.starts) != (pin.place, pin.slot, pin.starts):
            continue
        for person in pin.trainers:
            if person not in visit.trainers:
                yield Broken("C13", pin.place, f"{person} is missing from the pinned visit at {pin.place}.")
        return
    yield Broken("C13", pin.place, f"the pinned visit at {pin.place} on {view.when(pin.slot)} is not there.")


def c14_space_the_visits(view: View) -> Iterator[Broken]:
    for place, visits in view.visits_of_place.items():
        need = view.needs_of_place.get(place)
        if need is None:
            continue
        days = sorted([(day, False) for day in need.held] + [(view.date(visit.slot), True) for visit in visits])
        for (earlier, earlier_is_planned), (later, later_is_planned) in pairwise(days):
            between = (later - earlier).days
            if not earlier_is_planned and not later_is_planned:
                continue
            if between < need.min_days_between:
                yield Broken("C14", place, f"{place} is visited on {earlier} and {later}, too close.")
            if need.max_days_between is not None and between > need.max_days_between:
                yield Broken("C14", place, f"{place} is visited on {earlier} and {later}, too far apart.")


def c17_meet_the_deadlines(view: View) -> Iterator[Broken]:
    deadlines = view.problem.deadlines
    for activity in view.activities:
        last_day: dt.date | None = deadlines.visits if activity.is_visit else deadlines.training
        if last_day is not None and view.date(activity.slot) > last_day:
            yield _too_late(activity, last_day)


def _too_late(activity: Activity, last_day: dt.date) -> Broken:
    return Broken("C17", activity.place, f"{activity.what} lies after the deadline {last_day}.")
