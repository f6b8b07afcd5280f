"""When employees and trainers work, day by day. Constant number of queries whatever the number of people."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lyhord.common.holidays import holidays_between
from lyhord.common.periods import days, holds_on, weeks_between, within
from lyhord.people.models import (
    AvailabilityWindow,
    AwayPeriod,
    Employee,
    Employment,
    Trainer,
    TrainerAway,
    TrainerWindow,
    WorkPattern,
)


@dataclass(frozen=True, slots=True, order=True)
class Duty:
    """A span of one day in which someone works at a place, or (`is_scheduled` false) can come if asked."""

    starts_at: dt.time
    ends_at: dt.time
    place_id: uuid.UUID
    is_scheduled: bool = True


type WorkingDays = dict[dt.date, list[Duty]]
type AwayRow = AwayPeriod | TrainerAway


def working_times(employees: Iterable[Employee], first: dt.date, before: dt.date) -> dict[uuid.UUID, WorkingDays]:
    """Return employee id → day → when and where they work, sorted; five queries. Days without work are left out.

    Within an employment the work patterns that hold on the day give the duties. Somebody without a duty that day
    can come in their availability windows, at the place of their biggest employment. Nobody works outside their
    employments, on days away or on holidays.
    """
    ids = [employee.pk for employee in employees]
    employments = _grouped(Employment.objects.filter(within(first, before), employee__in=ids), "employee_id")
    employment_ids = [row.pk for rows in employments.values() for row in rows]
    patterns = _grouped(
        WorkPattern.objects.filter(within(first, before), employment__in=employment_ids).prefetch_related("shifts"),
        "employment_id",
    )
    windows = _grouped(AvailabilityWindow.objects.filter(within(first, before), employee__in=ids), "employee_id")
    away = _grouped(AwayPeriod.objects.filter(within(first, before), employee__in=ids), "employee_id")
    workdays = _workdays(first, before)
    return {
        id: _days_of_employee(
            employments[id], patterns, windows[id], [d for d in workdays if not _is_away(away[id], d)]
        )
        for id in ids
    }


def trainer_times(
    trainers: Iterable[Trainer], first: dt.date, before: dt.date
) -> dict[uuid.UUID, dict[dt.date, list[tuple[dt.time, dt.time]]]]:
    """Return trainer id → day → spans in which they can work, sorted; two queries.

    None when away, on holidays, after the trainer has stopped, or while the trainer is restricted.
    """
    trainers = list(trainers)
    ids = [trainer.pk for trainer in trainers]
    gone = {t.pk: dt.date.min if t.restricted_at else t.ends_before or dt.date.max for t in trainers}
    windows = _grouped(TrainerWindow.objects.filter(within(first, before), trainer__in=ids), "trainer_id")
    away = _grouped(TrainerAway.objects.filter(within(first, before), trainer__in=ids), "trainer_id")
    workdays = _workdays(first, before)
    times: dict[uuid.UUID, dict[dt.date, list[tuple[dt.time, dt.time]]]] = {}
    for id in ids:
        times[id] = {}
        for day in workdays:
            spans = sorted((w.starts_at, w.ends_at) for w in windows[id] if _window_holds(w, day))
            if spans and day < gone[id] and not _is_away(away[id], day):
                times[id][day] = spans
    return times


def primary_employment(employments: Iterable[Employment], on: dt.date) -> Employment | None:
    """Return the employment that holds on the day and is the biggest; of equals the oldest, then as in coverage."""
    holding = [row for row in employments if holds_on(row.starts_on, row.ends_before, on)]
    return min(holding, key=lambda row: (-row.share_percent, row.starts_on, row.place_id), default=None)


def _days_of_employee(
    employments: Sequence[Employment],
    patterns: dict[uuid.UUID, list[WorkPattern]],
    windows: Sequence[AvailabilityWindow],
    workdays: Sequence[dt.date],
) -> WorkingDays:
    times: WorkingDays = {}
    for day in workdays:
        duties = [
            Duty(shift.starts_at, shift.ends_at, employment.place_id)
            for employment in employments
            if holds_on(employment.starts_on, employment.ends_before, day)
            for pattern in patterns[employment.pk]
            if holds_on(pattern.starts_on, pattern.ends_before, day)
            for shift in pattern.shifts.all()
            if shift.weekday == day.weekday()
            and shift.week == weeks_between(pattern.anchor_on, day) % pattern.weeks + 1
        ]
        if not duties and windows:
            primary = primary_employment(employments, day)
            if primary is not None:
                duties = [
                    Duty(window.starts_at, window.ends_at, primary.place_id, is_scheduled=False)
                    for window in windows
                    if _window_holds(window, day)
                ]
        if duties:
            times[day] = sorted(duties)
    return times


def _workdays(first: dt.date, before: dt.date) -> list[dt.date]:
    holidays = holidays_between(first, before)
    return [day for day in days(first, before) if day not in holidays]


def _window_holds(window: AvailabilityWindow | TrainerWindow, day: dt.date) -> bool:
    return window.weekday == day.weekday() and holds_on(window.starts_on, window.ends_before, day)


def _is_away(rows: Iterable[AwayRow], day: dt.date) -> bool:
    return any(holds_on(row.starts_on, row.ends_before, day) for row in rows)


def _grouped[R](rows: Iterable[R], attribute: str) -> defaultdict[uuid.UUID, list[R]]:
    grouped: defaultdict[uuid.UUID, list[R]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, attribute)].append(row)
    return grouped
