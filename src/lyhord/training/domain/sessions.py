"""Sessions are created, moved and cancelled: by hand, or many at once from a plan."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from lyhord.accounts.domain import audit
from lyhord.accounts.models import User
from lyhord.people.models import Employee, Trainer
from lyhord.places.models import MeetingPlace
from lyhord.training.domain.events import publish, withdraw
from lyhord.training.domain.rows import rows_by_id
from lyhord.training.enums import SessionState
from lyhord.training.models import Booking, Module, TrainingSession


class SessionNotPlanned(Exception):
    """The session has been held or cancelled, so its time and its seats no longer change."""


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """A session of a plan, in ids of site rows.

    session: the existing session that this is, None for a new one. ends_at: None for as long as the module takes.
    """

    module: uuid.UUID
    place: uuid.UUID
    starts_at: dt.datetime
    trainers: tuple[uuid.UUID, ...] = ()
    employees: tuple[uuid.UUID, ...] = ()
    session: uuid.UUID | None = None
    ends_at: dt.datetime | None = None


@transaction.atomic
def place_sessions(
    *,
    planned: Sequence[PlannedSession],
    cancelled: Iterable[uuid.UUID] = (),
    placed_by: User | None,
    now: dt.datetime,
) -> list[TrainingSession]:
    """Create or move the planned sessions, with exactly the named trainers and seats, and cancel the others named.

    Returns the sessions in the order of `planned`. A session that neither names is left as it is. One audit row
    for them all. Raises SessionNotPlanned, or ObjectDoesNotExist for an id that is no row;
    then nothing has changed.
    """
    places = rows_by_id(MeetingPlace, (plan.place for plan in planned))
    modules = rows_by_id(Module, (plan.module for plan in planned))
    trainers = rows_by_id(Trainer, (id for plan in planned for id in plan.trainers))
    rows_by_id(Employee, (id for plan in planned for id in plan.employees))
    counts = {"created": 0, "moved": 0, "kept": 0, "cancelled": 0}
    sessions = []
    for id in cancelled:
        _cancel(locked(id), now)
        counts["cancelled"] += 1
    for plan in planned:
        session = locked(plan.session) if plan.session else TrainingSession()
        before = (session.place_id, session.starts_at) if plan.session else None
        _fill(session, plan, modules[plan.module], places[plan.place])
        session.trainers.set([trainers[id] for id in plan.trainers])
        session.bookings.filter(employee__restricted_at=None).exclude(employee__in=plan.employees).delete()
        _add_seats(session, plan.employees)
        publish(session, now=now)
        after = (session.place_id, session.starts_at)
        counts["created" if before is None else "kept" if before == after else "moved"] += 1
        sessions.append(session)
    owner = sessions[0].owner if sessions else None
    audit.record("training.sessions_placed", actor=placed_by, owner=owner, counts=counts, at=now)
    return sessions


@transaction.atomic
def create_session(
    *,
    module: Module,
    place: MeetingPlace,
    starts_at: dt.datetime,
    ends_at: dt.datetime | None = None,
    trainers: Iterable[Trainer] = (),
    employees: Iterable[Employee] = (),
    created_by: User | None,
    now: dt.datetime,
) -> TrainingSession:
    """Create a planned session with its seats taken. ends_at: None for as long as the module takes."""
    session = TrainingSession.objects.create(
        owner=place.owner,
        module=module,
        place=place,
        starts_at=starts_at,
        ends_at=ends_at or starts_at + dt.timedelta(minutes=module.minutes),
        is_example=place.is_example,
    )
    session.trainers.set(trainers)
    seats = _add_seats(session, [employee.pk for employee in employees])
    publish(session, now=now)
    audit.record("training.session_created", actor=created_by, obj=session, counts={"booked": seats}, at=now)
    return session


@transaction.atomic
def move_session(
    *,
    session: TrainingSession,
    starts_at: dt.datetime,
    ends_at: dt.datetime | None = None,
    place: MeetingPlace | None = None,
    trainers: Iterable[Trainer] | None = None,
    moved_by: User | None,
    now: dt.datetime,
) -> TrainingSession:
    """Give the session another time, place or trainers. Seats stay.

    ends_at: None keeps its length. place, trainers: None keeps them. Raises SessionNotPlanned.
    """
    session = locked(session.pk)
    session.ends_at = ends_at or starts_at + (session.ends_at - session.starts_at)
    session.starts_at = starts_at
    if place is not None:
        session.place, session.owner, session.is_example = place, place.owner, place.is_example
    session.save()
    if trainers is not None:
        session.trainers.set(trainers)
    publish(session, now=now)
    audit.record("training.session_moved", actor=moved_by, obj=session, at=now)
    return session


@transaction.atomic
def cancel_session(*, session: TrainingSession, cancelled_by: User | None, now: dt.datetime) -> TrainingSession:
    """Cancel a planned session. Its seats stay on record but count no longer. Raises SessionNotPlanned."""
    session = locked(session.pk)
    _cancel(session, now)
    audit.record("training.session_cancelled", actor=cancelled_by, obj=session, at=now)
    return session


def locked(id: uuid.UUID) -> TrainingSession:
    """Return the session, held until the transaction ends. Raises SessionNotPlanned."""
    session = TrainingSession.objects.select_for_update().get(pk=id)
    if session.state != SessionState.PLANNED:
        raise SessionNotPlanned(session.pk)
    return session


def _fill(session: TrainingSession, plan: PlannedSession, module: Module, place: MeetingPlace) -> None:
    session.module, session.place, session.owner, session.is_example = module, place, place.owner, place.is_example
    session.starts_at = plan.starts_at
    session.ends_at = plan.ends_at or plan.starts_at + dt.timedelta(minutes=module.minutes)
    session.save()


def _cancel(session: TrainingSession, now: dt.datetime) -> None:
    session.state = SessionState.CANCELLED
    session.save(update_fields=["state"])
    withdraw(session, now=now)


def _add_seats(session: TrainingSession, employees: Iterable[uuid.UUID]) -> int:
    """Seat those who have no seat. Nobody whose data has been restricted since the plan was made."""
    employees = list(employees)
    taken = set(session.bookings.values_list("employee_id", flat=True))
    taken |= set(Employee.objects.filter(pk__in=employees, restricted_at__isnull=False).values_list("pk", flat=True))
    rows = [Booking(session=session, employee_id=id) for id in dict.fromkeys(employees) if id not in taken]
    return len(Booking.objects.bulk_create(rows))
