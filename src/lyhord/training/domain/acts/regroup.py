"""Two sessions become one, or one becomes two."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Set
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from lyhord.accounts.domain import audit
from lyhord.accounts.models import User
from lyhord.people.models import Employee, Trainer
from lyhord.places.models import MeetingPlace
from lyhord.training.domain.events import publish, withdraw
from lyhord.training.domain.fitting import who_can_come
from lyhord.training.domain.impact import Impact, of_merge, of_split
from lyhord.training.domain.seating import seat, settle
from lyhord.training.domain.sessions import locked
from lyhord.training.domain.states import Act, enter
from lyhord.training.enums import SEATED, BookingState, SessionState
from lyhord.training.models import Booking, TrainingSession, capacity_of


class NotTheSameModule(ValueError):
    """Only sessions of one module, for the staff of one board, can be merged."""


class NobodyToSplit(ValueError):
    """A split needs somebody who leaves."""


@dataclass(frozen=True, kw_only=True)
class NewTime:
    """When and where a part of a group goes instead. ends_at: None for as long as the module takes."""

    place: MeetingPlace
    starts_at: dt.datetime
    ends_at: dt.datetime | None = None
    trainers: tuple[Trainer, ...] = ()


def merge_targets(
    session: TrainingSession, rows: QuerySet[TrainingSession], now: dt.datetime
) -> QuerySet[TrainingSession]:
    """Return those of the rows that the session can be merged into, in order of time."""
    return (
        rows.filter(module=session.module_id, owner=session.owner_id, state=SessionState.PLANNED, starts_at__gt=now)
        .exclude(pk=session.pk)
        .order_by("starts_at", "pk")
    )


def preview_merge(*, session: TrainingSession, into: TrainingSession) -> Impact:
    """Return what merging the session into the other would do. Changes nothing."""
    rows = _bookings(session)
    can_come = who_can_come(into, [row.employee_id for row in rows], leaving=session)
    return of_merge(rows, into.bookings.all(), capacity=into.capacity, can_come=can_come)


@transaction.atomic
def merge_sessions(
    *, session: TrainingSession, into: TrainingSession, merged_by: User | None, now: dt.datetime
) -> Impact:
    """Cancel the session and ask its people to come to the other instead, as `preview_merge` says at this moment.

    The two are held in the order of their ids, so that two merges crosswise wait for each other instead of for ever.
    Raises SessionNotPlanned, NotTheSameModule.
    """
    held = {id: locked(id) for id in sorted((session.pk, into.pk))}
    session, into = held[session.pk], held[into.pk]
    if session == into or (session.module_id, session.owner_id) != (into.module_id, into.owner_id):
        raise NotTheSameModule(into.pk)
    act = Act(by=merged_by, now=now)
    impact = preview_merge(session=session, into=into)
    session.state = SessionState.CANCELLED
    session.save(update_fields=["state"])
    enter(session.bookings.filter(state__in=[*SEATED, BookingState.WAITING]), BookingState.CANCELLED, act)
    seat(into, [row.employee_id for row in (*impact.seated, *impact.waiting)], act)
    withdraw(session, now=now)
    publish(into, now=now)
    audit.record("training.sessions_merged", actor=merged_by, obj=into, counts=_counts(impact), at=now)
    return impact


def preview_split(*, session: TrainingSession, leaving: Iterable[Employee], place: MeetingPlace) -> Impact:
    """Return what becomes of those who leave for a session of their own at the place. Changes nothing."""
    return of_split(_bookings(session), _ids(leaving), capacity=capacity_of(session.module, place))


@transaction.atomic
def split_session(
    *,
    session: TrainingSession,
    leaving: Iterable[Employee],
    to: NewTime,
    split_by: User | None,
    now: dt.datetime,
) -> TrainingSession:
    """Let some of the session's people have a session of their own; the seats they leave go to the waiting list.

    Returns the new session. Raises SessionNotPlanned, NobodyToSplit.
    """
    session = locked(session.pk)
    act = Act(by=split_by, now=now)
    impact = preview_split(session=session, leaving=leaving, place=to.place)
    going = [row.employee_id for row in (*impact.seated, *impact.waiting)]
    if not going:
        raise NobodyToSplit(session.pk)
    new = TrainingSession.objects.create(
        owner=to.place.owner,
        module=session.module,
        place=to.place,
        starts_at=to.starts_at,
        ends_at=to.ends_at or to.starts_at + (session.ends_at - session.starts_at),
        is_example=to.place.is_example,
    )
    new.trainers.set(to.trainers)
    enter([*impact.seated, *impact.waiting], BookingState.CANCELLED, act)
    seat(new, going, act)
    settle(session, act)
    publish(session, now=now)
    publish(new, now=now)
    audit.record("training.session_split", actor=split_by, obj=new, counts=_counts(impact), at=now)
    return new


def _bookings(session: TrainingSession) -> list[Booking]:
    """Return seats and the waiting list, in its order, of everybody whose data may be used."""
    rows = session.bookings.filter(employee__restricted_at=None).select_related("employee")
    return [*rows.seated(), *rows.waiting()]


def _ids(employees: Iterable[Employee]) -> Set[uuid.UUID]:
    return {employee.pk for employee in employees}


def _counts(impact: Impact) -> dict[str, int]:
    return {
        "confirmed": len(impact.confirmed),
        "asked": len(impact.asked),
        "waiting": len(impact.waiting),
        "without": len(impact.without),
    }
