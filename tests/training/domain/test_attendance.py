"""Who was there when a session was held."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from lyhord.accounts.models import AuditEvent
from lyhord.messaging.models import CalendarEvent
from lyhord.people.models import Employee
from lyhord.training.domain.attendance import (
    SessionNotHeld,
    SessionNotStarted,
    mark_held,
    record_attendance,
    undo_held,
)
from lyhord.training.domain.sessions import SessionNotPlanned
from lyhord.training.enums import Outcome, SessionState
from lyhord.training.models import Attendance, TrainingSession
from tests.factories import TODAY, Cast, make_employee, make_module, make_session
from tests.factories.rows import at

AFTER = at(TODAY, 12)


@pytest.fixture
def other(cast: Cast) -> Employee:
    return make_employee("Exempel Annan", place=cast.own)


@pytest.fixture
def session(cast: Cast, other: Employee) -> TrainingSession:
    return make_session(make_module(board=cast.board), cast.own, TODAY, employees=[cast.employee_row, other])


def rows() -> list[tuple[Any, ...]]:
    return sorted(Attendance.objects.values_list("pk", "employee", "outcome", "recorded_at", "recorded_by"))


def outcomes(session: TrainingSession) -> dict[Employee, str]:
    return {row.employee: row.outcome for row in session.attendances.all()}


def test_everyone_booked_was_there_except_the_absent(cast: Cast, session: TrainingSession, other: Employee) -> None:
    mark_held(session=session, absent=[other], held_by=cast.manager, now=AFTER)
    session.refresh_from_db()
    assert session.state == SessionState.HELD
    assert outcomes(session) == {cast.employee_row: Outcome.PRESENT, other: Outcome.ABSENT}
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.counts) == (
        "training.session_held",
        cast.manager,
        {"present": 1, "partly": 0, "absent": 1},
    )


def test_somebody_who_came_without_a_seat_counts(cast: Cast, session: TrainingSession) -> None:
    guest = make_employee("Exempel Gäst", place=cast.neighbour)
    mark_held(session=session, walk_ins=[guest], held_by=cast.manager, now=AFTER)
    assert outcomes(session)[guest] == Outcome.PRESENT
    assert guest in CalendarEvent.objects.get(subject=session.pk).employees.all()


def test_what_has_not_begun_has_not_been_held(cast: Cast, session: TrainingSession) -> None:
    with pytest.raises(SessionNotStarted):
        mark_held(session=session, held_by=cast.manager, now=session.starts_at - dt.timedelta(minutes=1))
    assert rows() == []


def test_held_once_only(cast: Cast, session: TrainingSession) -> None:
    mark_held(session=session, held_by=cast.manager, now=AFTER)
    before = rows()
    with pytest.raises(SessionNotPlanned):
        mark_held(session=session, absent=[cast.employee_row], held_by=cast.manager, now=AFTER)
    assert rows() == before


def test_the_same_attendance_twice_gives_the_same_rows(cast: Cast, session: TrainingSession, other: Employee) -> None:
    mark_held(session=session, held_by=cast.manager, now=AFTER)
    ticks = {cast.employee_row: Outcome.PRESENT, other: Outcome.ABSENT}
    record_attendance(session=session, outcomes=ticks, recorded_by=cast.manager, now=AFTER)
    before = rows()
    record_attendance(session=session, outcomes=ticks, recorded_by=cast.coordinator, now=AFTER + dt.timedelta(hours=1))
    assert rows() == before


def test_a_correction_says_who_made_it(cast: Cast, session: TrainingSession, other: Employee) -> None:
    mark_held(session=session, held_by=cast.manager, now=AFTER)
    later = AFTER + dt.timedelta(hours=1)
    record_attendance(session=session, outcomes={other: Outcome.ABSENT}, recorded_by=cast.coordinator, now=later)
    row = session.attendances.get(employee=other)
    assert (row.outcome, row.recorded_by, row.recorded_at) == (Outcome.ABSENT, cast.coordinator, later)
    assert outcomes(session)[cast.employee_row] == Outcome.PRESENT


def test_somebody_added_by_mistake_is_taken_away(cast: Cast, session: TrainingSession) -> None:
    guest = make_employee(place=cast.own)
    mark_held(session=session, walk_ins=[guest], held_by=cast.manager, now=AFTER)
    record_attendance(session=session, outcomes={guest: None}, recorded_by=cast.manager, now=AFTER)
    assert guest not in outcomes(session)


def test_attendance_needs_a_held_session(cast: Cast, session: TrainingSession) -> None:
    with pytest.raises(SessionNotHeld):
        record_attendance(
            session=session, outcomes={cast.employee_row: Outcome.PRESENT}, recorded_by=cast.manager, now=AFTER
        )


def test_held_by_mistake_can_be_taken_back(cast: Cast, session: TrainingSession) -> None:
    mark_held(session=session, held_by=cast.manager, now=AFTER)
    undo_held(session=session, undone_by=cast.coordinator, now=AFTER)
    session.refresh_from_db()
    assert (session.state, rows(), session.bookings.seated().count()) == (SessionState.PLANNED, [], 2)
    with pytest.raises(SessionNotHeld):
        undo_held(session=session, undone_by=cast.coordinator, now=AFTER)
