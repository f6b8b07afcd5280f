"""Reads of places that are used twice."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from lyhord.accounts.models import User
from lyhord.accounts.permissions import boards_of, grants_of, rule_for
from lyhord.common.sorting import swedish
from lyhord.organisation.models import Unit
from lyhord.places.models import MeetingPlace


def by_name(rows: QuerySet[MeetingPlace]) -> QuerySet[MeetingPlace]:
    return rows.order_by(swedish("name"), "pk")


def open_on(rows: QuerySet[MeetingPlace], on: dt.date) -> QuerySet[MeetingPlace]:
    """Return the places that exist on the day: opened, and not closed for good."""
    return rows.filter(Q(opened_on=None) | Q(opened_on__lte=on), Q(closed_from=None) | Q(closed_from__gt=on))


def units_to_change(user: User) -> QuerySet[Unit]:
    """Return the units in which the user may put places."""
    boards = boards_of(grants_of(user, rule_for("places.change_place").roles))
    units = Unit.objects.filter(administration__board__in=boards).select_related("administration__board")
    return units.order_by(swedish("name"))


def narrowed(
    rows: QuerySet[MeetingPlace], today: dt.date, *, enhet: Unit | None, typ: str | None, visa: str | None
) -> QuerySet[MeetingPlace]:
    """Return the rows that a reader chose in the list. Closed places only when asked for."""
    is_closed = Q(closed_from__lte=today)
    rows = rows.filter(is_closed) if visa == "stangda" else rows.exclude(is_closed)
    if visa == "ej-kontrollerade":
        rows = rows.filter(checked_on=None)
    if enhet is not None:
        rows = rows.filter(unit=enhet)
    return rows.filter(kind=typ) if typ else rows
