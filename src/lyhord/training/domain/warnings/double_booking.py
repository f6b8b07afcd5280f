"""C8: nobody is in two places at once, everybody has time to travel, trainers keep their limits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lyhord.common.periods import monday
from lyhord.messaging.domain.location import minutes_between, point_at
from lyhord.messaging.models import CalendarEvent
from lyhord.people.domain.working_time import trainer_times
from lyhord.people.models import Employee, Trainer
from lyhord.places.domain.travel import UNKNOWN_MINUTES
from lyhord.training.domain.warnings.occasion import (
    Occasion,
    RuleWarning,
    clock_in_words,
    day_in_words,
    listed,
    other_events,
)


def nobody_is_in_two_places(occasion: Occasion) -> Iterator[RuleWarning]:
    """C8. Between two things on one day anyone, trainer or attendee, has time to travel."""
    here = point_at(occasion.place, occasion.starts_at)
    for event, names in _same_day(occasion):
        who = listed(names)
        clock = clock_in_words(event.starts_at, event.ends_at)
        if event.starts_at < occasion.ends_at and occasion.starts_at < event.ends_at:
            text = _("%(who)s är redan på ”%(title)s” på %(place)s %(clock)s.")
            yield RuleWarning("C8", text % {"who": who, "title": event.title, "place": event.place, "clock": clock})
            continue
        gap = max(occasion.starts_at - event.ends_at, event.starts_at - occasion.ends_at)
        minutes = int(gap.total_seconds() // 60)
        needed = minutes_between(point_at(event.place, event.starts_at), here)
        needed = UNKNOWN_MINUTES if needed is None else needed
        if minutes < needed:
            text = ngettext(
                "%(who)s hinner inte mellan %(place)s (%(clock)s) och det här: resan tar %(needed)d minuter, "
                "men det är %(minutes)d minut emellan.",
                "%(who)s hinner inte mellan %(place)s (%(clock)s) och det här: resan tar %(needed)d minuter, "
                "men det är %(minutes)d minuter emellan.",
                minutes,
            )
            facts = {"who": who, "place": event.place, "clock": clock, "needed": needed, "minutes": minutes}
            yield RuleWarning("C8", text % facts)


def trainers_are_available(occasion: Occasion) -> Iterator[RuleWarning]:
    """C8. A trainer is available."""
    day = occasion.day
    times = trainer_times(occasion.trainers, day, day + dt.timedelta(days=1))
    starts, ends = occasion.clock
    for trainer in occasion.trainers:
        spans = times[trainer.pk].get(day, [])
        if not any(first <= starts and ends <= last for first, last in spans):
            text = _("%(name)s kan inte %(day)s %(clock)s enligt sina tider.")
            clock = clock_in_words(occasion.starts_at, occasion.ends_at)
            yield RuleWarning("C8", text % {"name": str(trainer), "day": day_in_words(day), "clock": clock})


def trainers_keep_their_limits(occasion: Occasion) -> Iterator[RuleWarning]:
    """C8. A trainer keeps the daily and weekly limits, this activity counted."""
    first = monday(occasion.day)
    midnight = timezone.make_aware(dt.datetime.combine(first, dt.time()))
    next_week = timezone.make_aware(dt.datetime.combine(first + dt.timedelta(days=7), dt.time()))
    events = list(
        other_events(occasion)
        .filter(starts_at__gte=midnight, starts_at__lt=next_week, trainers__in=occasion.trainers)
        .values_list("trainers", "starts_at")
    )
    for trainer in occasion.trainers:
        days = [timezone.localdate(at) for id, at in events if id == trainer.pk]
        yield from _limits_of(trainer, in_day=days.count(occasion.day) + 1, in_week=len(days) + 1)


def _limits_of(trainer: Trainer, *, in_day: int, in_week: int) -> Iterator[RuleWarning]:
    if in_day > trainer.max_per_day:
        text = _("Det blir %(count)d uppdrag samma dag för %(name)s, som ska ha högst %(most)d.")
        yield RuleWarning("C8", text % {"name": str(trainer), "count": in_day, "most": trainer.max_per_day})
    if in_week > trainer.max_per_week:
        text = _("Det blir %(count)d uppdrag samma vecka för %(name)s, som ska ha högst %(most)d.")
        yield RuleWarning("C8", text % {"name": str(trainer), "count": in_week, "most": trainer.max_per_week})


def _same_day(occasion: Occasion) -> Iterator[tuple[CalendarEvent, list[str]]]:
    """Yield the day's other events, each with the names of those who would be at both."""
    midnight = timezone.make_aware(dt.datetime.combine(occasion.day, dt.time()))
    tomorrow = timezone.make_aware(dt.datetime.combine(occasion.day + dt.timedelta(days=1), dt.time()))
    events = (
        other_events(occasion)
        .filter(starts_at__lt=tomorrow, ends_at__gt=midnight)
        .select_related("place")
        .prefetch_related("trainers", "employees")
    )
    for event in events:
        theirs = {row.pk for row in (*event.trainers.all(), *event.employees.all())}
        ours: tuple[Trainer | Employee, ...] = (*occasion.trainers, *occasion.employees)
        names = [str(row) for row in ours if row.pk in theirs]
        if names:
            yield event, names
