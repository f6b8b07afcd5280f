"""Sessions and visits that already stand on the site, and pins: what the next plan keeps, and what it starts from."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from lyhord.outreach.enums import VisitState
from lyhord.outreach.models import Visit
from lyhord.people.models import Trainer
from lyhord.planning.domain.adapter.calendar import Calendar, half_of
from lyhord.planning.domain.adapter.hours import minutes_of
from lyhord.training.enums import SessionState
from lyhord.training.models import Booking, TrainingSession
from lyhord_planner.check import check
from lyhord_planner.plan import Plan, PlannedSession, PlannedVisit
from lyhord_planner.problem import Block, Problem, SessionPin, SubjectKind, VisitPin

PIN_CANNOT_BREAK = {"plan", "C1", "C2", "C3", "C5", "C8", "C9", "C12", "C13", "C17"}
"""Rules that a pin can be judged by alone; the others depend on the rest of the plan."""


@dataclass(frozen=True, order=True)
class Activity:
    """A session (with `module`) or a visit (without). starts, ends: minutes after midnight."""

    date: dt.date
    starts: int
    ends: int
    place: str
    module: str = ""
    trainers: tuple[str, ...] = ()
    attendees: tuple[str, ...] = ()


@dataclass(frozen=True)
class Note:
    """Something about the problem that the coordinator must know. code: see `domain/words.py`; subject: an id."""

    code: str
    subject: str = ""
    on: dt.date | None = None
    count: int = 0

    def to_json(self) -> dict[str, Any]:
        return {**dataclasses.asdict(self), "on": self.on.isoformat() if self.on else None}


def find_standing(places: Sequence[uuid.UUID], modules: Sequence[uuid.UUID], *, after: dt.date) -> list[Activity]:
    """Return what is planned on the site after the day, in order of time, without who is restricted. Five queries."""
    trainers = Prefetch("trainers", Trainer.objects.filter(restricted_at=None))
    midnight = timezone.make_aware(dt.datetime.combine(after + dt.timedelta(days=1), dt.time()))
    sessions = TrainingSession.objects.filter(
        place__in=places, module__in=modules, state=SessionState.PLANNED, starts_at__gte=midnight
    ).prefetch_related(trainers, Prefetch("bookings", Booking.objects.seated().filter(employee__restricted_at=None)))
    visits = Visit.objects.filter(place__in=places, state=VisitState.PLANNED, starts_at__gte=midnight)
    found = [
        _activity(row, module=str(row.module_id), attendees=_ids(b.employee_id for b in row.bookings.all()))
        for row in sessions
    ]
    found += [_activity(row) for row in visits.prefetch_related(trainers)]
    return sorted(found)


def _activity(row: TrainingSession | Visit, module: str = "", attendees: tuple[str, ...] = ()) -> Activity:
    start, end = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
    return Activity(
        date=start.date(),
        starts=minutes_of(start.time()),
        ends=minutes_of(end.time()),
        place=str(row.place_id),
        module=module,
        trainers=_ids(t.pk for t in row.trainers.all()),
        attendees=attendees,
    )


def _ids(keys: Iterable[uuid.UUID]) -> tuple[str, ...]:
    return tuple(sorted(str(key) for key in keys))


def keep_near(problem: Problem, near: Iterable[Activity], calendar: Calendar) -> tuple[Problem, list[Activity]]:
    """Return the problem with what stands inside the notice kept, and which activities became facts.

    Each becomes a pin. One that breaks a rule of the planner (booked by hand, or something has changed since)
    would make the whole problem unsolvable as a pin: it becomes a fact instead, that is, its people count as trained
    that day, its visit as held, and its trainers, people and place are taken that half-day.
    """
    facts: list[Activity] = []
    for activity in near:
        pinned = _with_pin(problem, _clean(problem, activity), calendar)
        if not {broken.rule for broken in _judge(pinned)} - {"C6"}:
            problem = pinned
        else:
            problem = _as_fact(problem, activity, calendar)
            facts.append(activity)
    return problem, facts


def keep_pins(problem: Problem, pins: Iterable[Activity], calendar: Calendar) -> tuple[Problem, list[Note]]:
    """Return the problem with confirmed activities pinned; one that can no longer be is left out, with a note."""
    notes: list[Note] = []
    for activity in sorted(pins):
        number = calendar.number.get((activity.date, half_of(activity.starts)))
        if number is None or _is_pinned(problem, activity, number):
            continue
        cleaned = _clean(problem, activity)
        pinned = _with_pin(problem, cleaned, calendar) if _is_known(problem, cleaned) else None
        if pinned is not None and not {broken.rule for broken in _judge(pinned)} & PIN_CANNOT_BREAK:
            problem = pinned
        else:
            notes.append(Note("pin_left_out", activity.place, activity.date))
    return problem, notes


def old_plan_of(problem: Problem, activities: Iterable[Activity], calendar: Calendar) -> Plan:
    """Return the activities as a plan to move as little as possible: only what can still be kept in it."""
    still = [_clean(problem, activity) for activity in activities if _is_known(problem, activity)]
    return plan_of(problem, [a for a in still if a.attendees or not a.module], calendar)


def plan_of(problem: Problem, activities: Iterable[Activity], calendar: Calendar) -> Plan:
    """Return the activities as a plan, visits numbered on from those held. What lies in no slot is left out."""
    sessions, visits = [], []
    numbers = {need.place: len(need.held) for need in problem.visits}
    for activity in sorted(activities):
        slot = calendar.number.get((activity.date, half_of(activity.starts)))
        if slot is None:
            continue
        if activity.module:
            sessions.append(
                PlannedSession(
                    activity.module, activity.place, slot, activity.starts, activity.trainers, activity.attendees
                )
            )
        else:
            numbers[activity.place] = number = numbers.get(activity.place, 0) + 1
            joins = _joined(problem, activity.place, slot, activity.starts)
            visits.append(PlannedVisit(activity.place, number, slot, activity.starts, activity.trainers, joins))
    return Plan(sessions=tuple(sorted(sessions)), visits=tuple(sorted(visits, key=lambda v: (v.place, v.number))))


def blocks_of(
    problem: Problem, calendar: Calendar, blocks: Iterable[tuple[dt.date, str, Mapping[str, str]]]
) -> tuple[Block, ...]:
    """Return blocks of (day, half, {"kind", "subject"}); subjects and half-days that are no more are left out."""
    known: Mapping[str, Mapping[str, object]] = {
        "place": problem.place,
        "employee": problem.employee,
        "trainer": problem.trainer,
    }
    found = set()
    for day, half, who in blocks:
        slot = calendar.number.get((day, half))
        if slot is not None and who["subject"] in known[who["kind"]]:
            found.add(Block(_kind(who["kind"]), who["subject"], slot))
    return tuple(sorted(found, key=lambda b: (b.kind, b.subject, b.slot)))


def _kind(name: str) -> SubjectKind:
    kinds: Mapping[str, SubjectKind] = {"place": "place", "employee": "employee", "trainer": "trainer"}
    return kinds[name]


def _joined(problem: Problem, place: str, slot: int, starts: int) -> str | None:
    names = [it.name for it in problem.place[place].popular if it.slot == slot and it.starts == starts]
    return min(names, default=None)


def _is_known(problem: Problem, activity: Activity) -> bool:
    return activity.place in problem.place and (not activity.module or activity.module in problem.module)


def _is_pinned(problem: Problem, activity: Activity, slot: int) -> bool:
    if activity.module:
        return any((p.module, p.place, p.slot) == (activity.module, activity.place, slot) for p in problem.session_pins)
    return any((p.place, p.slot) == (activity.place, slot) for p in problem.visit_pins)


def _clean(problem: Problem, activity: Activity) -> Activity:
    """Return the activity with those only who are known, and who still need the module."""
    return dataclasses.replace(
        activity,
        trainers=tuple(id for id in sorted(activity.trainers) if id in problem.trainer),
        attendees=tuple(
            id
            for id in sorted(activity.attendees)
            if id in problem.employee
            and activity.module in problem.employee[id].needs
            and activity.module not in problem.employee[id].done
        ),
    )


def _with_pin(problem: Problem, activity: Activity, calendar: Calendar) -> Problem:
    slot = calendar.number[activity.date, half_of(activity.starts)]
    if activity.module:
        pin = SessionPin(
            activity.module, activity.place, slot, activity.starts, activity.trainers, activity.attendees, is_open=True
        )
        return dataclasses.replace(problem, session_pins=(*problem.session_pins, pin))
    visit = VisitPin(activity.place, slot, activity.starts, activity.trainers)
    return dataclasses.replace(problem, visit_pins=(*problem.visit_pins, visit))


def _judge(problem: Problem) -> Sequence[Any]:
    """Check the plan that consists of the pins alone."""
    sessions = [
        PlannedSession(p.module, p.place, p.slot, p.starts, p.trainers, p.attendees) for p in problem.session_pins
    ]
    numbers = {need.place: len(need.held) for need in problem.visits}
    visits = []
    for pin in sorted(problem.visit_pins, key=lambda p: p.slot):
        numbers[pin.place] = number = numbers.get(pin.place, 0) + 1
        joins = _joined(problem, pin.place, pin.slot, pin.starts)
        visits.append(PlannedVisit(pin.place, number, pin.slot, pin.starts, pin.trainers, joins))
    ordered = sorted(visits, key=lambda v: (v.place, v.number))
    return check(problem, Plan(sessions=tuple(sorted(sessions)), visits=tuple(ordered)))


def _as_fact(problem: Problem, activity: Activity, calendar: Calendar) -> Problem:
    slot = calendar.number[activity.date, half_of(activity.starts)]
    people = [id for id in activity.attendees if id in problem.employee]
    employees = tuple(
        dataclasses.replace(e, done={activity.module: activity.date, **e.done})
        if activity.module and e.id in people
        else e
        for e in problem.employees
    )
    visits = tuple(
        dataclasses.replace(need, held=tuple(sorted((*need.held, activity.date))))
        if not activity.module and need.place == activity.place
        else need
        for need in problem.visits
    )
    blocks = {
        Block("place", activity.place, slot),
        *(Block("trainer", id, slot) for id in activity.trainers if id in problem.trainer),
        *(Block("employee", id, slot) for id in people),
    }
    merged = sorted({*problem.blocks, *blocks}, key=lambda b: (b.kind, b.subject, b.slot))
    return dataclasses.replace(problem, employees=employees, visits=visits, blocks=tuple(merged))
