"""Keeps the calendar event of a session in step with it."""

from __future__ import annotations

import datetime as dt

from lyhord.messaging.domain.calendar import cancel_event, upsert_event
from lyhord.messaging.domain.location import location_of
from lyhord.messaging.domain.titles import neutral_title
from lyhord.messaging.models import CalendarEvent
from lyhord.training.domain.queries import participants
from lyhord.training.models import TrainingSession


def publish(session: TrainingSession, *, now: dt.datetime) -> None:
    """Bring the session's event up to date. The caller is in a transaction and holds the session."""
    upsert_event(
        subject=session.pk,
        owner=session.owner,
        place=session.place,
        title=neutral_title("training"),
        location=location_of(session.place, session.starts_at),
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        employees=participants(session),
        trainers=session.trainers.all(),
        now=now,
    )


def withdraw(session: TrainingSession, *, now: dt.datetime) -> None:
    """Cancel the session's event. One that was never published is in nobody's calendar and needs no cancelling."""
    if CalendarEvent.objects.filter(subject=session.pk).exists():
        cancel_event(subject=session.pk, now=now)
