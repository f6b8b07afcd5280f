"""Another trainer takes a session over: whose time, competence and road there fit best."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from lyhord.accounts.domain import audit
from lyhord.accounts.models import User
from lyhord.common.periods import monday
from lyhord.messaging.domain.location import minutes_between, point_at
from lyhord.messaging.models import CalendarEvent, EventStatus
from lyhord.people.domain.restriction import check_unrestricted
from lyhord.people.domain.working_time import trainer_times
from lyhord.people.models import Trainer
from lyhord.places.domain.travel import UNKNOWN_MINUTES, Point
from lyhord.training.domain.events import publish
from lyhord.training.domain.sessions import locked
from lyhord.training.models import TrainingSession

type Diaries = dict[uuid.UUID, list[CalendarEvent]]


class AlreadyTrains(ValueError):
    """Who is to stand in holds the session already."""


@dataclass(frozen=True, slots=True)
class StandIn:
    """minutes: to travel there, from what the trainer does before that day or else from home; None when unknown."""

    trainer: Trainer
    minutes: int | None


def suggest_stand_ins(*, session: TrainingSession, among: Iterable[Trainer]) -> list[StandIn]:
    """Return the trainers who can take the session over, fewest travel minutes first. Changes nothing.

    Each has the module's competence and language, time enough, nothing else then that cannot be reached from here, and
    stays within the limits of a day and a week. Five queries, and at most two more a trainer for the roads.
    """
    module = session.module
    holding = set(session.trainers.values_list("pk", flat=True))
    able = [
        trainer
        for trainer in among
        if trainer.pk not in holding
        and (not module.competence or module.competence in trainer.competences)
        and (module.language == "sv" or module.language in trainer.languages)
    ]
    day, starts, ends = _local(session)
    times = trainer_times(able, day, day + dt.timedelta(days=1))
    week = _diaries(session, able)
    here = point_at(session.place, session.starts_at)
    found = []
    for trainer in able:
        events = week[trainer.pk]
        same_day = [event for event in events if timezone.localdate(event.starts_at) == day]
        if len(same_day) >= trainer.max_per_day or len(events) >= trainer.max_per_week:
            continue
        if any(first <= starts and ends <= last for first, last in times[trainer.pk].get(day, [])):
            found += _on_the_road(session, trainer, same_day, here)
    return sorted(found, key=lambda it: (it.minutes is None, it.minutes or 0, it.trainer.name, str(it.trainer.pk)))


@transaction.atomic
def stand_in(
    *, session: TrainingSession, leaving: Trainer | None, coming: Trainer, changed_by: User | None, now: dt.datetime
) -> TrainingSession:
    """Let a trainer take the session over. leaving: whom the trainer stands in for; None when one is added.

    Nobody's time changes. Raises SessionNotPlanned, RowRestricted, AlreadyTrains.
    """
    session = locked(session.pk)
    check_unrestricted(coming)
    if session.trainers.filter(pk=coming.pk).exists():
        raise AlreadyTrains(coming.pk)
    if leaving is not None:
        session.trainers.remove(leaving)
    session.trainers.add(coming)
    publish(session, now=now)
    audit.record("training.trainer_stood_in", actor=changed_by, obj=session, at=now)
    return session


def _local(session: TrainingSession) -> tuple[dt.date, dt.time, dt.time]:
    starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    return starts.date(), starts.time(), ends.time()


def _diaries(session: TrainingSession, trainers: Sequence[Trainer]) -> Diaries:
    """Return what each has in the week of the session, the session left out."""
    first = monday(timezone.localdate(session.starts_at))
    midnight = timezone.make_aware(dt.datetime.combine(first, dt.time()))
    events = (
        CalendarEvent.objects.filter(
            status=EventStatus.CONFIRMED,
            starts_at__gte=midnight,
            starts_at__lt=midnight + dt.timedelta(days=7),
            trainers__in=trainers,
        )
        .exclude(subject=session.pk)
        .select_related("place")
        .prefetch_related("trainers")
        .order_by("starts_at")
        .distinct()
    )
    found: Diaries = defaultdict(list)
    for event in events:
        for trainer in event.trainers.all():
            found[trainer.pk].append(event)
    return found


def _on_the_road(
    session: TrainingSession, trainer: Trainer, same_day: Sequence[CalendarEvent], here: Point
) -> list[StandIn]:
    """Return the trainer with the minutes there, or nothing when the day's other tasks leave no time to travel."""
    minutes = minutes_between(Point("", trainer.latitude, trainer.longitude), here)
    for event in same_day:
        between = minutes_between(point_at(event.place, event.starts_at), here)
        needed = dt.timedelta(minutes=UNKNOWN_MINUTES if between is None else between)
        if event.starts_at < session.ends_at + needed and session.starts_at < event.ends_at + needed:
            return []
        if event.ends_at <= session.starts_at:
            minutes = between
    return [StandIn(trainer, minutes)]
