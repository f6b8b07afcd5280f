"""What calendars hold of a person who goes."""

from __future__ import annotations

import uuid

from lyhord.accounts.domain.retention.kinds import register_also
from lyhord.messaging.models import CalendarEvent


def forget_employee(id: uuid.UUID) -> None:
    """Take an employee who goes out of calendar events."""
    CalendarEvent.employees.through._default_manager.filter(employee=id).delete()


def register() -> None:
    register_also("medarbetare-som-slutat", forget_employee)
