"""A seat is offered: asked for under the locks that make it true."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from lyhord.accounts.domain import audit
from lyhord.accounts.models import User
from lyhord.people.domain.restriction import check_unrestricted
from lyhord.people.models import Employee
from lyhord.training.domain.events import publish
from lyhord.training.domain.fitting import who_can_come
from lyhord.training.domain.seating import seat, seats_left
from lyhord.training.domain.sessions import locked
from lyhord.training.domain.states import Act
from lyhord.training.enums import BookingState, StepWay
from lyhord.training.models import Booking, TrainingSession


class NoSeatToOffer(Exception):
    """It is full, the person cannot come then or has a seat elsewhere, or has already been asked to this session."""


@transaction.atomic
def offer_seat(*, session: TrainingSession, employee: Employee, offered_by: User | None, now: dt.datetime) -> Booking:
    """Ask the person to the session. offered_by: None when it is offered by itself.

    Holds the session, then the person: two who offer the same person seats at once wait for each other, and the second
    sees the first one's. Raises SessionNotPlanned, RowRestricted, NoSeatToOffer.
    """
    session = locked(session.pk)
    check_unrestricted(employee)
    asked = session.bookings.filter(employee=employee).exclude(state=BookingState.CANCELLED)
    if asked.exists() or not seats_left(session) or not who_can_come(session, [employee.pk]):
        raise NoSeatToOffer(session.pk)
    way = StepWay.SITE if offered_by else StepWay.ITSELF
    (booking,) = seat(session, [employee.pk], Act(by=offered_by, now=now, way=way)).seats
    publish(session, now=now)
    audit.record("training.seat_offered", actor=offered_by, obj=session, counts={"seats": 1}, at=now)
    return booking
