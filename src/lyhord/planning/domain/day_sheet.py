"""A trainer's day: where to go, in order, with the time it takes to get there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from lyhord.messaging.domain.location import minutes_between, point_at, stop_at
from lyhord.outreach.enums import VisitState
from lyhord.outreach.models import Visit
from lyhord.people.models import Trainer
from lyhord.places.domain.travel import Point
from lyhord.planning.domain.calendar import Entry, entries, midnight
from lyhord.training.enums import SessionState
from lyhord.training.models import TrainingSession


@dataclass(frozen=True)
class Errand:
    """One thing of the day. travel_minutes: from the thing before, or the base; None when it is not known.

    leave_at: the latest time to set out, None when the travel time is not known. venue, address: of the stop where a
    mobile place stands, else of the place.
    """

    entry: Entry
    venue: str
    address: str
    travel_minutes: int | None
    leave_at: dt.datetime | None


@dataclass(frozen=True)
class DaySheet:
    """errands: in order of time. home_minutes: back to the base; None when it is not known or there are none."""

    trainer: Trainer
    day: dt.date
    errands: tuple[Errand, ...]
    home_minutes: int | None


def day_sheet(
    trainer: Trainer, day: dt.date, *, sessions: QuerySet[TrainingSession], visits: QuerySet[Visit]
) -> DaySheet:
    """Return the trainer's day, of the rows that the reader may see. What is cancelled is left out.

    A few queries for each errand.
    """
    within = {
        "trainers": trainer,
        "starts_at__gte": midnight(day),
        "starts_at__lt": midnight(day + dt.timedelta(days=1)),
    }
    found = entries(
        sessions.filter(**within).exclude(state=SessionState.CANCELLED),
        visits.filter(**within).exclude(state=VisitState.CANCELLED),
    )
    base = Point("base", trainer.latitude, trainer.longitude)
    here, errands = base, []
    for entry in found:
        there, stop = point_at(entry.place, entry.starts_at), stop_at(entry.place, entry.starts_at)
        minutes = minutes_between(here, there)
        errands.append(
            Errand(
                entry=entry,
                venue=stop.venue if stop else entry.place.room if entry.kind == "session" else "",
                address=(stop.address if stop else "") or entry.place.address,
                travel_minutes=minutes,
                leave_at=None if minutes is None else entry.starts_at - dt.timedelta(minutes=minutes),
            )
        )
        here = there
    return DaySheet(trainer, day, tuple(errands), minutes_between(here, base) if errands else None)
