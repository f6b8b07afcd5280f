"""What is done to employees: saved, employed, given hours and days away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from lyhord.accounts.domain import audit
from lyhord.accounts.models import User
from lyhord.people.domain.restriction import check_unrestricted
from lyhord.people.domain.schedules import Schedule, Window, store_schedules
from lyhord.people.models import AvailabilityWindow, AwayPeriod, Employee, Employment


class PersonError(ValueError):
    """Something the user can put right. The text is shown."""


class AwayTwice(PersonError):
    """The days are among those already entered."""


@transaction.atomic
def save_employee(
    *, employee: Employee, saved_by: User, now: dt.datetime, employment: Employment | None = None
) -> Employee:
    """Save the facts of a new or changed employee; a new one with a first employment."""
    action = "people.create_employee" if employee._state.adding else "people.change_employee"
    check_unrestricted(employee)
    employee.save()
    if employment is not None:
        employment.employee = employee
        employment.save()
    audit.record(action, actor=saved_by, obj=employee, at=now)
    return employee


@transaction.atomic
def save_employment(*, employment: Employment, schedule: Schedule | None, saved_by: User, now: dt.datetime) -> None:
    """Save an employment, and its schedule if one is given; an empty schedule removes what there was."""
    action = "people.create_employment" if employment._state.adding else "people.change_employment"
    check_unrestricted(employment.employee)
    employment.save()
    if schedule is not None:
        store_schedules([(employment, schedule)])
    audit.record(action, actor=saved_by, obj=employment.employee, at=now)


@transaction.atomic
def set_windows(*, employee: Employee, windows: Iterable[Window], set_by: User, now: dt.datetime) -> None:
    """Make these the weekly times in which the employee can come. Times with dates are left alone."""
    check_unrestricted(employee)
    employee.availability.filter(starts_on=None, ends_before=None).delete()
    AvailabilityWindow.objects.bulk_create(
        AvailabilityWindow(employee=employee, weekday=weekday, starts_at=starts_at, ends_at=ends_at)
        for weekday, starts_at, ends_at in sorted(windows)
    )
    audit.record("people.set_windows", actor=set_by, obj=employee, at=now)


@transaction.atomic
def add_away(*, away: AwayPeriod, added_by: User, now: dt.datetime) -> None:
    """Note that somebody is away. Never why. Raises AwayTwice when it starts on the same day as another."""
    check_unrestricted(away.employee)
    if AwayPeriod.objects.filter(employee=away.employee, starts_on=away.starts_on).exists():
        raise AwayTwice(_("Det finns redan en frånvaro som börjar den dagen. Ta bort den först."))
    away.save()
    audit.record("people.add_away", actor=added_by, obj=away.employee, at=now)


@transaction.atomic
def remove_away(*, away: AwayPeriod, removed_by: User, now: dt.datetime) -> None:
    check_unrestricted(away.employee)
    away.delete()
    audit.record("people.remove_away", actor=removed_by, obj=away.employee, at=now)


@transaction.atomic
def clear_missing(*, employee: Employee, cleared_by: User, now: dt.datetime) -> None:
    """Take away the mark of someone who was not in the last file, because somebody has looked into it."""
    check_unrestricted(employee)
    employee.missing_since = None
    employee.save(update_fields=["missing_since"])
    audit.record("people.clear_missing", actor=cleared_by, obj=employee, at=now)
