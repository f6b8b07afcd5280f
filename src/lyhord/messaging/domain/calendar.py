"""Calendar events in step with what they stand for, and feeds of them (RFC 5545, 5546)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

import icalendar
from django.db import transaction

from lyhord.messaging.domain.telling import tell
from lyhord.messaging.models import CalendarEvent, EventStatus
from lyhord.organisation.models import Board
from lyhord.people.models import Employee, Trainer
from lyhord.places.models import MeetingPlace

CANCELLED_SHOWN_FOR = dt.timedelta(days=90)


@transaction.atomic
def upsert_event(
    *,
    subject: uuid.UUID,
    owner: Board,
    place: MeetingPlace,
    title: str,
    location: str,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    employees: Iterable[Employee],
    trainers: Iterable[Trainer],
    now: dt.datetime,
) -> CalendarEvent:
    """Create the subject's event, or bring it up to date and confirm it.

    SEQUENCE grows by one only when something that a calendar shows has changed; who is in it is no such thing.
    Those in it, and those no longer in it, are told in time. The caller holds a lock on the subject. Writes no audit
    row: the act on the subject does.
    """
    shown = {"title": title, "location": location, "starts_at": starts_at, "ends_at": ends_at, "place": place}
    event = CalendarEvent.objects.select_for_update().filter(subject=subject).first()
    if event is None:
        event = CalendarEvent.objects.create(
            uid=f"{subject}@lyhord", subject=subject, owner=owner, changed_at=now, **shown
        )
    elif event.status != EventStatus.CONFIRMED or any(getattr(event, name) != new for name, new in shown.items()):
        for name, new in shown.items():
            setattr(event, name, new)
        event.status, event.cancelled_at = EventStatus.CONFIRMED, None
        event.sequence, event.changed_at = event.sequence + 1, now
        event.save()
    event.employees.set(employees)
    event.trainers.set(trainers)
    tell(event, now=now)
    return event


@transaction.atomic
def cancel_event(*, subject: uuid.UUID, now: dt.datetime) -> CalendarEvent:
    """Mark the subject's event cancelled; one that already is stays as it was. Raises CalendarEvent.DoesNotExist."""
    event = CalendarEvent.objects.select_for_update().get(subject=subject)
    if event.status != EventStatus.CANCELLED:
        event.status, event.cancelled_at = EventStatus.CANCELLED, now
        event.sequence, event.changed_at = event.sequence + 1, now
        event.save()
        tell(event, now=now)
    return event


def is_shown(event: CalendarEvent, now: dt.datetime) -> bool:
    """Tell whether a feed still has the event: a cancelled one stays 90 days, so that every calendar learns of it."""
    return event.cancelled_at is None or now - event.cancelled_at.astimezone(dt.UTC) < CANCELLED_SHOWN_FOR


def render_feed(events: Iterable[CalendarEvent], *, name: str, now: dt.datetime) -> bytes:
    """Return the events as an iCalendar file to subscribe to, times in UTC. Titles only: nothing of the content."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Lyhord//Kalender//SV")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    shown = icalendar.vText(" ".join(name.split()))  # the library escapes neither of these two by itself
    calendar.add("name", shown)
    calendar.add("x-wr-calname", shown)
    calendar.add("refresh-interval", dt.timedelta(hours=1), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for event in events:
        if is_shown(event, now):
            calendar.add_component(_component(event, now))
    raw: bytes = calendar.to_ical()
    return raw


def _component(event: CalendarEvent, now: dt.datetime) -> icalendar.Event:
    component = icalendar.Event()
    component.add("uid", event.uid)
    component.add("sequence", event.sequence)
    component.add("status", event.status)
    component.add("summary", event.title)
    if event.location:
        component.add("location", event.location)
    component.add("dtstart", event.starts_at.astimezone(dt.UTC))
    component.add("dtend", event.ends_at.astimezone(dt.UTC))
    component.add("dtstamp", now.astimezone(dt.UTC))
    component.add("last-modified", event.changed_at.astimezone(dt.UTC))
    component.add("class", "PRIVATE")
    return component
