"""Races for seats and attendance: a handful of people act on the same session at the same moment.

Each race sets up rows of its own, lets the acts start together, and then counts from the rows what must never be: more
seats than there are, somebody whom every answer has lost, somebody with two seats of a module. Used by the suite (some)
and by `script/bench races` (many). On PostgreSQL, where transactions really run side by side.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from lyhord.messaging.models import CalendarEvent
from lyhord.people.models import Employee
from lyhord.training.domain.acts.regroup import merge_sessions
from lyhord.training.domain.answers import accept, decline
from lyhord.training.domain.attendance import mark_held
from lyhord.training.domain.bookings import book
from lyhord.training.domain.offers.give import offer_seat
from lyhord.training.domain.sessions import move_session
from lyhord.training.enums import SEATED, BookingState, SessionState
from lyhord.training.models import Attendance, Booking, Module, TrainingSession
from tests.factories import TODAY, Cast, make_employee, make_module, make_session
from tests.factories.rows import at
from tests.racing import at_once

NOW, DAY = at(TODAY, 8), TODAY + dt.timedelta(days=21)
TOO_LATE = {"SessionNotPlanned", "SessionHasBegun", "SeatGone", "NoSeatToOffer", "NotTheSameModule", "HasAnotherTime"}
"""How an act may end when the other came first. Anything else is a fault."""


@dataclass
class Tally:
    """What went wrong over many races, and how the acts ended."""

    races: int = 0
    over_full: int = 0
    lost: int = 0
    doubled: int = 0
    broken: int = 0
    ends: Counter[str] = field(default_factory=Counter)

    @property
    def is_clean(self) -> bool:
        return not (self.over_full or self.lost or self.doubled or self.broken)

    def __str__(self) -> str:
        faults = f"{self.over_full} over-full, {self.lost} lost, {self.doubled} doubled, {self.broken} broken"
        ends = ", ".join(f"{end} {count}" for end, count in sorted(self.ends.items()))
        return f"{self.races} races: {faults} (acts: {ends})"


class Track:
    """The people and the module that race again and again."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.module: Module = make_module(board=cast.board, group_max=3)
        self.people: list[Employee] = [make_employee(f"Exempel {name}", place=cast.own) for name in "ABCDEF"]
        self.tally = Tally()

    def run(self, count: int) -> Tally:
        races = (self.check_ins, self.last_seat, self.move_and_accept, self.merge_and_decline, self.two_offers)
        for number in range(count):
            races[number % len(races)]()
            self._clear()
        return self.tally

    def check_ins(self) -> None:
        """Two say at once who was there, each missing somebody else."""
        people = self.people[:3]
        session = make_session(self.module, self.cast.own, TODAY - dt.timedelta(days=1), employees=people)
        self._race(
            *(
                (lambda absent=absent: mark_held(session=session, absent=[absent], held_by=None, now=NOW))
                for absent in people[:2]
            )
        )
        outcomes = Counter(session.attendances.values_list("outcome", flat=True))
        self.tally.broken += outcomes != {"present": 2, "absent": 1}
        states = Counter(session.bookings.values_list("state", flat=True))
        self.tally.lost += states != outcomes

    def last_seat(self) -> None:
        """Three want the last of three seats: by being booked, by an offer, by a no that becomes a yes."""
        session = make_session(self.module, self.cast.own, DAY, employees=self.people[:2])
        refused = session.bookings.create(employee=self.people[2], state=BookingState.DECLINED)
        self._race(
            lambda: accept(booking=refused, by=None, now=NOW),
            lambda: book(session=session, employees=[self.people[3]], booked_by=None, now=NOW),
            lambda: offer_seat(session=session, employee=self.people[4], offered_by=None, now=NOW),
        )
        self._check(session, expected=3)
        self.tally.lost += session.bookings.filter(employee__in=self.people[2:4]).count() != 2

    def move_and_accept(self) -> None:
        """A session moves to where there are two seats while two of its three people say yes."""
        session = make_session(self.module, self.cast.own, DAY, employees=self.people[:3])
        rows = list(session.bookings.all())
        self._race(
            lambda: move_session(session=session, starts_at=at(DAY, 13), seats=2, moved_by=None, now=NOW),
            *((lambda row=row: accept(booking=row, by=None, now=NOW)) for row in rows[:2]),
        )
        self._check(session, expected=2)
        self.tally.lost += session.bookings.filter(state__in=[*SEATED, BookingState.WAITING]).count() != 3

    def merge_and_decline(self) -> None:
        """Two sessions are merged crosswise while somebody says no."""
        one = make_session(self.module, self.cast.own, DAY, employees=self.people[:2])
        two = make_session(self.module, self.cast.own, DAY, hour=13, employees=self.people[2:4])
        refusing = one.bookings.get(employee=self.people[0])
        self._race(
            lambda: merge_sessions(session=one, into=two, merged_by=None, now=NOW),
            lambda: merge_sessions(session=two, into=one, merged_by=None, now=NOW),
            lambda: decline(booking=refusing, by=None, now=NOW),
        )
        for session in (one, two):
            self._check(session)
        planned = Booking.objects.filter(session__state=SessionState.PLANNED)
        standing = {*planned.exclude(state=BookingState.CANCELLED).values_list("employee", flat=True)}
        said_no = {*Booking.objects.filter(state=BookingState.DECLINED).values_list("employee", flat=True)}
        self.tally.lost += len({person.pk for person in self.people[:4]} - standing - said_no)

    def two_offers(self) -> None:
        """The same person is offered two sessions at once."""
        sessions = [make_session(self.module, self.cast.own, DAY, hour=hour) for hour in (9, 13)]
        person = self.people[0]
        self._race(
            *(
                (lambda session=session: offer_seat(session=session, employee=person, offered_by=None, now=NOW))
                for session in sessions
            )
        )
        self.tally.lost += not Booking.objects.seated().filter(employee=person).exists()
        for session in sessions:
            self._check(session)

    def _race(self, *acts: Callable[[], object]) -> None:
        ends = at_once(*acts)
        self.tally.races += 1
        self.tally.ends.update(ends)
        self.tally.broken += sum(end != "done" and end not in TOO_LATE for end in ends)

    def _check(self, session: TrainingSession, expected: int | None = None) -> None:
        """Count the seats of the session, and whether somebody has two seats of the module."""
        session = TrainingSession.objects.select_related("module", "place").get(pk=session.pk)
        seated: Sequence[object] = session.bookings.seated().values_list("employee", flat=True)
        self.tally.over_full += len(seated) > session.capacity
        self.tally.lost += expected is not None and len(seated) < expected
        rows = Booking.objects.seated().filter(session__state=SessionState.PLANNED).values_list("employee", flat=True)
        self.tally.doubled += sum(count > 1 for count in Counter(rows).values())
        event = CalendarEvent.objects.filter(subject=session.pk).first()
        if event is not None and session.state == SessionState.PLANNED:
            self.tally.broken += {*event.employees.values_list("pk", flat=True)} != {*seated}

    def _clear(self) -> None:
        Attendance.objects.all().delete()
        CalendarEvent.objects.all().delete()
        TrainingSession.objects.all().delete()
