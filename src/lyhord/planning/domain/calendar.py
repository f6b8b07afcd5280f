"""Sessions and visits in order of time, as calendar pages show them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from lyhord.common.holidays import holidays_between
from lyhord.common.periods import days, monday
from lyhord.common.sorting import sort_key
from lyhord.outreach.models import Visit
from lyhord.people.models import Trainer
from lyhord.places.models import MeetingPlace
from lyhord.training.enums import ATTENDED, SEATED, SessionState
from lyhord.training.models import TrainingSession

FRIDAY = 4


@dataclass(frozen=True)
class Entry:
    """A session or a visit. title: the module's short name, or the visit's public title. booked: 0 for visits."""

    kind: Literal["session", "visit"]
    id: uuid.UUID
    title: str
    place: MeetingPlace
    starts_at: dt.datetime
    ends_at: dt.datetime
    state: str
    trainers: tuple[Trainer, ...]
    booked: int
    is_example: bool

    @property
    def day(self) -> dt.date:
        return timezone.localdate(self.starts_at)


@dataclass(frozen=True)
class Day:
    """A column of a week. holiday: its name, empty on other days."""

    on: dt.date
    holiday: str


type Cell = tuple[Day, tuple[Entry, ...]]


@dataclass(frozen=True)
class Week:
    """A week of several places. rows: those with something, by name, each with one cell for each of `days`."""

    monday: dt.date
    days: tuple[Day, ...]
    rows: tuple[tuple[MeetingPlace, tuple[Cell, ...]], ...]
    sessions: int
    visits: int

    @property
    def previous(self) -> tuple[int, int]:
        return week_of(self.monday - dt.timedelta(days=7))

    @property
    def next(self) -> tuple[int, int]:
        return week_of(self.monday + dt.timedelta(days=7))


def week_of(day: dt.date) -> tuple[int, int]:
    """Return the ISO year and week."""
    year, week, _weekday = day.isocalendar()
    return year, week


def midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def entries(sessions: QuerySet[TrainingSession], visits: QuerySet[Visit]) -> list[Entry]:
    """Return the rows in order of time. Four queries."""
    held = (
        sessions.select_related("module", "place")
        .prefetch_related("trainers")
        .annotate(booked=Count("bookings", filter=Q(bookings__state__in=[*SEATED, *ATTENDED])))
    )
    found = [
        Entry(
            "session",
            row.pk,
            row.module.short_name,
            row.place,
            row.starts_at,
            row.ends_at,
            row.state,
            tuple(row.trainers.all()),
            row.booked,
            row.is_example,
        )
        for row in held
    ]
    found += [
        Entry(
            "visit",
            row.pk,
            row.public_title,
            row.place,
            row.starts_at,
            row.ends_at,
            row.state,
            tuple(row.trainers.all()),
            0,
            row.is_example,
        )
        for row in visits.select_related("place").prefetch_related("trainers")
    ]
    return sorted(found, key=lambda entry: (entry.starts_at, entry.ends_at, str(entry.id)))


def week_of_entries(day: dt.date, sessions: QuerySet[TrainingSession], visits: QuerySet[Visit]) -> Week:
    """Return the week of the day: Monday to Friday, and the weekend when something happens then."""
    first = monday(day)
    before = first + dt.timedelta(days=7)
    within = {"starts_at__gte": midnight(first), "starts_at__lt": midnight(before)}
    found = entries(sessions.filter(**within), visits.filter(**within))
    last = max([first + dt.timedelta(days=FRIDAY), *(entry.day for entry in found)])
    holidays = holidays_between(first, before)
    shown = [Day(on, holidays.get(on, "")) for on in days(first, last + dt.timedelta(days=1))]
    stays = [entry for entry in found if entry.state != SessionState.CANCELLED]
    sessions_count = sum(entry.kind == "session" for entry in stays)
    return Week(first, tuple(shown), _rows(found, shown), sessions_count, len(stays) - sessions_count)


def _rows(found: Sequence[Entry], shown: Sequence[Day]) -> tuple[tuple[MeetingPlace, tuple[Cell, ...]], ...]:
    cells: defaultdict[tuple[uuid.UUID, dt.date], list[Entry]] = defaultdict(list)
    for entry in found:
        cells[entry.place.pk, entry.day].append(entry)
    places = sorted({entry.place for entry in found}, key=lambda place: (sort_key(place.name), str(place.pk)))
    return tuple((place, tuple((day, tuple(cells[place.pk, day.on])) for day in shown)) for place in places)


def days_of_trainers(found: Iterable[Entry]) -> list[tuple[Trainer, list[dt.date]]]:
    """Return each trainer with the days on which they go somewhere, by name."""
    sheets: defaultdict[Trainer, set[dt.date]] = defaultdict(set)
    for entry in found:
        if entry.state != SessionState.CANCELLED:
            for trainer in entry.trainers:
                sheets[trainer].add(entry.day)
    return [(trainer, sorted(sheets[trainer])) for trainer in sorted(sheets, key=lambda t: sort_key(t.name))]
