"""C5: people come when they work, with notice. C6: the place they leave keeps its staffing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lyhord.common.periods import on_day
from lyhord.people.domain.working_time import Duty, WorkingDays, working_times
from lyhord.people.models import Employee, Employment
from lyhord.places.domain.opening import Hours, clip, expand_many
from lyhord.places.models import MeetingPlace
from lyhord.training.domain.warnings.occasion import (
    Occasion,
    RuleWarning,
    clock_in_words,
    day_in_words,
    listed,
)
from lyhord.training.enums import SessionState
from lyhord.training.models import Booking


def notice_is_given(occasion: Occasion, *, now: dt.datetime, notice_days: int) -> Iterator[RuleWarning]:
    """C5. People attend with at least `notice_days` notice. What lies in the past is only being written down."""
    left = (occasion.day - timezone.localdate(now)).days
    if occasion.starts_at > now and left < notice_days:
        text = ngettext(
            "Det är %(left)d dag kvar. Personalen ska få veta minst %(notice)d dagar i förväg.",
            "Det är %(left)d dagar kvar. Personalen ska få veta minst %(notice)d dagar i förväg.",
            left,
        )
        yield RuleWarning("C5", text % {"left": left, "notice": notice_days})


def people_work_then(occasion: Occasion) -> Iterator[RuleWarning]:
    """C5. People attend only when they are on duty or available."""
    times = working_times(occasion.employees, occasion.day, occasion.day + dt.timedelta(days=1))
    starts, ends = occasion.clock
    off = [
        str(employee)
        for employee in occasion.employees
        if not _covers(times[employee.pk].get(occasion.day, []), starts, ends)
    ]
    if off:
        text = _("%(names)s arbetar inte %(day)s %(clock)s.")
        clock = clock_in_words(occasion.starts_at, occasion.ends_at)
        yield RuleWarning("C5", text % {"names": listed(off), "day": day_in_words(occasion.day), "clock": clock})


def places_keep_their_staffing(occasion: Occasion) -> Iterator[RuleWarning]:
    """C6. While a place is open, those on duty there who are not in a session reach the minimum staffing.

    Where fewer than the minimum are on duty anyhow, the number on duty is what counts.
    """
    day, next_day = occasion.day, occasion.day + dt.timedelta(days=1)
    own = working_times(occasion.employees, day, next_day)
    left = {duty.place_id for days in own.values() for duty in days.get(day, []) if duty.is_scheduled}
    places = list(MeetingPlace.objects.filter(pk__in=left))
    opening = expand_many(places, day, next_day)
    staff = list(
        Employee.objects.filter(pk__in=Employment.objects.filter(on_day(day), place__in=places).values("employee"))
    )
    times = working_times(staff, day, next_day)
    away = _in_sessions(occasion, staff)
    for place in places:
        hours = clip(opening[place.pk].open.get(day, []), [occasion.clock])
        if worst := _worst(place, hours, times, away, day):
            text = _("%(place)s har öppet då, men bara %(left)d blir kvar kl. %(at)s. Det ska vara minst %(least)d.")
            facts = {"place": place, "left": worst.left, "at": f"{worst.at:%H.%M}", "least": worst.least}
            yield RuleWarning("C6", text % facts)


@dataclass(frozen=True, slots=True)
class _Shortage:
    at: dt.time
    left: int
    least: int


def _worst(
    place: MeetingPlace,
    hours: Hours,
    times: dict[uuid.UUID, WorkingDays],
    away: Collection[uuid.UUID],
    day: dt.date,
) -> _Shortage | None:
    """Return the moment at which most people are missing. Numbers change only when somebody comes or goes."""
    duties = [
        (id, duty)
        for id, days in times.items()
        for duty in days.get(day, [])
        if duty.place_id == place.pk and duty.is_scheduled
    ]
    shortages = []
    for first, last in hours:
        moments = {first} | {at for _id, duty in duties for at in (duty.starts_at, duty.ends_at) if first < at < last}
        for at in sorted(moments):
            on_duty = {id for id, duty in duties if duty.starts_at <= at < duty.ends_at}
            left, least = len(on_duty.difference(away)), min(place.min_staff, len(on_duty))
            if left < least:
                shortages.append(_Shortage(at, left, least))
    return max(shortages, key=lambda shortage: shortage.least - shortage.left, default=None)


def _in_sessions(occasion: Occasion, staff: Iterable[Employee]) -> set[uuid.UUID]:
    """Return who is in this session, or in another one that overlaps it."""
    others = (
        Booking.objects.seated()
        .filter(
            employee__in=list(staff),
            session__state=SessionState.PLANNED,
            session__starts_at__lt=occasion.ends_at,
            session__ends_at__gt=occasion.starts_at,
        )
        .exclude(session=occasion.subject)
    )
    return {employee.pk for employee in occasion.employees} | set(others.values_list("employee_id", flat=True))


def _covers(duties: Iterable[Duty], starts: dt.time, ends: dt.time) -> bool:
    return any(duty.starts_at <= starts and ends <= duty.ends_at for duty in duties)
