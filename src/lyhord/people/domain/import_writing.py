"""Write employees from a file, in bulk: as many queries for one as for fifty thousand, in batches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from lyhord.organisation.models import Board
from lyhord.people.domain.import_current import CurrentEmployee
from lyhord.people.domain.import_matching import Matching
from lyhord.people.domain.import_rows import FACTS, WantedEmployee
from lyhord.people.domain.schedules import Schedule, store_schedules
from lyhord.people.models import AvailabilityWindow, AwayPeriod, Employee, Employment
from lyhord.places.models import MeetingPlace

_BATCH = 2000


def create_employees(owner: Board, new: Sequence[WantedEmployee], places: Mapping[str, MeetingPlace]) -> None:
    """Create the employees with their employments, schedules, windows and days away."""
    pairs = [(Employee(owner=owner, key=wanted.key, **wanted.facts), wanted) for wanted in new]
    Employee.objects.bulk_create([employee for employee, _wanted in pairs], batch_size=_BATCH)
    schedules: list[tuple[Employment, Schedule]] = []
    employments: list[Employment] = []
    for employee, wanted in pairs:
        _add_employments(employee, wanted, wanted.employments, places, employments, schedules)
    Employment.objects.bulk_create(employments, batch_size=_BATCH)
    store_schedules(schedules)
    _create_windows(pairs)
    AwayPeriod.objects.bulk_create(
        [
            AwayPeriod(employee=employee, starts_on=starts_on, ends_before=ends_before)
            for employee, wanted in pairs
            for starts_on, ends_before in sorted(wanted.away or (), key=lambda period: period[0])
        ],
        batch_size=_BATCH,
    )


def update_employees(
    changed: Sequence[tuple[CurrentEmployee, WantedEmployee, Matching]],
    places: Mapping[str, MeetingPlace],
    today: dt.date,
) -> None:
    """Make the employees what the file says. Nothing is said of what is not in it."""
    schedules: list[tuple[Employment, Schedule]] = []
    created: list[Employment] = []
    updated: list[Employment] = []
    for current, wanted, matching in changed:
        for fact, said in wanted.facts.items():
            setattr(current.employee, fact, said)
        current.employee.missing_since = None
        _add_employments(current.employee, wanted, matching.new, places, created, schedules)
        for change in matching.changed:
            row = change.current.employment
            row.starts_on, row.ends_before, row.share_percent = (
                change.starts_on,
                change.ends_before,
                change.share_percent,
            )
            updated.append(row)
            if change.schedule is not None:
                schedules.append((row, change.schedule))
        for ended in matching.ended:
            ended.employment.ends_before = today
            updated.append(ended.employment)
    Employee.objects.bulk_update(
        [current.employee for current, _wanted, _matching in changed], [*FACTS, "missing_since"], batch_size=500
    )
    Employment.objects.bulk_update(updated, ["starts_on", "ends_before", "share_percent"], batch_size=500)
    Employment.objects.bulk_create(created, batch_size=_BATCH)
    store_schedules(schedules)
    _replace_windows([(current, wanted) for current, wanted, _matching in changed])
    _add_away([(current, wanted) for current, wanted, _matching in changed])


def flag_missing(gone: Sequence[CurrentEmployee], today: dt.date) -> None:
    """Flag the employees as missing from the last file. They are never deleted."""
    for current in gone:
        current.employee.missing_since = today
    Employee.objects.bulk_update([current.employee for current in gone], ["missing_since"], batch_size=500)


def _add_employments(
    employee: Employee,
    wanted: WantedEmployee,
    keys: Mapping[tuple[str, dt.date], object],
    places: Mapping[str, MeetingPlace],
    employments: list[Employment],
    schedules: list[tuple[Employment, Schedule]],
) -> None:
    for key in keys:
        said = wanted.employments[key]
        employment = Employment(
            employee=employee,
            place=places[key[0]],
            share_percent=100 if said.share_percent is None else said.share_percent,
            starts_on=key[1],
            ends_before=said.ends_before,
        )
        employments.append(employment)
        if said.schedule is not None:
            schedules.append((employment, said.schedule))


def _create_windows(pairs: Sequence[tuple[Employee, WantedEmployee]]) -> None:
    AvailabilityWindow.objects.bulk_create(
        [
            AvailabilityWindow(employee=employee, weekday=weekday, starts_at=starts_at, ends_at=ends_at)
            for employee, wanted in pairs
            for weekday, starts_at, ends_at in sorted(wanted.windows or ())
        ],
        batch_size=_BATCH,
    )


def _replace_windows(pairs: Sequence[tuple[CurrentEmployee, WantedEmployee]]) -> None:
    """Replace the windows without dates of those whose windows differ."""
    differing = [
        (current.employee, wanted)
        for current, wanted in pairs
        if wanted.windows is not None and wanted.windows != current.windows
    ]
    ids = [employee.pk for employee, _wanted in differing]
    AvailabilityWindow.objects.filter(employee__in=ids, starts_on=None, ends_before=None).delete()
    _create_windows(differing)


def _add_away(pairs: Sequence[tuple[CurrentEmployee, WantedEmployee]]) -> None:
    """Add the days away that are not known; a known one gets the end that the file says."""
    created, updated = [], []
    for current, wanted in pairs:
        for starts_on, ends_before in sorted(wanted.away or (), key=lambda period: period[0]):
            known = current.away.get(starts_on)
            if known is None:
                created.append(AwayPeriod(employee=current.employee, starts_on=starts_on, ends_before=ends_before))
            elif known.ends_before != ends_before:
                known.ends_before = ends_before
                updated.append(known)
    AwayPeriod.objects.bulk_create(created, batch_size=_BATCH)
    AwayPeriod.objects.bulk_update(updated, ["ends_before"], batch_size=500)
