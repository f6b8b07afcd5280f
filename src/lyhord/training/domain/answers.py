"""What somebody answers to being asked: I come, I cannot, I am away. By the person, for the person, or by a link."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from lyhord.accounts.domain import audit
from lyhord.accounts.models import User
from lyhord.people.domain.restriction import check_unrestricted
from lyhord.training.domain.events import publish
from lyhord.training.domain.fitting import who_can_come
from lyhord.training.domain.seating import seats_left, settle
from lyhord.training.domain.sessions import SessionNotPlanned, locked
from lyhord.training.domain.states import Act, enter
from lyhord.training.enums import BookingState, StepWay
from lyhord.training.models import NOTE_LENGTH, Booking, TrainingSession


class SessionHasBegun(Exception):
    """It is too late to answer: the session has begun, has been held or was cancelled."""


class SeatGone(Exception):
    """The seat has been taken back, so there is nothing to answer."""


class HasAnotherTime(Exception):
    """Who said no has got another time since, has been to the module, or is away: then there is no yes to this one."""


class NoteTooLong(ValueError):
    """A note is a few words."""


SAYS_NO = (BookingState.DECLINED, BookingState.EXCUSED)


@transaction.atomic
def accept(*, booking: Booking, by: User | None, now: dt.datetime, way: StepWay = StepWay.SITE) -> Booking:
    """Note that the person comes. Who said no before gets a seat if there is one, else the end of the waiting list.

    The same answer again changes nothing. Who waits goes on waiting. Raises SessionHasBegun, SeatGone, HasAnotherTime,
    RowRestricted.
    """
    session, booking = _held(booking, now)
    act = Act(by=by, now=now, way=way)
    if booking.state in SAYS_NO and not who_can_come(session, [booking.employee_id]):
        raise HasAnotherTime(booking.pk)
    if booking.state == BookingState.INVITED or (booking.state in SAYS_NO and seats_left(session)):
        changed = enter([booking], BookingState.ACCEPTED, act)
    elif booking.state in SAYS_NO:
        changed = enter([booking], BookingState.WAITING, act)
    else:
        changed = []
    if changed:
        publish(session, now=now)
        audit.record("training.seat_accepted", actor=by, obj=session, counts={"waiting": _waits(booking)}, at=now)
    return booking


@transaction.atomic
def decline(
    *, booking: Booking, by: User | None, now: dt.datetime, way: StepWay = StepWay.SITE, note: str = ""
) -> Booking:
    """Note that the person cannot come then; the first who waits and can come gets the seat. Raises as `accept`."""
    return _say_no(booking, BookingState.DECLINED, Act(by=by, now=now, way=way, note=_short(note)))


@transaction.atomic
def excuse(
    *, booking: Booking, by: User | None, now: dt.datetime, way: StepWay = StepWay.SITE, note: str = ""
) -> Booking:
    """Note that the person is off or away then, told beforehand; the seat goes on as for `decline`. Raises as that."""
    return _say_no(booking, BookingState.EXCUSED, Act(by=by, now=now, way=way, note=_short(note)))


def _say_no(booking: Booking, state: BookingState, act: Act) -> Booking:
    session, booking = _held(booking, act.now)
    if enter([booking], state, act):
        moved_up = settle(session, act).seats
        publish(session, now=act.now)
        action = "training.seat_declined" if state == BookingState.DECLINED else "training.seat_excused"
        audit.record(action, actor=act.by, obj=session, counts={"from_waiting": len(moved_up)}, at=act.now)
    return booking


def _held(booking: Booking, now: dt.datetime) -> tuple[TrainingSession, Booking]:
    """Return the session and the booking as they are now, held until the transaction ends."""
    try:
        session = locked(booking.session_id)
    except SessionNotPlanned as error:
        raise SessionHasBegun(booking.session_id) from error
    if session.starts_at <= now:
        raise SessionHasBegun(session.pk)
    current = Booking.objects.select_related("employee").get(pk=booking.pk)
    if current.state == BookingState.CANCELLED:
        raise SeatGone(current.pk)
    check_unrestricted(current.employee)
    return session, current


def _short(note: str) -> str:
    note = " ".join(note.split())
    if len(note) > NOTE_LENGTH:
        raise NoteTooLong(len(note))
    return note


def _waits(booking: Booking) -> int:
    return int(booking.state == BookingState.WAITING)
