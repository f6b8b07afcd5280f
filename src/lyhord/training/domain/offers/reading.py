"""Reads what `choose` looks at: a constant number of queries, however many people and sessions there are."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Count, Q
from django.utils import timezone

from lyhord.messaging.models import CalendarEvent, EventStatus
from lyhord.people.models import AwayPeriod
from lyhord.places.domain.travel import overrides_of, place_point, travel_matrix
from lyhord.places.models import MeetingPlace
from lyhord.training.domain.offers.choose import Diary, Opening, Openings, Rule
from lyhord.training.enums import SEATED, Outcome, SessionState
from lyhord.training.models import Attendance, Booking, Module, TrainingSession, capacity_of


def read_openings(modules: Collection[uuid.UUID], *, owner: uuid.UUID, now: dt.datetime, notice_days: int) -> Openings:
    """Return the board's sessions of the modules that begin after the notice. Five queries."""
    first = timezone.localdate(now) + dt.timedelta(days=notice_days)
    midnight = timezone.make_aware(dt.datetime.combine(first, dt.time()))
    rows = (
        TrainingSession.objects.filter(
            owner=owner, module__in=modules, state=SessionState.PLANNED, starts_at__gte=max(midnight, now)
        )
        .annotate(seated=Count("bookings", filter=Q(bookings__state__in=SEATED)))
        .order_by()
    )
    known = {module.pk: module for module in Module.objects.filter(owner=owner)}
    places = {place.pk: place for place in MeetingPlace.objects.filter(owner=owner)}
    found: dict[uuid.UUID, list[Opening]] = defaultdict(list)
    fields = ("pk", "module_id", "place_id", "starts_at", "ends_at", "seats", "seated")
    for id, module, place, starts_at, ends_at, seats, seated in rows.values_list(*fields):
        capacity = capacity_of(known[module], places[place]) if seats is None else seats
        on = timezone.localdate(starts_at)
        found[module].append(Opening(id, module, place, on, starts_at, ends_at, capacity - seated))
    points = {id: place_point(place) for id, place in places.items()}
    matrix = travel_matrix(list(points.values()), overrides=overrides_of(places))
    by_key = {point.key: id for id, point in points.items()}
    minutes = {(by_key[a], by_key[b]): value for (a, b), value in matrix.items()}
    return Openings(found, minutes, {id: _rule(row, known.values()) for id, row in known.items()})


def read_diaries(employees: Iterable[uuid.UUID], *, now: dt.datetime) -> dict[uuid.UUID, Diary]:
    """Return the diary of each of the people, from now on. Four queries."""
    ids = list(employees)
    diaries = {id: Diary() for id in ids}
    today = timezone.localdate(now)
    away = AwayPeriod.objects.filter(Q(ends_before=None) | Q(ends_before__gt=today), employee__in=ids).order_by()
    for id, starts_on, ends_before in away.values_list("employee_id", "starts_on", "ends_before"):
        diaries[id].away.append((starts_on, ends_before))
    events = CalendarEvent.objects.filter(status=EventStatus.CONFIRMED, ends_at__gt=now, employees__in=ids).order_by()
    for id, starts_at, ends_at in events.values_list("employees", "starts_at", "ends_at"):
        diaries[id].busy.append((starts_at, ends_at))
    booked = Booking.objects.filter(employee__in=ids, session__state=SessionState.PLANNED).order_by()
    columns = ("employee_id", "session_id", "session__module_id", "session__starts_at", "state")
    for id, session, module, starts_at, state in booked.values_list(*columns):
        diaries[id].asked.add(session)
        if state in SEATED:
            day = timezone.localdate(starts_at)
            diaries[id].days.setdefault(module, []).append(day)
            diaries[id].coming.setdefault(module, []).append(day)
    done = Attendance.objects.filter(employee__in=ids, outcome=Outcome.PRESENT, session__state=SessionState.HELD)
    for id, module, starts_at in done.order_by().values_list("employee_id", "session__module_id", "session__starts_at"):
        diaries[id].days.setdefault(module, []).append(timezone.localdate(starts_at))
    return diaries


def _rule(module: Module, among: Iterable[Module]) -> Rule:
    followers = tuple(other.pk for other in among if other.after_id == module.pk)
    return Rule(module.pk, module.after_id, module.gap_min_days, module.gap_max_days, followers)
