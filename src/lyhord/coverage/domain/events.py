"""Sessions and visits as events: what comes next at a place, and how much there is in each week."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.utils import timezone

from lyhord.coverage.domain.ledger import Ledger
from lyhord.coverage.enums import CellState
from lyhord.outreach.enums import VisitState
from lyhord.outreach.models import Visit
from lyhord.programme.models import Decision
from lyhord.training.enums import SessionState
from lyhord.training.models import TrainingSession

WEEKS_SHOWN = 40
_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Event:
    """A session or a visit that is not cancelled. module: the module's id, empty for a visit. starts_at: local time."""

    id: str
    kind: Literal["session", "visit"]
    place: str
    module: str
    starts_at: dt.datetime
    is_held: bool


@dataclass(frozen=True, slots=True)
class WeekLoad:
    """The events of one week, those held included. year, number: as the calendar counts weeks (ISO 8601)."""

    monday: dt.date
    year: int
    number: int
    sessions: int
    visits: int
    is_current: bool


def events_of(decision: Decision) -> list[Event]:
    """Return the events at the places of the board and with the board's people, in order of time. Two queries."""
    sessions = TrainingSession.objects.filter(owner=decision.owner_id).exclude(state=SessionState.CANCELLED).order_by()
    visits = Visit.objects.filter(place__owner=decision.owner_id).exclude(state=VisitState.CANCELLED).order_by()
    events = [
        Event(str(id), "session", str(place), str(module), timezone.localtime(at), state == SessionState.HELD)
        for id, place, module, at, state in sessions.values_list("id", "place_id", "module_id", "starts_at", "state")
    ]
    events += [
        Event(str(id), "visit", str(place), "", timezone.localtime(at), state == VisitState.HELD)
        for id, place, at, state in visits.values_list("id", "place_id", "starts_at", "state")
    ]
    return sorted(events, key=lambda event: (event.starts_at, event.id))


def next_events(events: Iterable[Event], training: Ledger | None, as_of: dt.date) -> dict[str, Event]:
    """Return each place's next event: at the place, or one elsewhere in which its people have seats."""
    attending: dict[str, set[str]] = {}
    for row in training.rows if training else ():
        for part in row.parts:
            if row.is_counted and part.state is CellState.PLANNED:
                attending.setdefault(part.evidence, set()).add(row.place)
    upcoming: dict[str, Event] = {}
    for event in events:
        if event.starts_at.date() >= as_of and not event.is_held:
            for place in {event.place} | attending.get(event.id, set()):
                upcoming.setdefault(place, event)
    return upcoming


def week_loads(events: Iterable[Event], as_of: dt.date) -> tuple[WeekLoad, ...]:
    """Return the weeks from the first event to the last, empty ones included; at most 40, from 12 weeks back."""
    load = Counter((_monday(event.starts_at.date()), event.kind) for event in events)
    if not load:
        return ()
    mondays = {monday for monday, _kind in load}
    this_week = _monday(as_of)
    first, last = min(mondays), max(mondays)
    if last - first >= WEEKS_SHOWN * _WEEK:
        first = max(first, min(this_week - 12 * _WEEK, last - (WEEKS_SHOWN - 1) * _WEEK))
        last = min(last, first + (WEEKS_SHOWN - 1) * _WEEK)
    weeks = []
    monday = first
    while monday <= last:
        year, number, _day = monday.isocalendar()
        weeks.append(
            WeekLoad(
                monday=monday,
                year=year,
                number=number,
                sessions=load[(monday, "session")],
                visits=load[(monday, "visit")],
                is_current=monday == this_week,
            )
        )
        monday += _WEEK
    return tuple(weeks)


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())
