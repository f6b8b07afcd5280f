"""Reads of people that are used twice."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from lyhord.accounts.models import User
from lyhord.accounts.permissions import boards_of, grants_of, rule_for
from lyhord.common.periods import on_day
from lyhord.common.sorting import swedish
from lyhord.organisation.models import Board
from lyhord.people.domain.working_time import primary_employment
from lyhord.people.models import Employee, Employment
from lyhord.places.models import MeetingPlace


def employed_on(rows: QuerySet[Employee], on: dt.date, *, place: MeetingPlace | None = None) -> QuerySet[Employee]:
    """Return those of the rows who have an employment on the day, at the place if given."""
    employments = Employment.objects.filter(on_day(on), employee=OuterRef("pk"))
    if place is not None:
        employments = employments.filter(place=place)
    return rows.filter(Exists(employments))


def staff_of(place: MeetingPlace, on: dt.date) -> QuerySet[Employee]:
    """Return everyone, of whatever class, with an employment at the place on the day, by name; nobody restricted."""
    return employed_on(Employee.objects.filter(restricted_at=None), on, place=place).order_by(swedish("name"), "pk")


def staff_counts(places: Iterable[MeetingPlace], on: dt.date) -> dict[uuid.UUID, int]:
    """Return place id → how many have an employment there on the day. One query; a place without any has 0."""
    counts = {place.pk: 0 for place in places}
    pairs = Employment.objects.filter(on_day(on), place__in=list(counts)).values_list("place_id", "employee_id")
    for place_id, _employee in set(pairs):
        counts[place_id] += 1
    return counts


def primary_places(employees: Iterable[Employee], on: dt.date) -> dict[uuid.UUID, MeetingPlace]:
    """Return employee id → the place of the biggest employment on the day. One query; without employment, no key."""
    employments = defaultdict(list)
    ids = [employee.pk for employee in employees]
    for row in Employment.objects.filter(on_day(on), employee__in=ids).select_related("place"):
        employments[row.employee_id].append(row)
    primary = {id: primary_employment(rows, on) for id, rows in employments.items()}
    return {id: row.place for id, row in primary.items() if row is not None}


def narrowed(
    rows: QuerySet[Employee], today: dt.date, *, plats: MeetingPlace | None, grupp: str | None, visa: str | None
) -> QuerySet[Employee]:
    """Return the rows that a reader chose in the list. Those who have left or are restricted only when asked for."""
    if visa == "begransade":
        return rows.filter(restricted_at__isnull=False)
    rows = rows.filter(restricted_at=None)
    employments = Employment.objects.filter(
        Q(ends_before=None) | Q(ends_before__gt=today), employee=OuterRef("pk"), **({"place": plats} if plats else {})
    )
    if visa == "slutat":
        rows = rows.filter(~Exists(employments))
    elif visa == "saknas":
        rows = rows.filter(missing_since__isnull=False)
        rows = rows.filter(Exists(employments)) if plats else rows
    else:
        rows = rows.filter(Exists(employments))
    return rows.filter(employee_class=grupp) if grupp else rows


def by_name(rows: QuerySet[Employee]) -> QuerySet[Employee]:
    return rows.order_by(swedish("name"), "pk")


def places_worked_at(rows: QuerySet[Employee]) -> QuerySet[MeetingPlace]:
    """Return the places where any of the rows has an employment, by name."""
    worked = Employment.objects.filter(employee__in=rows, place=OuterRef("pk"))
    return MeetingPlace.objects.filter(Exists(worked)).order_by(swedish("name"), "pk")


def places_to_employ_at(user: User) -> QuerySet[MeetingPlace]:
    """Return the places of the boards whose employees the user may change, by name."""
    boards = boards_of(grants_of(user, rule_for("people.change_employee").roles))
    return MeetingPlace.objects.filter(owner__in=boards).select_related("owner").order_by(swedish("name"), "pk")


def boards_to_change_trainers(user: User) -> QuerySet[Board]:
    """Return the boards whose trainers the user may change."""
    return Board.objects.filter(pk__in=boards_of(grants_of(user, rule_for("people.change_trainer").roles)))
