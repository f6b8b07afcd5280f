"""Schedules as values that can be compared, written out and stored."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lyhord.common.periods import monday
from lyhord.people.models import Employment, WorkPattern, WorkShift
from lyhord.places.domain.words import spans_text, weekdays_text

type Shift = tuple[int, int, dt.time, dt.time]
"""week (from 1), weekday, from, to."""
type Window = tuple[int, dt.time, dt.time]
"""weekday, from, to: weekly."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A work pattern. anchor_on: a Monday, from which week 1 is counted; always the same when weeks is 1."""

    weeks: int
    anchor_on: dt.date
    shifts: frozenset[Shift]

    def text(self) -> str:
        """Return the pattern as one would say it: "måndag–fredag 8–17", "vecka 1: …; vecka 2: …"."""
        return _text(self, get_language())


@lru_cache(maxsize=5_000)
def _text(schedule: Schedule, language: str | None) -> str:
    """Remember the words: many people have the same schedule."""
    by_week = [_week_text(schedule, week) for week in range(1, schedule.weeks + 1)]
    if schedule.weeks == 1:
        return by_week[0]
    return "; ".join(_("vecka %(n)d: %(days)s") % {"n": n, "days": days} for n, days in enumerate(by_week, 1))


def _week_text(schedule: Schedule, week: int) -> str:
    by_day: dict[int, list[tuple[dt.time, dt.time]]] = defaultdict(list)
    for shift_week, weekday, starts_at, ends_at in sorted(schedule.shifts):
        if shift_week == week:
            by_day[weekday].append((starts_at, ends_at))
    by_hours: dict[str, list[int]] = defaultdict(list)
    for weekday, spans in by_day.items():
        by_hours[spans_text(spans)].append(weekday)
    return ", ".join(f"{weekdays_text(days)} {hours}" for hours, days in by_hours.items()) or _("ledig")


def make_schedule(shifts: Iterable[Shift], anchor_on: dt.date) -> Schedule:
    """Return a schedule of as many weeks as the shifts need. anchor_on: any day of week 1."""
    shifts = frozenset(shifts)
    weeks = max((shift[0] for shift in shifts), default=1)
    return Schedule(weeks, fixed_anchor(weeks, anchor_on), shifts)


def schedule_of(pattern: WorkPattern) -> Schedule:
    """Return the pattern as a value. Its shifts should be prefetched."""
    shifts = frozenset((s.week, s.weekday, s.starts_at, s.ends_at) for s in pattern.shifts.all())
    return Schedule(pattern.weeks, fixed_anchor(pattern.weeks, pattern.anchor_on), shifts)


def store_schedules(pairs: Iterable[tuple[Employment, Schedule]]) -> None:
    """Make each schedule the only pattern of its employment, for as long as the employment lasts. Four queries."""
    pairs = list(pairs)
    WorkPattern.objects.filter(employment__in=[employment.pk for employment, _schedule in pairs]).delete()
    patterns = [
        (WorkPattern(employment=employment, weeks=schedule.weeks, anchor_on=schedule.anchor_on), schedule)
        for employment, schedule in pairs
        if schedule.shifts
    ]
    WorkPattern.objects.bulk_create([pattern for pattern, _schedule in patterns])
    WorkShift.objects.bulk_create(
        [
            WorkShift(pattern=pattern, week=week, weekday=weekday, starts_at=starts_at, ends_at=ends_at)
            for pattern, schedule in patterns
            for week, weekday, starts_at, ends_at in sorted(schedule.shifts)
        ]
    )


def fixed_anchor(weeks: int, anchor_on: dt.date) -> dt.date:
    """Return the Monday that tells equal schedules: any will do for one week, so it is always the same."""
    return dt.date(2024, 1, 1) if weeks == 1 else monday(anchor_on)
