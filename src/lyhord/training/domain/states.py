"""The one place that changes what a booking is, with its history."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from lyhord.accounts.models import User
from lyhord.training.enums import ATTENDED, BookingState, StepWay
from lyhord.training.models import Booking, BookingStep, TrainingSession

TICK = dt.timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """Who changes bookings, how and when. by: None when nobody was signed in."""

    by: User | None
    now: dt.datetime
    way: StepWay = StepWay.SITE
    note: str = ""

    def by_itself(self) -> Act:
        """Return what follows from the act without anybody asking for it: somebody in the waiting list gets a seat."""
        return Act(by=None, now=self.now, way=StepWay.ITSELF)


def enter(bookings: Iterable[Booking], state: BookingState, act: Act) -> list[Booking]:
    """Let the bookings that are not in the state enter it, and return them. The caller holds their sessions.

    Of those who enter at once the first given came first: `since` is a microsecond apart, so that a queue has an order.
    """
    changed = [booking for booking in bookings if booking.state != state]
    for number, booking in enumerate(changed):
        booking.state, booking.since = state, act.now + number * TICK
    Booking.objects.bulk_update(changed, ["state", "since"])
    _note(changed, act)
    return changed


def begin(
    session: TrainingSession, employees: Iterable[uuid.UUID], state: BookingState, act: Act, *, after: int = 0
) -> list[Booking]:
    """Make bookings of people who have none at the session, in order as for `enter`. The caller holds the session.

    after: how many entered the state in the same act before them.
    """
    rows = [
        Booking(session=session, employee_id=id, state=state, since=act.now + number * TICK)
        for number, id in enumerate(employees, start=after)
    ]
    Booking.objects.bulk_create(rows)
    _note(rows, act)
    return rows


def former_state(booking: Booking) -> BookingState:
    """Return what the booking was before somebody said who came: invited, when its history does not tell."""
    step = booking.steps.exclude(state__in=ATTENDED).last()
    return BookingState(step.state) if step else BookingState.INVITED


def _note(bookings: Iterable[Booking], act: Act) -> None:
    BookingStep.objects.bulk_create(
        BookingStep(booking=booking, state=booking.state, way=act.way, by=act.by, at=act.now, note=act.note)
        for booking in bookings
    )
