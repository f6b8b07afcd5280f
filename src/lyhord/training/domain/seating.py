"""How many seats a session has left, and who gets them. The caller is in a transaction and holds the session."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from lyhord.training.domain.fitting import who_can_come
from lyhord.training.domain.states import Act, begin, enter
from lyhord.training.enums import BookingState
from lyhord.training.models import Booking, TrainingSession

LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Seated:
    """Who got a seat, and who the waiting list instead."""

    seats: tuple[Booking, ...] = ()
    waiting: tuple[Booking, ...] = ()


def seats_left(session: TrainingSession) -> int:
    """Return how many seats are free. Counted from the rows: the truth only while the session is held."""
    return max(0, session.capacity - session.bookings.seated().count())


def seat(session: TrainingSession, employees: Iterable[uuid.UUID], act: Act) -> Seated:
    """Ask the people to come, as many as there are seats for; the rest wait in the order given. Two queries to read.

    Who has a seat keeps it; who has said no, or had a seat taken back, is asked again.
    """
    wanted = list(dict.fromkeys(employees))
    known = {row.employee_id: row for row in session.bookings.filter(employee__in=wanted)}
    lacking = [id for id in wanted if id not in known or not known[id].is_seated]
    left = seats_left(session)
    getting, waiting = lacking[:left], lacking[left:]
    return Seated(
        tuple(_put(session, getting, known, BookingState.INVITED, act)),
        tuple(_put(session, waiting, known, BookingState.WAITING, act)),
    )


def settle(session: TrainingSession, act: Act) -> Seated:
    """Bring seats and capacity together: free seats go to the waiting list, seats too many go back to it.

    The first who waits and can come gets a seat. When the room has become too small, those who have said yes keep
    their seats before those who have only been asked, and the earlier before the later.
    """
    rows = list(session.bookings.seated())
    over = len(rows) - session.capacity
    if over > 0:
        late = by_claim(rows)[session.capacity :]
        return Seated(waiting=tuple(enter(late, BookingState.WAITING, act.by_itself())))
    waiting = list(session.bookings.waiting()) if over < 0 else []
    can_come = who_can_come(session, [row.employee_id for row in waiting]) if waiting else set()
    lucky = [row for row in waiting if row.employee_id in can_come][:-over]
    return Seated(seats=tuple(enter(lucky, BookingState.INVITED, act.by_itself())))


def by_claim(rows: Iterable[Booking]) -> list[Booking]:
    """Return seats in the order in which they are kept: who has said yes first, then the earlier before the later."""
    return sorted(rows, key=lambda row: (row.state != BookingState.ACCEPTED, row.since or LONG_AGO, str(row.pk)))


def _put(
    session: TrainingSession,
    employees: Iterable[uuid.UUID],
    known: dict[uuid.UUID, Booking],
    state: BookingState,
    act: Act,
) -> list[Booking]:
    employees = list(employees)
    again = enter([known[id] for id in employees if id in known], state, act)
    new = [id for id in employees if id not in known]
    return [*again, *begin(session, new, state, act, after=len(again))]
