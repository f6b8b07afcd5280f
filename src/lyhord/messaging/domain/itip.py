"""One event as a calendar takes it from a mail (iTIP, RFC 5546, as a part of a mail by RFC 6047)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import icalendar
from django.conf import settings

from lyhord.messaging.domain.telling import Said
from lyhord.messaging.enums import MessageKind


@dataclass(frozen=True, slots=True)
class Invitation:
    """method: REQUEST or CANCEL, which the part of the mail must name as well."""

    method: str
    file: bytes


def as_itip(said: Said, *, uid: str, recipient: str, stamp: dt.datetime, answer_url: str | None) -> Invitation:
    """Return what the recipient's calendar is to do with the event. Names nobody but the recipient, times in UTC.

    RSVP is false: the answer is given by the link, which the description holds, not by a mail to the organizer.
    """
    is_cancel = said.kind == MessageKind.CANCEL
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Lyhord//Kalender//SV")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if is_cancel else "REQUEST")
    event = icalendar.Event()
    event.add("uid", uid)
    event.add("sequence", said.sequence)
    event.add("status", "CANCELLED" if is_cancel else "CONFIRMED")
    event.add("summary", said.title)
    if said.location:
        event.add("location", said.location)
    if answer_url:
        event.add("description", answer_url)
    event.add("dtstart", said.starts_at.astimezone(dt.UTC))
    event.add("dtend", said.ends_at.astimezone(dt.UTC))
    event.add("dtstamp", stamp.astimezone(dt.UTC))
    event.add("class", "PRIVATE")
    event.add("organizer", _address(settings.MAIL_ORGANIZER, CN=settings.MUNICIPALITY))
    event.add("attendee", _address(recipient, ROLE="REQ-PARTICIPANT", PARTSTAT="NEEDS-ACTION", RSVP="FALSE"))
    calendar.add_component(event)
    raw: bytes = calendar.to_ical()
    return Invitation("CANCEL" if is_cancel else "REQUEST", raw)


def _address(email: str, **parameters: str) -> icalendar.vCalAddress:
    address = icalendar.vCalAddress(f"mailto:{email}")
    for name, text in parameters.items():
        address.params[name] = text
    return address
