"""What calendars hold of a person who goes."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from lyhord.accounts.domain.retention.kinds import register_also
from lyhord.messaging.models import CalendarEvent
from lyhord.people.domain.retention import LEAVERS, TRAINERS_GONE


def forget_employee(id: uuid.UUID) -> None:
    """Take an employee who goes out of calendar events."""
    CalendarEvent.employees.through._default_manager.filter(employee=id).delete()


def forget_trainer(id: uuid.UUID) -> None:
    """Take a trainer who goes out of calendar events."""
    CalendarEvent.trainers.through._default_manager.filter(trainer=id).delete()


def forget_people(events: Iterable[uuid.UUID]) -> None:
    """Take everybody out of the calendar events of these sessions or visits."""
    rows = CalendarEvent.objects.filter(subject__in=list(events)).values("pk")
    for through in (CalendarEvent.employees.through, CalendarEvent.trainers.through):
        through._default_manager.filter(calendarevent__in=rows).delete()


def register() -> None:
    register_also(LEAVERS, forget_employee)
    register_also(TRAINERS_GONE, forget_trainer)
