"""Reads of sessions that pages share."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable
from typing import Protocol

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
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
    """Return the rows with what a list shows of them: `booked` and `present` counted. Two queries in all.

    Counted for each row that is shown, not joined: a page of fifty must not count the seats of ten thousand.
    """
    booked = Booking.objects.filter(session=OuterRef("pk"), state__in=[*SEATED, *ATTENDED])
    present = Attendance.objects.filter(session=OuterRef("pk"), outcome=Outcome.PRESENT)
    return (
        rows.select_related("module", "place")
        .prefetch_related("trainers")
        .annotate(booked=_count_of(booked), present=_count_of(present))
    )


def _count_of(rows: QuerySet[Booking] | QuerySet[Attendance]) -> Coalesce:
    counted = rows.order_by().values("session").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


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
