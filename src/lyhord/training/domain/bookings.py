"""Seats at a session."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from lyhord.accounts.domain import audit
from lyhord.accounts.models import User
from lyhord.people.domain.restriction import check_unrestricted
from lyhord.people.models import Employee
from lyhord.training.domain.events import publish
from lyhord.training.domain.sessions import locked
from lyhord.training.models import Booking, TrainingSession


@transaction.atomic
def book(
    *, session: TrainingSession, employees: Iterable[Employee], booked_by: User | None, now: dt.datetime
) -> list[Booking]:
    """Give each of the employees a seat and return the new seats. Who has one keeps it.

    Raises SessionNotPlanned, RowRestricted.
    """
    session = locked(session.pk)
    employees = list(employees)
    for employee in employees:
        check_unrestricted(employee)
    seats = [Booking.objects.get_or_create(session=session, employee=employee) for employee in employees]
    new = [seat for seat, is_new in seats if is_new]
    publish(session, now=now)
    audit.record("training.booked", actor=booked_by, obj=session, counts={"seats": len(new)}, at=now)
    return new


@transaction.atomic
def unbook(
    *, session: TrainingSession, employees: Iterable[Employee], unbooked_by: User | None, now: dt.datetime
) -> int:
    """Take back the employees' seats and return how many there were. Raises SessionNotPlanned."""
    session = locked(session.pk)
    count, _by_model = session.bookings.filter(employee__in=list(employees)).delete()
    publish(session, now=now)
    audit.record("training.unbooked", actor=unbooked_by, obj=session, counts={"seats": count}, at=now)
    return count
