"""Many rows, made with a seed: places, people who come and go, sessions, attendance and visits."""

from __future__ import annotations

import datetime as dt
import random

from lyhord.outreach.enums import VisitState
from lyhord.outreach.models import Visit
from lyhord.people.enums import EmployeeClass
from lyhord.people.models import AwayPeriod, Employee, Employment
from lyhord.places.models import MeetingPlace
from lyhord.programme.models import Decision
from lyhord.training.enums import Outcome, SessionState
from lyhord.training.models import Attendance, Booking, Module, TrainingSession
from tests.factories.rows import at, make_board, make_clauses, make_decision, make_module, make_unit

GROUP = 8


def build_world(*, places: int, employees: int, today: dt.date, seed: int) -> Decision:
    """Return a decision half-way through: about half of all that is required has been held, a quarter is booked."""
    draw = random.Random(seed)
    decision = make_decision(make_board(), starts_on=today - dt.timedelta(days=60))
    _visits, clause = make_clauses(decision)
    unit = make_unit(decision.owner)
    rows = MeetingPlace.objects.bulk_create(
        MeetingPlace(owner=unit.board, unit=unit, key=f"tp{n}", name=f"Exempel {n:03}") for n in range(places)
    )
    people = _people(rows, employees, today, draw)
    for order in range(3):
        _sessions(make_module(f"Modul {order + 1}", clause=clause, order=order), rows, people, today, draw)
    Visit.objects.bulk_create(_visit(place, day, today) for place in rows for day in _visit_days(today, draw))
    return decision


def _people(places: list[MeetingPlace], count: int, today: dt.date, draw: random.Random) -> list[Employee]:
    people = Employee.objects.bulk_create(
        Employee(
            owner=places[0].owner,
            key=f"a{n}",
            name=f"Exempel Person {n:04}",
            employee_class=draw.choices(EmployeeClass.values, [80, 10, 2, 3, 5])[0],
        )
        for n in range(count)
    )
    jobs = []
    for number, person in enumerate(people):
        starts_on = today - dt.timedelta(days=draw.choice([2000, 2000, 2000, 2000, 20]))
        ends_before = today + dt.timedelta(days=draw.randint(-30, 90)) if draw.random() < 0.05 else None
        share = draw.choice([50, 75, 100])
        if ends_before and ends_before <= starts_on:
            ends_before = None
        jobs.append(_job(person, places[number % len(places)], share, starts_on, ends_before))
        if share == 50:
            jobs.append(_job(person, draw.choice(places), 50, starts_on, ends_before))
    Employment.objects.bulk_create(jobs)
    away = [person for person in people if draw.random() < 0.04]
    AwayPeriod.objects.bulk_create(
        AwayPeriod(employee=person, starts_on=today - dt.timedelta(days=100)) for person in away
    )
    return people


def _job(
    person: Employee, place: MeetingPlace, share: int, starts_on: dt.date, ends_before: dt.date | None
) -> Employment:
    return Employment(employee=person, place=place, share_percent=share, starts_on=starts_on, ends_before=ends_before)


def _sessions(
    module: Module, places: list[MeetingPlace], people: list[Employee], today: dt.date, draw: random.Random
) -> None:
    """Book three quarters of the people in groups; two thirds of the sessions are held, one in ten absent."""
    sessions, bookings, attendances = [], [], []
    chosen = draw.sample(people, len(people) * 3 // 4)
    for first in range(0, len(chosen), GROUP):
        is_held = draw.random() < 2 / 3
        day = today + dt.timedelta(days=draw.randint(-55, -1) if is_held else draw.randint(1, 120))
        session = TrainingSession(
            owner=module.owner,
            module=module,
            place=draw.choice(places),
            starts_at=at(day, 9),
            ends_at=at(day, 11),
            state=SessionState.HELD if is_held else SessionState.PLANNED,
        )
        sessions.append(session)
        for person in chosen[first : first + GROUP]:
            bookings.append(Booking(session=session, employee=person))
            if is_held:
                outcome = Outcome.ABSENT if draw.random() < 0.1 else Outcome.PRESENT
                attendances.append(
                    Attendance(session=session, employee=person, outcome=outcome, recorded_at=at(day, 12))
                )
    TrainingSession.objects.bulk_create(sessions)
    Booking.objects.bulk_create(bookings)
    Attendance.objects.bulk_create(attendances)


def _visit_days(today: dt.date, draw: random.Random) -> list[dt.date]:
    return [today + dt.timedelta(days=draw.randint(-50, 60)) for _ in range(draw.randint(0, 2))]


def _visit(place: MeetingPlace, day: dt.date, today: dt.date) -> Visit:
    return Visit(
        owner=place.owner,
        place=place,
        starts_at=at(day, 10),
        ends_at=at(day, 11),
        public_title="Trygg hemma – fika med Nexus",
        state=VisitState.HELD if day < today else VisitState.PLANNED,
    )
