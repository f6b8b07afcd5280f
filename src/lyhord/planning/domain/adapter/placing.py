"""A plan as sessions and visits of the site, and which of those that stand it keeps, moves or takes away."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import timezone

from lyhord.outreach.domain.visits import PlannedVisit
from lyhord.outreach.enums import VisitState
from lyhord.outreach.models import Visit
from lyhord.places.models import PopularActivity
from lyhord.planning.domain.adapter.build import Prepared
from lyhord.planning.domain.adapter.hours import minutes_of
from lyhord.planning.domain.adapter.reading import Item
from lyhord.training.domain.sessions import PlannedSession
from lyhord.training.enums import SessionState
from lyhord.training.models import Booking, TrainingSession


@dataclass(frozen=True)
class Placing:
    """What `place_sessions` and `place_visits` are to be called with."""

    sessions: tuple[PlannedSession, ...]
    cancelled_sessions: tuple[uuid.UUID, ...]
    visits: tuple[PlannedVisit, ...]
    cancelled_visits: tuple[uuid.UUID, ...]


def plan_to_site(prepared: Prepared, items: Sequence[Item]) -> Placing:
    """Return the plan's items as site rows to be. Seven queries.

    A standing session or visit at the same place in the same half-day is kept; else one of the same module and place
    that the plan no longer has is moved, the one that shares most people first, then the nearest in time; the rest is
    cancelled. What stands inside the notice without being in any plan (`Prepared.facts`) is left alone. People on a
    kept session whom the planner does not plan for keep their seats.
    """
    left_alone = {(a.place, a.module, a.date, a.starts) for a in prepared.facts}
    sessions, visits = _standing(prepared, left_alone)
    placed_sessions, gone_sessions = _match([item for item in items if item.is_session], sessions)
    placed_visits, gone_visits = _match([item for item in items if not item.is_session], visits)
    activities = _activity_ids(items)
    return Placing(
        sessions=tuple(_session(prepared, item, row) for item, row in placed_sessions),
        cancelled_sessions=tuple(row.id for row in gone_sessions),
        visits=tuple(
            PlannedVisit(
                place=uuid.UUID(item.place),
                starts_at=_moment(item.date, item.starts),
                ends_at=_moment(item.date, item.ends),
                trainers=_uuids(item.trainers),
                joins=activities.get((item.place, item.joins, item.date.weekday(), item.starts)),
                visit=row.id if row else None,
            )
            for item, row in placed_visits
        ),
        cancelled_visits=tuple(row.id for row in gone_visits),
    )


@dataclass(frozen=True)
class _Row:
    id: uuid.UUID
    module: str
    place: str
    date: dt.date
    half: str
    people: frozenset[str]


def _standing(prepared: Prepared, left_alone: set[tuple[str, str, dt.date, int]]) -> tuple[list[_Row], list[_Row]]:
    tomorrow = prepared.problem.today + dt.timedelta(days=1)
    midnight = timezone.make_aware(dt.datetime.combine(tomorrow, dt.time()))
    places = [uuid.UUID(p.id) for p in prepared.problem.places]
    modules = [uuid.UUID(m.id) for m in prepared.problem.modules]
    session_rows = TrainingSession.objects.filter(
        place__in=places, module__in=modules, state=SessionState.PLANNED, starts_at__gte=midnight
    ).prefetch_related(Prefetch("bookings", Booking.objects.seated()))
    visit_rows = Visit.objects.filter(place__in=places, state=VisitState.PLANNED, starts_at__gte=midnight)
    sessions = [
        _row(row, str(row.module_id), frozenset(str(b.employee_id) for b in row.bookings.all()), left_alone)
        for row in session_rows
    ]
    visits = [_row(row, "", frozenset(), left_alone) for row in visit_rows]
    return [row for row in sessions if row], [row for row in visits if row]


def _row(
    row: TrainingSession | Visit,
    module: str,
    people: frozenset[str],
    left_alone: set[tuple[str, str, dt.date, int]],
) -> _Row | None:
    start = timezone.localtime(row.starts_at)
    if (str(row.place_id), module, start.date(), minutes_of(start.time())) in left_alone:
        return None
    half = "am" if start.hour < 12 else "pm"
    return _Row(row.pk, module, str(row.place_id), start.date(), half, people)


def _match(items: Sequence[Item], rows: Iterable[_Row]) -> tuple[list[tuple[Item, _Row | None]], list[_Row]]:
    left = {(row.module, row.place, row.date, row.half, row.id): row for row in rows}
    exact = {key[:4]: key for key in sorted(left, key=str)}
    matched: dict[str, _Row] = {}
    for item in items:
        key = exact.pop((item.module, item.place, item.date, item.half), None)
        if key is not None:
            matched[item.key] = left.pop(key)
    for item in items:
        if item.key in matched:
            continue
        same = [row for row in left.values() if (row.module, row.place) == (item.module, item.place)]
        if same:
            best = min(same, key=lambda row: _distance(item, row))
            matched[item.key] = left.pop((best.module, best.place, best.date, best.half, best.id))
    return [(item, matched.get(item.key)) for item in items], list(left.values())


def _distance(item: Item, row: _Row) -> tuple[int, int, str]:
    return -len(row.people.intersection(item.attendees)), abs((row.date - item.date).days), str(row.id)


def _session(prepared: Prepared, item: Item, row: _Row | None) -> PlannedSession:
    planned_for = {e.id for e in prepared.problem.employees if item.module in e.needs}
    others = sorted(row.people - planned_for) if row else []
    return PlannedSession(
        module=uuid.UUID(item.module),
        place=uuid.UUID(item.place),
        starts_at=_moment(item.date, item.starts),
        ends_at=_moment(item.date, item.ends),
        trainers=_uuids(item.trainers),
        employees=_uuids((*item.attendees, *others)),
        session=row.id if row else None,
    )


def _activity_ids(items: Iterable[Item]) -> dict[tuple[str, str, int, int], uuid.UUID]:
    places = {uuid.UUID(item.place) for item in items if item.joins}
    rows = PopularActivity.objects.filter(place__in=places).order_by("pk")
    return {(str(a.place_id), a.name, a.weekday, minutes_of(a.starts_at)): a.pk for a in rows}


def _moment(day: dt.date, minutes: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(minutes // 60, minutes % 60)))


def _uuids(ids: Iterable[str]) -> tuple[uuid.UUID, ...]:
    return tuple(uuid.UUID(id) for id in ids)
