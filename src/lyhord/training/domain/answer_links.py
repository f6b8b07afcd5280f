"""The link in an invitation by which somebody answers without signing in.

The link is signed and holds two ids: of the booking and of its person. Nothing of it is stored, so it dies by itself
when the session begins, is cancelled or held, or the seat is taken back. Whoever has it can answer for that one seat
and read its neutral title, time and place, and no name: a forwarded mail gives away no more.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

from lyhord.messaging.domain.links import register_answer_path
from lyhord.messaging.models import CalendarEvent, EventStatus, Message
from lyhord.training.enums import SEATED, BookingState, SessionState
from lyhord.training.models import Booking

ANSWERABLE = (*SEATED, BookingState.DECLINED, BookingState.EXCUSED, BookingState.WAITING)

_signer = signing.Signer(salt="training.answer", sep=".")


@dataclass(frozen=True)
class Asked:
    """What somebody is asked: the booking, and what the calendar shows of it."""

    booking: Booking
    event: CalendarEvent


def token_of(booking: Booking) -> str:
    """Return the secret part of the link."""
    ids = booking.pk.bytes + booking.employee_id.bytes
    return _signer.sign(signing.b64_encode(ids).decode())


def asked_by(token: str, *, now: dt.datetime) -> Asked | None:
    """Return what the link asks; None for one that never was, and for one that is over. Three queries at most."""
    ids = _ids_in(token)
    if ids is None:
        return None
    rows = Booking.objects.select_related("session", "employee").filter(
        pk=ids[0],
        employee=ids[1],
        employee__restricted_at=None,
        state__in=ANSWERABLE,
        session__state=SessionState.PLANNED,
        session__starts_at__gt=now,
    )
    booking = rows.first()
    if booking is None:
        return None
    event = CalendarEvent.objects.filter(subject=booking.session_id, status=EventStatus.CONFIRMED).first()
    return Asked(booking, event) if event is not None else None


def _ids_in(token: str) -> tuple[uuid.UUID, uuid.UUID] | None:
    try:
        ids = signing.b64_decode(_signer.unsign(token).encode())
    except signing.BadSignature:
        return None
    return uuid.UUID(bytes=ids[:16]), uuid.UUID(bytes=ids[16:])


def answer_path(message: Message) -> str | None:
    """Return the path of the page on which the message's person answers, None when they have no seat to answer for."""
    if message.employee_id is None:
        return None
    rows = Booking.objects.filter(session=message.event.subject, employee=message.employee_id, state__in=ANSWERABLE)
    booking = rows.first()
    return None if booking is None else reverse("training-answer:answer", args=[token_of(booking)])


def register() -> None:
    register_answer_path("training", answer_path)
