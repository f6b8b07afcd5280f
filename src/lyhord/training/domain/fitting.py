"""Who can come to a session at all: not away, not somewhere else, nothing in the way."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.utils import timezone

from lyhord.common.periods import on_day
from lyhord.messaging.models import CalendarEvent, EventStatus
from lyhord.people.models import AwayPeriod, Employee
from lyhord.training.enums import Outcome, SessionState
from lyhord.training.models import Attendance, Booking, TrainingSession


def who_can_come(
    session: TrainingSession, employees: Iterable[uuid.UUID], *, leaving: TrainingSession | None = None
) -> set[uuid.UUID]:
    """Return those whom nothing keeps from the session and who still need it. Five queries.

    leaving: a session that they would no longer go to.

    Left out: who is restricted, away that day, in something else then, has been there for the whole module, or has a
    seat at another session of it.
    """
    asked = set(employees)
    own = [session.pk, *([leaving.pk] if leaving else [])]
    day = timezone.localdate(session.starts_at)
    usable = Employee.objects.filter(pk__in=asked, restricted_at=None)
    away = AwayPeriod.objects.filter(on_day(day), employee__in=asked)
    busy = CalendarEvent.objects.filter(
        status=EventStatus.CONFIRMED, starts_at__lt=session.ends_at, ends_at__gt=session.starts_at
    ).exclude(subject__in=own)
    done = Attendance.objects.filter(
        employee__in=asked,
        outcome=Outcome.PRESENT,
        session__module=session.module_id,
        session__state=SessionState.HELD,
    )
    elsewhere = Booking.objects.seated().filter(
        employee__in=asked, session__module=session.module_id, session__state=SessionState.PLANNED
    )
    kept_away = {
        *away.values_list("employee", flat=True),
        *busy.filter(employees__in=asked).values_list("employees", flat=True),
        *done.values_list("employee", flat=True),
        *elsewhere.exclude(session__in=own).values_list("employee", flat=True),
    }
    return set(usable.values_list("pk", flat=True)) - kept_away
