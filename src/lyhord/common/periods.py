"""Spans of days: from a day to, not including, another. Either end may be open (None)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q


def holds_on(starts_on: dt.date | None, ends_before: dt.date | None, on: dt.date) -> bool:
    """Tell whether the day lies within the span."""
    return (starts_on is None or starts_on <= on) and (ends_before is None or on < ends_before)


def overlaps(
    first_from: dt.date | None,
    first_before: dt.date | None,
    other_from: dt.date | None,
    other_before: dt.date | None,
) -> bool:
    """Tell whether two spans have a day in common."""
    starts_in_time = first_from is None or other_before is None or first_from < other_before
    return starts_in_time and (other_from is None or first_before is None or other_from < first_before)


def days(first: dt.date, before: dt.date) -> Iterator[dt.date]:
    """Yield each day from `first` to, not including, `before`."""
    for number in range((before - first).days):
        yield first + dt.timedelta(days=number)


def monday(day: dt.date) -> dt.date:
    """Return the Monday of the day's week."""
    return day - dt.timedelta(days=day.weekday())


def weeks_between(earlier: dt.date, later: dt.date) -> int:
    """Return how many calendar weeks lie between the weeks of two days. Negative when `later` comes first."""
    return (monday(later) - monday(earlier)).days // 7


def on_day(on: dt.date, *, prefix: str = "") -> Q:
    """Return the condition that a row's starts_on–ends_before holds on the day. prefix: as in `employment__`."""
    return within(on, on + dt.timedelta(days=1), prefix=prefix)


def within(first: dt.date, before: dt.date, *, prefix: str = "") -> Q:
    """Return the condition that a row's starts_on–ends_before has a day in common with first–before."""
    starts = Q(**{f"{prefix}starts_on": None}) | Q(**{f"{prefix}starts_on__lt": before})
    ends = Q(**{f"{prefix}ends_before": None}) | Q(**{f"{prefix}ends_before__gt": first})
    return starts & ends
