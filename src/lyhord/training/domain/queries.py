"""Reads of sessions that pages share."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable
from typing import Protocol

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from lyhord.common.periods import monday
from lyhord.common.sorting import swedish
from lyhord.people.models import Employee
from lyhord.training.enums import ATTENDED, SEATED, Outcome, SessionState
from lyhord.training.models import Attendance, Booking, TrainingSession


class HasStart(Protocol):
    @property
    def starts_at(self) -> dt.datetime: ...


def by_week[R: HasStart](rows: Iterable[R]) -> list[tuple[dt.date, list[R]]]:
    """Return the rows, which are in order of time, in weeks: (Monday, rows)."""
    weeks = itertools.groupby(rows, key=lambda row: monday(timezone.localdate(row.starts_at)))
    return [(week, list(group)) for week, group in weeks]


def listed_sessions(rows: QuerySet[TrainingSession]) -> QuerySet[TrainingSession]:
    """Return the rows with what a list shows of them: `booked` and `present` counted. Two queries in all."""
    return (
        rows.select_related("module", "place")
        .prefetch_related("trainers")
        .annotate(
            booked=Count("bookings", filter=Q(bookings__state__in=[*SEATED, *ATTENDED]), distinct=True),
            present=Count("attendances", filter=Q(attendances__outcome=Outcome.PRESENT), distinct=True),
        )
    )


def upcoming_bookings(now: dt.datetime) -> QuerySet[Booking]:
    """Return the bookings that are about a session still to come, by name and time, seats taken back left out."""
    return (
        Booking.objects.standing()
        .filter(session__state=SessionState.PLANNED, session__ends_at__gt=now, employee__restricted_at=None)
        .select_related("employee", "session__module", "session__place")
        .order_by(swedish("employee__name"), "employee_id", "session__starts_at")
    )


def participants(session: TrainingSession) -> QuerySet[Employee]:
    """Return who has a seat, or had one until it was cancelled, or an attendance, by name; nobody restricted."""
    booked = Booking.objects.kept().filter(session=session, employee=OuterRef("pk"))
    attended = Attendance.objects.filter(session=session, employee=OuterRef("pk"))
    return Employee.objects.filter(Exists(booked) | Exists(attended), restricted_at=None).order_by(
        swedish("name"), "pk"
    )
