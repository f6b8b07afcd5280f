"""Seats at a session, given and taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from lyhord.accounts.domain import audit
from lyhord.accounts.models import User
from lyhord.people.domain.restriction import check_unrestricted
from lyhord.people.models import Employee
from lyhord.training.domain.events import publish
from lyhord.training.domain.seating import Seated, seat, settle
from lyhord.training.domain.sessions import locked
from lyhord.training.domain.states import Act, enter
from lyhord.training.enums import BookingState
from lyhord.training.models import TrainingSession


@transaction.atomic
def book(
    *, session: TrainingSession, employees: Iterable[Employee], booked_by: User | None, now: dt.datetime
) -> Seated:
    """Ask the employees to come, as many as there are seats for; the others wait. Who has a seat keeps it.

    Raises SessionNotPlanned, RowRestricted.
    """
    session = locked(session.pk)
    employees = list(employees)
    for employee in sorted(employees, key=lambda employee: employee.pk):
        check_unrestricted(employee)
    new = seat(session, [employee.pk for employee in employees], Act(by=booked_by, now=now))
    publish(session, now=now)
    counts = {"seats": len(new.seats), "waiting": len(new.waiting)}
    audit.record("training.booked", actor=booked_by, obj=session, counts=counts, at=now)
    return new


@transaction.atomic
def unbook(
    *, session: TrainingSession, employees: Iterable[Employee], unbooked_by: User | None, now: dt.datetime
) -> int:
    """Take back the employees' seats, and places in the waiting list, and return how many there were.

    The first who waits gets a seat that becomes free. Raises SessionNotPlanned.
    """
    session = locked(session.pk)
    act = Act(by=unbooked_by, now=now)
    rows = session.bookings.filter(employee__in=list(employees)).exclude(state=BookingState.CANCELLED)
    count = len(enter(rows, BookingState.CANCELLED, act))
    counts = {"seats": count, "from_waiting": len(settle(session, act).seats)}
    publish(session, now=now)
    audit.record("training.unbooked", actor=unbooked_by, obj=session, counts=counts, at=now)
    return count
