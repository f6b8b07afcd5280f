"""Employees and trainers as the planner sees them: in which half-days they work or can come."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from lyhord.common.periods import within
from lyhord.people.domain.working_time import Duty, WorkingDays
from lyhord.people.models import Employee as EmployeeRow
from lyhord.people.models import Employment
from lyhord.people.models import Trainer as TrainerRow
from lyhord.places.domain.travel import Point
from lyhord.planning.domain.adapter.calendar import Calendar
from lyhord.planning.domain.adapter.hours import Span, covers, spans_of
from lyhord.planning.domain.adapter.needs import Needs
from lyhord_planner.problem import Employee, Trainer

type TrainerDays = dict[dt.date, list[tuple[dt.time, dt.time]]]

SWEDISH = "sv"
ANY_COMPETENCE = "*"
"""What a module or visit asks for when no competence is named; every trainer has it."""


def homes_of(
    employees: Sequence[EmployeeRow], places: Iterable[uuid.UUID], first: dt.date, before: dt.date
) -> dict[uuid.UUID, tuple[str, ...]]:
    """Return employee id → the places of their employments in the period, the biggest share first. One query."""
    known = set(places)
    homes: dict[uuid.UUID, dict[str, None]] = defaultdict(dict)
    rows = Employment.objects.filter(within(first, before), employee__in=[e.pk for e in employees], place__in=known)
    for row in rows.order_by("-share_percent", "starts_on", "pk"):
        homes[row.employee_id].setdefault(str(row.place_id))
    return {id: tuple(found) for id, found in homes.items()}


def make_employees(
    rows: Sequence[EmployeeRow],
    homes: Mapping[uuid.UUID, tuple[str, ...]],
    times: Mapping[uuid.UUID, WorkingDays],
    calendar: Calendar,
    needs: Needs,
) -> tuple[Employee, ...]:
    """Return those who have a place in the period, in the order of the rows. Others can be planned nowhere."""
    known = {place for found in homes.values() for place in found}
    made = []
    for row in rows:
        if row.pk not in homes:
            continue
        id = str(row.pk)
        duty, available = _half_days(times[row.pk], calendar, known)
        made.append(
            Employee(
                id=id,
                home_places=homes[row.pk],
                duty=duty,
                needs=frozenset(needs.needs.get(id, ())),
                available=available,
                done=dict(needs.done.get(id, {})),
                languages=frozenset({SWEDISH, *row.languages}),
            )
        )
    return tuple(made)


def _half_days(times: WorkingDays, calendar: Calendar, known: set[str]) -> tuple[dict[int, str], frozenset[int]]:
    duty: dict[int, str] = {}
    available: set[int] = set()
    for number, slot in enumerate(calendar.slots):
        for place, spans, is_scheduled in by_place(times.get(slot.date, [])):
            if place not in known or not covers(spans, calendar.session_span(number)):
                continue
            if is_scheduled:
                duty.setdefault(number, place)
            else:
                available.add(number)
    return duty, frozenset(available - duty.keys())


def by_place(duties: Iterable[Duty]) -> list[tuple[str, list[Span], bool]]:
    """Return a day's spans per place, scheduled work first, then as the spans come."""
    found: dict[tuple[bool, str], list[tuple[dt.time, dt.time]]] = defaultdict(list)
    for duty in duties:
        found[not duty.is_scheduled, str(duty.place_id)].append((duty.starts_at, duty.ends_at))
    return [(place, spans_of(spans), not is_loose) for (is_loose, place), spans in sorted(found.items())]


def make_trainers(
    rows: Sequence[TrainerRow], times: Mapping[uuid.UUID, TrainerDays], calendar: Calendar
) -> tuple[Trainer, ...]:
    return tuple(
        Trainer(
            id=str(row.pk),
            location=base_point(row).key,
            available=frozenset(
                number
                for number, slot in enumerate(calendar.slots)
                if covers(spans_of(times[row.pk].get(slot.date, [])), calendar.usable_span(number))
            ),
            competences=frozenset({ANY_COMPETENCE, *row.competences}),
            languages=frozenset({SWEDISH, *row.languages}),
            max_per_day=row.max_per_day,
            max_per_week=row.max_per_week,
        )
        for row in rows
    )


def base_point(row: TrainerRow) -> Point:
    return Point(f"base:{row.pk}", row.latitude, row.longitude)


def count_staff_spans(times: Mapping[uuid.UUID, WorkingDays]) -> Counter[Span]:
    """Return how many person-days have each span of scheduled work."""
    spans: Counter[Span] = Counter()
    for days in times.values():
        for duties in days.values():
            spans.update(span for _, found, is_scheduled in by_place(duties) if is_scheduled for span in found)
    return spans


def count_trainer_spans(times: Mapping[uuid.UUID, TrainerDays]) -> Counter[Span]:
    return Counter(span for days in times.values() for spans in days.values() for span in spans_of(spans))
