"""The slots of a problem, and what is needed to find the slot of a day and a clock time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from lyhord.common.periods import days
from lyhord.planning.domain.adapter.hours import HALVES, NOON, Half, HalfHours, Span
from lyhord_planner.problem import Slot

WORKDAYS = range(5)


@dataclass(frozen=True)
class Calendar:
    """slots: sorted. hours: of each half, see `hours`."""

    slots: tuple[Slot, ...]
    hours: Mapping[Half, HalfHours]

    @cached_property
    def number(self) -> Mapping[tuple[dt.date, str], int]:
        return {(slot.date, slot.half): number for number, slot in enumerate(self.slots)}

    @cached_property
    def days(self) -> tuple[dt.date, ...]:
        return tuple(sorted({slot.date for slot in self.slots}))

    def session_span(self, slot: int) -> Span:
        return self.hours[self.slots[slot].half].session

    def usable_span(self, slot: int) -> Span:
        return self.hours[self.slots[slot].half].usable

    def half_span(self, slot: int) -> Span:
        return HALVES[self.slots[slot].half]


def half_of(starts: int) -> Half:
    return "am" if starts < NOON else "pm"


def period_days(first: dt.date, before: dt.date, open_days: Iterable[dt.date]) -> list[dt.date]:
    """Return Mondays to Fridays, and the Saturdays and Sundays on which some place is open."""
    also = set(open_days)
    return [day for day in days(first, before) if day.weekday() in WORKDAYS or day in also]


def make_calendar(
    period: Sequence[dt.date], hours: Mapping[Half, HalfHours], fixed: Iterable[tuple[dt.date, int, int]]
) -> Calendar:
    """Return both halves of every day of the period, and those of the activities that already stand.

    fixed: (day, start, end) of what stands; its slot is made wide enough to hold it, and the afternoon waits for a
    morning that runs over.
    """
    spans: dict[tuple[dt.date, Half], Span] = {}
    for day in period:
        for half in HALVES:
            spans[day, half] = hours[half].usable
    for day, start, end in fixed:
        key = (day, half_of(start))
        low, high = spans.get(key, hours[key[1]].usable)
        spans[key] = (min(low, start), max(high, end))
    slots = []
    for (day, half), (start, end) in sorted(spans.items()):
        if half == "pm" and (day, "am") in spans:
            start = max(start, spans[day, "am"][1])
        slots.append(Slot(day, half, start, max(end, start + 1)))
    return Calendar(tuple(slots), hours)
