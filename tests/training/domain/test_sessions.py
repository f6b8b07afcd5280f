"""Sessions by hand and from a plan, with their calendar events in step."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ObjectDoesNotExist

from lyhord.accounts.models import AuditEvent
from lyhord.messaging.models import CalendarEvent, EventStatus
from lyhord.people.models import Employee
from lyhord.training.domain.bookings import book, unbook
from lyhord.training.domain.seating import Seated
from lyhord.training.domain.sessions import (
    PlannedSession,
    SessionNotPlanned,
    cancel_session,
    create_session,
    move_session,
    place_sessions,
)
from lyhord.training.enums import BookingState, SessionState
from lyhord.training.models import Booking, Module, TrainingSession
from tests.factories import TODAY, Cast, make_employee, make_module, make_session
from tests.factories.rows import at

NOW = at(TODAY, 8)
DAY = TODAY + dt.timedelta(days=21)


@pytest.fixture
def module(cast: Cast) -> Module:
    return make_module("Om våld", board=cast.board, minutes=90)


def created(cast: Cast, module: Module, *employees: Employee) -> TrainingSession:
    return create_session(
        module=module,
        place=cast.own,
        starts_at=at(DAY, 9),
        trainers=[cast.trainer_row],
        employees=employees,
        created_by=cast.coordinator,
        now=NOW,
    )


def event_of(session: TrainingSession) -> CalendarEvent:
    return CalendarEvent.objects.get(subject=session.pk)


def actions() -> list[str]:
    return list(AuditEvent.objects.values_list("action", flat=True))


def test_a_created_session_lasts_as_long_as_its_module_and_has_a_neutral_event(cast: Cast, module: Module) -> None:
    session = created(cast, module, cast.employee_row)
    event = event_of(session)
    assert (session.ends_at, session.owner) == (at(DAY, 10, 30), cast.board)
    assert (event.title, event.location, event.sequence) == ("Utbildning", "Exempel Egen", 0)
    assert list(event.employees.all()) == [cast.employee_row]
    assert list(event.trainers.all()) == [cast.trainer_row]
    assert actions() == ["training.session_created"]
    assert AuditEvent.objects.get().counts == {"booked": 1}


def test_a_moved_session_keeps_its_length_and_its_seats_and_raises_the_sequence(cast: Cast, module: Module) -> None:
    session = created(cast, module, cast.employee_row)
    moved = move_session(
        session=session, starts_at=at(DAY, 13), place=cast.neighbour, moved_by=cast.coordinator, now=NOW
    )
    event = event_of(session)
    assert (moved.ends_at, moved.place, moved.trainers.get()) == (at(DAY, 14, 30), cast.neighbour, cast.trainer_row)
    assert (event.starts_at, event.place, event.sequence) == (at(DAY, 13), cast.neighbour, 1)
    assert moved.bookings.get().employee == cast.employee_row


def test_moving_to_where_it_is_leaves_the_sequence(cast: Cast, module: Module) -> None:
    session = created(cast, module)
    move_session(session=session, starts_at=at(DAY, 9), moved_by=cast.coordinator, now=NOW)
    assert event_of(session).sequence == 0


def test_a_cancelled_session_cancels_its_event_and_keeps_who_was_booked(cast: Cast, module: Module) -> None:
    session = created(cast, module, cast.employee_row)
    cancelled = cancel_session(session=session, cancelled_by=cast.coordinator, now=NOW)
    event = event_of(session)
    assert cancelled.state == SessionState.CANCELLED
    assert (event.status, event.sequence, event.employees.get()) == (EventStatus.CANCELLED, 1, cast.employee_row)
    assert [b.state for b in cancelled.bookings.all()] == [BookingState.CANCELLED]


@pytest.mark.parametrize("state", [SessionState.HELD, SessionState.CANCELLED])
def test_what_is_held_or_cancelled_stays_as_it_is(cast: Cast, module: Module, state: SessionState) -> None:
    session = make_session(module, cast.own, DAY, state=state)
    with pytest.raises(SessionNotPlanned):
        move_session(session=session, starts_at=at(DAY, 13), moved_by=cast.coordinator, now=NOW)
    with pytest.raises(SessionNotPlanned):
        cancel_session(session=session, cancelled_by=cast.coordinator, now=NOW)
    with pytest.raises(SessionNotPlanned):
        book(session=session, employees=[cast.employee_row], booked_by=cast.coordinator, now=NOW)
    session.refresh_from_db()
    assert (session.starts_at, session.state, actions()) == (at(DAY, 9), state, [])


def test_a_session_that_never_had_an_event_can_be_cancelled(cast: Cast, module: Module) -> None:
    session = cancel_session(session=make_session(module, cast.own, DAY), cancelled_by=cast.coordinator, now=NOW)
    assert session.state == SessionState.CANCELLED
    assert not CalendarEvent.objects.exists()


def test_booking_twice_is_one_seat(cast: Cast, module: Module) -> None:
    session = created(cast, module)
    first = book(session=session, employees=[cast.employee_row], booked_by=cast.coordinator, now=NOW)
    again = book(session=session, employees=[cast.employee_row], booked_by=cast.coordinator, now=NOW)
    assert (len(first.seats), again) == (1, Seated())
    assert Booking.objects.count() == 1
    assert event_of(session).employees.get() == cast.employee_row


def test_a_seat_that_is_taken_back_leaves_the_calendar(cast: Cast, module: Module) -> None:
    session = created(cast, module, cast.employee_row)
    assert unbook(session=session, employees=[cast.employee_row], unbooked_by=cast.coordinator, now=NOW) == 1
    assert (session.bookings.seated().count(), event_of(session).employees.count()) == (0, 0)


def test_a_plan_creates_moves_and_cancels_at_once(cast: Cast, module: Module) -> None:
    other = make_employee(place=cast.own)
    moving, staying, going = (created(cast, module, cast.employee_row) for _ in range(3))
    trainers = (cast.trainer_row.pk,)
    rows = place_sessions(
        planned=[
            PlannedSession(module.pk, cast.own.pk, at(DAY, 9), trainers, (other.pk,), session=staying.pk),
            PlannedSession(module.pk, cast.own.pk, at(DAY, 13), trainers, (other.pk,), session=moving.pk),
            PlannedSession(module.pk, cast.neighbour.pk, at(DAY, 9), trainers, (cast.employee_row.pk, other.pk)),
        ],
        cancelled=[going.pk],
        placed_by=cast.coordinator,
        now=NOW,
    )
    assert [row.pk for row in rows[:2]] == [staying.pk, moving.pk]
    assert [[b.employee_id for b in row.bookings.seated()] for row in rows[:2]] == [[other.pk], [other.pk]]
    assert {b.employee_id for b in rows[2].bookings.seated()} == {cast.employee_row.pk, other.pk}
    assert [event_of(row).sequence for row in rows] == [0, 1, 0]
    assert event_of(going).status == EventStatus.CANCELLED
    last = AuditEvent.objects.filter(action="training.sessions_placed").get()
    assert (last.counts, last.owner) == ({"created": 1, "moved": 1, "kept": 1, "cancelled": 1}, cast.board)


def test_the_same_plan_again_moves_nothing(cast: Cast, module: Module) -> None:
    plan = PlannedSession(module.pk, cast.own.pk, at(DAY, 9), (cast.trainer_row.pk,), (cast.employee_row.pk,))
    (row,) = place_sessions(planned=[plan], placed_by=cast.coordinator, now=NOW)
    again = PlannedSession(plan.module, plan.place, plan.starts_at, plan.trainers, plan.employees, session=row.pk)
    place_sessions(planned=[again], placed_by=cast.coordinator, now=NOW)
    assert (TrainingSession.objects.count(), Booking.objects.count(), event_of(row).sequence) == (1, 1, 0)


def test_a_plan_that_touches_a_held_session_changes_nothing(cast: Cast, module: Module) -> None:
    held = make_session(module, cast.own, DAY, state=SessionState.HELD)
    new = PlannedSession(module.pk, cast.own.pk, at(DAY, 9))
    with pytest.raises(SessionNotPlanned):
        place_sessions(planned=[new], cancelled=[held.pk], placed_by=cast.coordinator, now=NOW)
    with pytest.raises(SessionNotPlanned):
        place_sessions(
            planned=[new, PlannedSession(module.pk, cast.own.pk, at(DAY, 13), session=held.pk)],
            placed_by=cast.coordinator,
            now=NOW,
        )
    assert list(TrainingSession.objects.all()) == [held]
    assert actions() == []


def test_a_plan_with_an_unknown_place_is_an_error(cast: Cast, module: Module) -> None:
    with pytest.raises(ObjectDoesNotExist):
        place_sessions(
            planned=[PlannedSession(module.pk, uuid.uuid4(), at(DAY, 9))], placed_by=cast.coordinator, now=NOW
        )
