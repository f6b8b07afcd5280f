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
from lyhord.training.enums import Outcome
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
            booked=Count("bookings", distinct=True),
            present=Count("attendances", filter=Q(attendances__outcome=Outcome.PRESENT), distinct=True),
        )
    )


def participants(session: TrainingSession) -> QuerySet[Employee]:
    """Return who has a seat at the session or an attendance of it, by name; nobody restricted."""
    booked = Booking.objects.filter(session=session, employee=OuterRef("pk"))
    attended = Attendance.objects.filter(session=session, employee=OuterRef("pk"))
    return Employee.objects.filter(Exists(booked) | Exists(attended), restricted_at=None).order_by(
        swedish("name"), "pk"
    )
