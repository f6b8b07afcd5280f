"""Meeting places as the planner sees them: open half-days, visitors, activities to join, where they stand."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from lyhord.common.periods import holds_on
from lyhord.places.domain.opening import Opening
from lyhord.places.domain.travel import Point, overrides_of, place_point, travel_matrix
from lyhord.places.enums import PlaceKind
from lyhord.places.models import MeetingPlace, Stop
from lyhord.places.models import PopularActivity as ActivityRow
from lyhord.planning.domain.adapter.calendar import Calendar
from lyhord.planning.domain.adapter.hours import (
    HALVES,
    OPEN_AT_LEAST_MINUTES,
    Span,
    choose_visit_start,
    common_minutes,
    covers,
    minutes_of,
    spans_of,
)
from lyhord.planning.models import PlanSettings
from lyhord_planner.problem import Place, PopularActivity


def make_places(
    rows: Sequence[MeetingPlace],
    openings: Mapping[uuid.UUID, Opening],
    calendar: Calendar,
    visit_minutes: int,
) -> tuple[Place, ...]:
    """Return the places in the order of the rows. One query, for the activities.

    A place is open in a half-day when its hours have at least an hour (or a visit's length) in common with it.
    Visitors are there in a half-day when they are there for the whole of a visit; an activity gathers visitors too.
    """
    activities: defaultdict[uuid.UUID, list[ActivityRow]] = defaultdict(list)
    for activity in ActivityRow.objects.filter(place__in=[row.pk for row in rows]):
        activities[activity.place_id].append(activity)
    return tuple(_place(row, openings[row.pk], activities[row.pk], calendar, visit_minutes) for row in rows)


def _place(
    row: MeetingPlace, opening: Opening, activities: Sequence[ActivityRow], calendar: Calendar, visit_minutes: int
) -> Place:
    gathered = {day: _visitor_spans(opening, activities, day) for day in calendar.days}
    starts = {
        half: choose_visit_start(half, visit_minutes, calendar.hours[half], list(gathered.values())) for half in HALVES
    }
    at_least = min(OPEN_AT_LEAST_MINUTES, visit_minutes)
    open_slots, visitor_slots, stands = set(), set(), {}
    for number, slot in enumerate(calendar.slots):
        if common_minutes(spans_of(opening.open.get(slot.date, [])), calendar.half_span(number)) < at_least:
            continue
        open_slots.add(number)
        start = starts[slot.half]
        if start is not None and covers(gathered[slot.date], (start, start + visit_minutes)):
            visitor_slots.add(number)
        if stop := _stop(opening.stops.get(slot.date, []), calendar.half_span(number)):
            stands[number] = stop_key(stop)
    return Place(
        id=str(row.pk),
        kind="mobile" if row.kind == PlaceKind.MOBILE else "stationary",
        location=str(row.pk),
        open_slots=frozenset(open_slots),
        visitor_slots=frozenset(visitor_slots),
        min_staff=row.min_staff,
        slot_locations=stands,
        room_capacity=row.room_capacity,
        session_starts=tuple(calendar.hours[half].session[0] for half in HALVES),
        visit_starts=tuple(start for start in starts.values() if start is not None),
        popular=_joinable(activities, calendar, open_slots, visit_minutes),
        closing_cap=row.closing_cap,
        expected_visitors=row.expected_visitors or 0,
        has_private_corner=bool(row.has_private_corner),
        opens_on=row.opened_on,
        closes_before=row.closed_from,
    )


def _visitor_spans(opening: Opening, activities: Iterable[ActivityRow], day: dt.date) -> list[Span]:
    if day not in opening.open:
        return []
    joined = [(a.starts_at, a.ends_at) for a in activities if _held_on(a, day)]
    return spans_of([*opening.visitors.get(day, []), *joined])


def _held_on(activity: ActivityRow, day: dt.date) -> bool:
    return activity.weekday == day.weekday() and holds_on(activity.starts_on, activity.ends_before, day)


def _joinable(
    activities: Iterable[ActivityRow], calendar: Calendar, open_slots: set[int], visit_minutes: int
) -> tuple[PopularActivity, ...]:
    found = []
    for number in sorted(open_slots):
        for activity in activities:
            start = minutes_of(activity.starts_at)
            low, high = calendar.usable_span(number)
            if _held_on(activity, calendar.slots[number].date) and low <= start and start + visit_minutes <= high:
                found.append(PopularActivity(number, activity.name, start, activity.head_count or 0))
    return tuple(found)


def _stop(stops: Iterable[Stop], half: Span) -> Stop | None:
    """Return where the place stands longest in the half-day."""
    standing = [(common_minutes([(minutes_of(s.starts_at), minutes_of(s.ends_at))], half), str(s.pk), s) for s in stops]
    longest = max(standing, default=None, key=lambda found: found[:2])
    return longest[2] if longest and longest[0] else None


def stop_key(stop: Stop) -> str:
    return f"stop:{stop.pk}"


def make_travel(
    rows: Sequence[MeetingPlace],
    openings: Mapping[uuid.UUID, Opening],
    bases: Sequence[Point],
    settings: PlanSettings,
) -> dict[str, dict[str, int]]:
    """Return location → location → minutes for places, the stops in use and the trainers' bases. One query."""
    stops = {stop_key(s): s for row in rows for found in openings[row.pk].stops.values() for s in found}
    points = [
        *(place_point(row) for row in rows),
        *(Point(key, stop.latitude, stop.longitude) for key, stop in sorted(stops.items())),
        *bases,
    ]
    matrix = travel_matrix(
        points,
        speed_kmh=settings.travel_speed_kmh,
        detour_percent=settings.detour_percent,
        overrides=overrides_of(row.pk for row in rows),
    )
    return {a.key: {b.key: matrix[a.key, b.key] for b in points} for a in points}
