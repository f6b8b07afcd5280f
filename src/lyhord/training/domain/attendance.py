"""A session was held, and who was there: the evidence that coverage counts."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db import transaction

from lyhord.accounts.domain import audit
from lyhord.accounts.models import User
from lyhord.people.models import Employee
from lyhord.training.domain.events import publish
from lyhord.training.domain.sessions import locked
from lyhord.training.domain.states import Act, enter, former_state
from lyhord.training.enums import ATTENDED, BookingState, Outcome, SessionState
from lyhord.training.models import Attendance, Booking, TrainingSession


class SessionNotStarted(Exception):
    """What has not begun cannot have been held."""


class SessionNotHeld(Exception):
    """Attendance belongs to a session that has been held."""


@transaction.atomic
def mark_held(
    *,
    session: TrainingSession,
    absent: Iterable[Employee] = (),
    walk_ins: Iterable[Employee] = (),
    partly: Iterable[Employee] = (),
    held_by: User | None,
    now: dt.datetime,
) -> list[Attendance]:
    """Record that the session was held: everyone with a seat was there except `absent`, and so were `walk_ins`.

    partly: those who were there for a part only, which does not count as trained.

    Of somebody whose data is restricted nothing is recorded.

    Raises SessionNotPlanned, SessionNotStarted.
    """
    session = locked(session.pk)
    if session.starts_at > now:
        raise SessionNotStarted(session.pk)
    session.state = SessionState.HELD
    session.save(update_fields=["state"])
    missing = {employee.pk for employee in absent}
    outcomes: dict[Employee, Outcome | None] = {
        booking.employee: Outcome.ABSENT if booking.employee_id in missing else Outcome.PRESENT
        for booking in session.bookings.seated().filter(employee__restricted_at=None).select_related("employee")
    }
    outcomes |= dict.fromkeys(walk_ins, Outcome.PRESENT) | dict.fromkeys(partly, Outcome.PARTLY)
    write_outcomes(session, outcomes, held_by, now)
    publish(session, now=now)
    audit.record("training.session_held", actor=held_by, obj=session, counts=_counts(outcomes), at=now)
    return list(session.attendances.select_related("employee"))


@transaction.atomic
def record_attendance(
    *,
    session: TrainingSession,
    outcomes: Mapping[Employee, Outcome | None],
    recorded_by: User | None,
    now: dt.datetime,
) -> list[Attendance]:
    """Put right who was there at a session that has been held.

    outcomes: only those named change; None takes the row away (somebody who was added by mistake). The same
    again gives the same rows and leaves no trace but the audit row. Raises SessionNotHeld.
    """
    session = TrainingSession.objects.select_for_update().get(pk=session.pk)
    if session.state != SessionState.HELD:
        raise SessionNotHeld(session.pk)
    write_outcomes(session, outcomes, recorded_by, now)
    publish(session, now=now)
    audit.record("training.attendance_recorded", actor=recorded_by, obj=session, counts=_counts(outcomes), at=now)
    return list(session.attendances.select_related("employee"))


@transaction.atomic
def undo_held(*, session: TrainingSession, undone_by: User | None, now: dt.datetime) -> TrainingSession:
    """Take back that the session was held: it is planned again and its attendance is removed. Raises SessionNotHeld."""
    session = TrainingSession.objects.select_for_update().get(pk=session.pk)
    if session.state != SessionState.HELD:
        raise SessionNotHeld(session.pk)
    removed, _by_model = session.attendances.all().delete()
    mirror_attendance(session, Act(by=undone_by, now=now))
    session.state = SessionState.PLANNED
    session.save(update_fields=["state"])
    publish(session, now=now)
    audit.record("training.held_undone", actor=undone_by, obj=session, counts={"removed": removed}, at=now)
    return session


def write_outcomes(
    session: TrainingSession,
    outcomes: Mapping[Employee, Outcome | None],
    recorded_by: User | None,
    now: dt.datetime,
) -> None:
    """Write the attendance rows that differ, with the bookings in step. The caller holds the session."""
    rows = {row.employee_id: row for row in session.attendances.all()}
    for employee, outcome in outcomes.items():
        row = rows.get(employee.pk)
        if outcome is None:
            if row is not None:
                row.delete()
        elif row is None:
            session.attendances.create(employee=employee, outcome=outcome, recorded_by=recorded_by, recorded_at=now)
        elif row.outcome != outcome:
            row.outcome, row.recorded_by, row.recorded_at = outcome, recorded_by, now
            row.save()
    mirror_attendance(session, Act(by=recorded_by, now=now))


def mirror_attendance(session: TrainingSession, act: Act) -> None:
    """Let each booking of the session say what its attendance says; without one, what it was before that."""
    outcomes = dict(session.attendances.values_list("employee", "outcome"))
    changes: dict[BookingState, list[Booking]] = defaultdict(list)
    for booking in session.bookings.all():
        if outcome := outcomes.get(booking.employee_id):
            changes[BookingState(outcome)].append(booking)
        elif booking.state in ATTENDED:
            changes[former_state(booking)].append(booking)
    for state, bookings in changes.items():
        enter(bookings, state, act)


def _counts(outcomes: Mapping[Employee, Outcome | None]) -> dict[str, int]:
    kinds = list(outcomes.values())
    return {outcome.value: kinds.count(outcome) for outcome in Outcome}
