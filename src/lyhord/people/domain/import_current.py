"""The employees of a board as they are, in the shape that a file is compared with."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from lyhord.organisation.models import Board
from lyhord.people.domain.import_rows import EmploymentKey
from lyhord.people.domain.schedules import Schedule, Shift, Window, fixed_anchor
from lyhord.people.models import AvailabilityWindow, AwayPeriod, Employee, Employment, WorkPattern, WorkShift


@dataclass(frozen=True, slots=True)
class CurrentEmployment:
    employment: Employment
    schedule: Schedule | None


@dataclass(slots=True)
class CurrentEmployee:
    """windows: those without dates. away: first day → end (not included)."""

    employee: Employee
    employments: dict[EmploymentKey, CurrentEmployment]
    windows: frozenset[Window]
    away: dict[dt.date, AwayPeriod]


def load_employees(owner: Board, place_keys: dict[uuid.UUID, str]) -> dict[str, CurrentEmployee]:
    """Return key → employee, for everyone of the board. Six queries. place_keys: id → key of the board's places."""
    employees = {employee.pk: employee for employee in Employee.objects.filter(owner=owner)}
    schedules = _schedules(owner)
    employments: dict[uuid.UUID, dict[EmploymentKey, CurrentEmployment]] = defaultdict(dict)
    for row in Employment.objects.filter(employee__owner=owner).order_by("starts_on"):
        key = (place_keys.get(row.place_id, str(row.place_id)), row.starts_on)
        employments[row.employee_id][key] = CurrentEmployment(row, schedules.get(row.pk))
    windows: dict[uuid.UUID, set[Window]] = defaultdict(set)
    undated = AvailabilityWindow.objects.filter(employee__owner=owner, starts_on=None, ends_before=None)
    for employee_id, weekday, starts_at, ends_at in undated.values_list(
        "employee_id", "weekday", "starts_at", "ends_at"
    ):
        windows[employee_id].add((weekday, starts_at, ends_at))
    away: dict[uuid.UUID, dict[dt.date, AwayPeriod]] = defaultdict(dict)
    for period in AwayPeriod.objects.filter(employee__owner=owner):
        away[period.employee_id][period.starts_on] = period
    return {
        employee.key: CurrentEmployee(
            employee, employments.get(id, {}), frozenset(windows.get(id, ())), away.get(id, {})
        )
        for id, employee in employees.items()
    }


def _schedules(owner: Board) -> dict[uuid.UUID, Schedule]:
    """Return employment id → its pattern; of several, the one that starts last."""
    shifts: dict[uuid.UUID, set[Shift]] = defaultdict(set)
    rows: Iterable[tuple[uuid.UUID, int, int, dt.time, dt.time]] = WorkShift.objects.filter(
        pattern__employment__employee__owner=owner
    ).values_list("pattern_id", "week", "weekday", "starts_at", "ends_at")
    for pattern_id, week, weekday, starts_at, ends_at in rows:
        shifts[pattern_id].add((week, weekday, starts_at, ends_at))
    patterns = WorkPattern.objects.filter(employment__employee__owner=owner)
    return {
        row.employment_id: Schedule(row.weeks, fixed_anchor(row.weeks, row.anchor_on), frozenset(shifts[row.pk]))
        for row in sorted(patterns, key=lambda row: row.starts_on or dt.date.min)
    }
