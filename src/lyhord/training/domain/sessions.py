"""Sessions are created, moved and cancelled: by hand, or many at once from a plan."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from django.db import transaction

from lyhord.accounts.domain import audit
from lyhord.accounts.models import User
from lyhord.people.models import Employee, Trainer
from lyhord.places.models import MeetingPlace
from lyhord.training.domain.events import publish, withdraw
from lyhord.training.domain.impact import Impact, of_cancel, of_move
from lyhord.training.domain.rows import rows_by_id
from lyhord.training.domain.seating import seat, settle
from lyhord.training.domain.states import Act, enter
from lyhord.training.enums import SEATED, BookingState, SessionState, StepWay
from lyhord.training.models import Module, TrainingSession, capacity_of


class Keep(Enum):
    """Says "leave it as it is" where None says something else."""

    KEEP = 0


KEEP = Keep.KEEP


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
    cancelled = list(cancelled)
    _hold_in_order([*cancelled, *(plan.session for plan in planned if plan.session)])
    for id in cancelled:
        _cancel(locked(id), Act(by=placed_by, now=now, way=StepWay.PLAN))
        counts["cancelled"] += 1
    for plan in planned:
        session = locked(plan.session) if plan.session else TrainingSession()
        before = _when_and_where(session) if plan.session else None
        _fill(session, plan, modules[plan.module], places[plan.place])
        session.trainers.set([trainers[id] for id in plan.trainers])
        act = Act(by=placed_by, now=now, way=StepWay.PLAN)
        _seat_exactly(session, plan.employees, act)
        fate = "created" if before is None else "kept" if before[:2] == _when_and_where(session)[:2] else "moved"
        if fate == "moved":
            _ask_again(session, act)
        publish(session, now=now)
        counts[fate] += 1
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
    seats: int | None = None,
    trainers: Iterable[Trainer] = (),
    employees: Iterable[Employee] = (),
    created_by: User | None,
    now: dt.datetime,
) -> TrainingSession:
    """Create a planned session and ask people to it, as many as it has seats for; the others wait.

    ends_at: None for as long as the module takes. seats: None for as many as module and room hold.
    """
    session = TrainingSession.objects.create(
        owner=place.owner,
        module=module,
        place=place,
        starts_at=starts_at,
        ends_at=ends_at or starts_at + dt.timedelta(minutes=module.minutes),
        seats=seats,
        is_example=place.is_example,
    )
    session.trainers.set(trainers)
    new = seat(session, _unrestricted(employee.pk for employee in employees), Act(by=created_by, now=now))
    publish(session, now=now)
    audit.record("training.session_created", actor=created_by, obj=session, counts={"booked": len(new.seats)}, at=now)
    return session


@transaction.atomic
def move_session(
    *,
    session: TrainingSession,
    starts_at: dt.datetime,
    ends_at: dt.datetime | None = None,
    place: MeetingPlace | None = None,
    trainers: Iterable[Trainer] | None = None,
    seats: int | Keep | None = KEEP,
    moved_by: User | None,
    now: dt.datetime,
) -> TrainingSession:
    """Give the session another time, place or trainers, as `preview_move` says at this moment.

    Seats stay, but a yes to the old time or place is no yes to the new one, and where the new room is too small the
    last wait. ends_at: None keeps its length. place, trainers: None keeps them. seats: None for as many as
    module and room hold. Raises SessionNotPlanned.
    """
    session = locked(session.pk)
    before = _when_and_where(session)
    session.ends_at = ends_at or starts_at + (session.ends_at - session.starts_at)
    session.starts_at = starts_at
    if place is not None:
        session.place, session.owner, session.is_example = place, place.owner, place.is_example
    if seats is not KEEP:
        session.seats = seats
    session.save()
    if trainers is not None:
        session.trainers.set(trainers)
    act = Act(by=moved_by, now=now)
    counts = {"waiting": len(settle(session, act).waiting), "confirmed": 0}
    if _when_and_where(session) != before:
        counts["confirmed"] = _ask_again(session, act)
    publish(session, now=now)
    audit.record("training.session_moved", actor=moved_by, obj=session, counts=counts, at=now)
    return session


def preview_move(
    *, session: TrainingSession, starts_at: dt.datetime, ends_at: dt.datetime, place: MeetingPlace, seats: int | None
) -> Impact:
    """Return what moving the session would do to people's times. Changes nothing."""
    new = (place.pk, starts_at, ends_at)
    capacity = seats if seats is not None else capacity_of(session.module, place)
    rows = session.bookings.seated().select_related("employee")
    return of_move(rows, capacity=capacity, changes_time=new != _when_and_where(session))


def preview_cancel(*, session: TrainingSession) -> Impact:
    """Return whose times cancelling the session would take away. Changes nothing."""
    return of_cancel(session.bookings.standing().select_related("employee"))


@transaction.atomic
def cancel_session(*, session: TrainingSession, cancelled_by: User | None, now: dt.datetime) -> TrainingSession:
    """Cancel a planned session and take back its seats, which stay on record. Raises SessionNotPlanned."""
    session = locked(session.pk)
    _cancel(session, Act(by=cancelled_by, now=now))
    audit.record("training.session_cancelled", actor=cancelled_by, obj=session, at=now)
    return session


def locked(id: uuid.UUID) -> TrainingSession:
    """Return the session, held until the transaction ends. Raises SessionNotPlanned."""
    session = TrainingSession.objects.select_for_update().get(pk=id)
    if session.state != SessionState.PLANNED:
        raise SessionNotPlanned(session.pk)
    return session


def _hold_in_order(ids: Iterable[uuid.UUID]) -> None:
    """Hold the sessions in the order of their ids, so that two who hold several wait and never block each other."""
    list(TrainingSession.objects.select_for_update().filter(pk__in=list(ids)).order_by("pk").values_list("pk"))


def _when_and_where(session: TrainingSession) -> tuple[uuid.UUID, dt.datetime, dt.datetime]:
    return session.place_id, session.starts_at, session.ends_at


def _ask_again(session: TrainingSession, act: Act) -> int:
    """Let those who have said yes be asked about the new time instead, and return how many they are."""
    return len(enter(session.bookings.filter(state=BookingState.ACCEPTED), BookingState.INVITED, act))


def _fill(session: TrainingSession, plan: PlannedSession, module: Module, place: MeetingPlace) -> None:
    session.module, session.place, session.owner, session.is_example = module, place, place.owner, place.is_example
    session.starts_at = plan.starts_at
    session.ends_at = plan.ends_at or plan.starts_at + dt.timedelta(minutes=module.minutes)
    session.save()


def _cancel(session: TrainingSession, act: Act) -> None:
    session.state = SessionState.CANCELLED
    session.save(update_fields=["state"])
    enter(session.bookings.filter(state__in=[*SEATED, BookingState.WAITING]), BookingState.CANCELLED, act)
    withdraw(session, now=act.now)


def _seat_exactly(session: TrainingSession, employees: Iterable[uuid.UUID], act: Act) -> None:
    """Let the people and nobody else have seats. Seats of those whose data has been restricted stay as they are."""
    wanted = _unrestricted(employees)
    others = session.bookings.filter(employee__restricted_at=None).exclude(employee__in=wanted)
    enter(others.filter(state__in=[*SEATED, BookingState.WAITING]), BookingState.CANCELLED, act)
    seat(session, wanted, act)


def _unrestricted(employees: Iterable[uuid.UUID]) -> list[uuid.UUID]:
    """Return the people in order, without those whose data has been restricted since the plan was made."""
    asked = list(employees)
    restricted = set(Employee.objects.filter(pk__in=asked, restricted_at__isnull=False).values_list("pk", flat=True))
    return [id for id in asked if id not in restricted]
