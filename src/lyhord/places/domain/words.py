"""Hours, days and spans as one would say them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Protocol

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lyhord.places.enums import Weekday


class WeeklyRow(Protocol):
    """A row of any model that repeats weekly."""

    weekday: int
    starts_at: dt.time
    ends_at: dt.time
    starts_on: dt.date | None
    ends_before: dt.date | None


def clock_text(at: dt.time) -> str:
    """Return 9 or 9.30."""
    return f"{at.hour}.{at.minute:02}" if at.minute else str(at.hour)


def span_text(starts_at: dt.time, ends_at: dt.time) -> str:
    """Return 9–16.30."""
    return f"{clock_text(starts_at)}–{clock_text(ends_at)}"


def spans_text(spans: Iterable[tuple[dt.time, dt.time]]) -> str:
    """Return 8–12 och 13–16."""
    texts = [span_text(*span) for span in spans]
    return _(" och ").join([", ".join(texts[:-1]), texts[-1]]) if len(texts) > 1 else "".join(texts)


def weekdays_text(days: Sequence[int]) -> str:
    """Return "måndag–fredag", "tisdag och torsdag": three or more days in a row as a span."""
    parts: list[str] = []
    days = sorted(set(days))
    while days:
        length = next((n for n, day in enumerate(days) if day != days[0] + n), len(days))
        if length >= 3:
            parts.append(f"{Weekday(days[0]).label}–{Weekday(days[length - 1]).label}")
        else:
            parts.extend(str(Weekday(day).label) for day in days[:length])
        days = days[length:]
    return _(" och ").join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def period_text(starts_on: dt.date | None, ends_before: dt.date | None) -> str:
    """Return "från 1 jan 2026", "till och med 31 dec 2025", both, or nothing."""
    return _period_text(starts_on, ends_before, get_language())


@lru_cache(maxsize=10_000)
def _period_text(starts_on: dt.date | None, ends_before: dt.date | None, language: str | None) -> str:
    texts = []
    if starts_on is not None:
        texts.append(_("från %(day)s") % {"day": date_format(starts_on)})
    if ends_before is not None:
        texts.append(_("till och med %(day)s") % {"day": date_format(ends_before - dt.timedelta(days=1))})
    return " ".join(texts)


def interval_text(interval_weeks: int) -> str:
    """Return "varannan vecka" and so on; nothing for every week."""
    if interval_weeks == 1:
        return ""
    return _("varannan vecka") if interval_weeks == 2 else _("var %(n)d:e vecka") % {"n": interval_weeks}


def weekly_lines(rows: Iterable[WeeklyRow]) -> list[str]:
    """Return weekly rows as lines: "måndag–torsdag 9–16", "fredag 9–12, varannan vecka från 9 jan 2026"."""
    by_day: dict[tuple[str, int], list[tuple[dt.time, dt.time]]] = defaultdict(list)
    for row in rows:
        interval = interval_text(getattr(row, "interval_weeks", 1))
        note = " ".join(filter(None, [interval, period_text(row.starts_on, row.ends_before)]))
        by_day[note, row.weekday].append((row.starts_at, row.ends_at))
    by_hours: dict[tuple[str, str], list[int]] = defaultdict(list)
    for (note, weekday), spans in sorted(by_day.items(), key=lambda entry: (entry[0][1], entry[0][0])):
        by_hours[spans_text(sorted(spans)), note].append(weekday)
    return [
        ", ".join(filter(None, [f"{weekdays_text(days)} {hours}", note])) for (hours, note), days in by_hours.items()
    ]
