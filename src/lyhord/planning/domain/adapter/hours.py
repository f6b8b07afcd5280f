"""Which clock hours a half-day has: one choice for everyone, so that whoever is said to be free really is.

The planner knows half-days, the register knows clock times. The rule that joins them: **someone is on duty (or
available) in a half-day when one unbroken span of their working time covers the whole of its session hours**, that
is, from the one clock time at which sessions begin in that half until the longest module has ended. A trainer
likewise. Sessions begin at no other time, so nobody is booked before their shift starts or after it ends.
Spans are (start, end) in minutes after midnight.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

type Half = Literal["am", "pm"]
type Span = tuple[int, int]

NOON = 12 * 60
HALVES: Mapping[Half, Span] = {"am": (8 * 60, NOON), "pm": (NOON, 17 * 60)}
USUAL_SESSION_START: Mapping[Half, int] = {"am": 9 * 60, "pm": 13 * 60}
USUAL_VISIT_START: Mapping[Half, int] = {"am": 10 * 60, "pm": 13 * 60 + 30}
STEP_MINUTES = 30
OPEN_AT_LEAST_MINUTES = 60


@dataclass(frozen=True)
class HalfHours:
    """session: when sessions are held. usable: where all must lie; every trainer who has the half has all of it."""

    session: Span
    usable: Span


def minutes_of(clock: dt.time) -> int:
    return clock.hour * 60 + clock.minute


def spans_of(hours: Iterable[tuple[dt.time, dt.time]]) -> list[Span]:
    """Return the hours in minutes, in order, those that touch or overlap as one."""
    merged: list[Span] = []
    for start, end in sorted((minutes_of(a), minutes_of(b)) for a, b in hours):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def covers(spans: Iterable[Span], span: Span) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)


def common_minutes(spans: Iterable[Span], span: Span) -> int:
    return sum(max(0, min(end, span[1]) - max(start, span[0])) for start, end in spans)


def choose_hours(half: Half, session_minutes: int, staff: Counter[Span], trainers: Counter[Span]) -> HalfHours:
    """Return the hours of the half-day.

    staff, trainers: how many person-days have each span. Sessions begin when most of the staff's days cover them; of
    equals, the start nearest the usual one, then the earlier. A session longer than the half-day begins with it.
    """
    first, last = HALVES[half]
    starts = range(first, max(first, last - session_minutes) + 1, STEP_MINUTES)
    usual = USUAL_SESSION_START[half]

    def merit(start: int) -> tuple[int, int, int]:
        span = (start, start + session_minutes)
        return -sum(n for s, n in staff.items() if covers([s], span)), abs(start - usual), start

    start = min(starts, key=merit)
    session = (start, start + session_minutes)
    free = [span for span in trainers if covers([span], session)]
    usable = (max([first, *(s for s, _ in free)]), min([last, *(e for _, e in free)]))
    return HalfHours(session, (min(usable[0], start), max(usable[1], session[1])))


def choose_visit_start(half: Half, minutes: int, hours: HalfHours, days: Sequence[Sequence[Span]]) -> int | None:
    """Return when visits begin in that half at a place: when visitors are there on most days; None if never.

    days: spans with visitors, one entry a day. Of equals, the start nearest the usual one, then the earlier.
    """
    first, last = hours.usable
    best: tuple[int, int, int] | None = None
    for start in range(first, last - minutes + 1, STEP_MINUTES):
        count = sum(covers(day, (start, start + minutes)) for day in days)
        merit = (-count, abs(start - USUAL_VISIT_START[half]), start)
        if count and (best is None or merit < best):
            best = merit
    return None if best is None else best[2]
