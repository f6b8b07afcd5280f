"""I come, I cannot, I am away: what becomes of the seat, and of whoever waits for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from lyhord.accounts.models import AuditEvent
from lyhord.messaging.models import CalendarEvent
from lyhord.people.models import AwayPeriod, Employee
from lyhord.training.domain.answers import (
    HasAnotherTime,
    NoteTooLong,
    SeatGone,
    SessionHasBegun,
    accept,
    decline,
    excuse,
)
from lyhord.training.domain.bookings import book, unbook
from lyhord.training.domain.sessions import create_session
from lyhord.training.enums import BookingState, StepWay
from lyhord.training.models import Booking, TrainingSession
from tests.factories import TODAY, Cast, make_employee, make_module, make_session
from tests.factories.rows import at

NOW = at(TODAY, 8)
DAY = TODAY + dt.timedelta(days=21)


@pytest.fixture
def people(cast: Cast) -> list[Employee]:
    return [cast.employee_row, *(make_employee(f"Exempel {n}", place=cast.own) for n in "ABC")]


@pytest.fixture
def full(cast: Cast, people: list[Employee]) -> TrainingSession:
    """Two seats: the first two of the people have them, the other two wait."""
    module = make_module(board=cast.board, group_max=2)
    return create_session(
        module=module, place=cast.own, starts_at=at(DAY, 9), employees=people, created_by=cast.coordinator, now=NOW
    )


def booking(session: TrainingSession, person: Employee) -> Booking:
    return session.bookings.get(employee=person)


def states(session: TrainingSession, people: list[Employee]) -> list[str]:
    return [booking(session, person).state for person in people]


def test_more_than_the_seats_wait_in_order(full: TrainingSession, people: list[Employee]) -> None:
    assert states(full, people) == ["invited", "invited", "waiting", "waiting"]
    assert set(CalendarEvent.objects.get(subject=full.pk).employees.all()) == set(people[:2])


def test_a_yes_is_kept_with_who_said_it_how_and_when(cast: Cast, full: TrainingSession, people: list[Employee]) -> None:
    row = booking(full, people[0])
    for _again in range(2):
        accept(booking=row, by=None, way=StepWay.LINK, now=NOW + dt.timedelta(hours=1))
    steps = [(step.state, step.way, step.by, step.at) for step in row.steps.all()]
    assert steps == [
        ("invited", "site", cast.coordinator, NOW),
        ("accepted", "link", None, NOW + dt.timedelta(hours=1)),
    ]
    assert AuditEvent.objects.filter(action="training.seat_accepted").count() == 1


@pytest.mark.parametrize(("say_no", "state"), [(decline, "declined"), (excuse, "excused")])
def test_the_first_who_waits_gets_the_seat(
    cast: Cast, full: TrainingSession, people: list[Employee], say_no: Callable[..., Booking], state: str
) -> None:
    say_no(booking=booking(full, people[0]), by=cast.employee, note="  byter \n pass ", now=NOW)
    assert states(full, people) == [state, "invited", "invited", "waiting"]
    assert booking(full, people[0]).steps.last().note == "byter pass"
    moved_up = booking(full, people[2]).steps.last()
    assert (moved_up.state, moved_up.way, moved_up.by) == ("invited", "itself", None)
    assert set(CalendarEvent.objects.get(subject=full.pk).employees.all()) == set(people[1:3])


def test_who_is_away_restricted_or_elsewhere_is_passed_over(
    cast: Cast, full: TrainingSession, people: list[Employee]
) -> None:
    AwayPeriod.objects.create(employee=people[2], starts_on=DAY, ends_before=DAY + dt.timedelta(days=1))
    decline(booking=booking(full, people[0]), by=None, now=NOW)
    assert states(full, people) == ["declined", "invited", "waiting", "invited"]


@pytest.mark.parametrize("why", ["restricted", "other module then", "same module elsewhere", "has been there"])
def test_nobody_gets_a_seat_that_is_of_no_use(
    cast: Cast, full: TrainingSession, people: list[Employee], why: str
) -> None:
    waiting = people[2]
    if why == "restricted":
        Employee.objects.filter(pk=waiting.pk).update(restricted_at=NOW)
    elif why == "other module then":
        create_session(
            module=make_module(board=cast.board),
            place=cast.neighbour,
            starts_at=at(DAY, 10),
            employees=[waiting],
            created_by=None,
            now=NOW,
        )
    elif why == "same module elsewhere":
        make_session(full.module, cast.neighbour, DAY + dt.timedelta(days=9), employees=[waiting])
    else:
        held = make_session(full.module, cast.own, TODAY - dt.timedelta(days=9), state="held")
        held.attendances.create(employee=waiting, outcome="present", recorded_at=NOW)
    decline(booking=booking(full, people[0]), by=None, now=NOW)
    assert states(full, people) == ["declined", "invited", "waiting", "invited"]


def test_a_no_can_become_a_yes_while_there_is_a_seat_and_else_waits(
    full: TrainingSession, people: list[Employee]
) -> None:
    first = booking(full, people[0])
    decline(booking=first, by=None, now=NOW)
    assert accept(booking=first, by=None, now=NOW).state == BookingState.WAITING
    for person in people[1:3]:
        decline(booking=booking(full, person), by=None, now=NOW)
    assert states(full, people) == ["invited", "declined", "declined", "invited"]
    decline(booking=booking(full, people[3]), by=None, now=NOW)
    assert accept(booking=booking(full, people[1]), by=None, now=NOW).state == BookingState.ACCEPTED


def test_a_no_stays_a_no_when_there_is_another_time(full: TrainingSession, people: list[Employee], cast: Cast) -> None:
    first = booking(full, people[0])
    decline(booking=first, by=None, now=NOW)
    make_session(full.module, cast.neighbour, DAY + dt.timedelta(days=9), employees=[people[0]])
    with pytest.raises(HasAnotherTime):
        accept(booking=first, by=None, now=NOW)
    assert states(full, people[:1]) == ["declined"]


def test_a_seat_taken_back_goes_on_and_can_no_longer_be_answered(
    cast: Cast, full: TrainingSession, people: list[Employee]
) -> None:
    unbook(session=full, employees=[people[0]], unbooked_by=cast.coordinator, now=NOW)
    assert states(full, people) == ["cancelled", "invited", "invited", "waiting"]
    for answer in (accept, decline, excuse):
        with pytest.raises(SeatGone):
            answer(booking=booking(full, people[0]), by=None, now=NOW)
    again = book(session=full, employees=[people[0]], booked_by=cast.coordinator, now=NOW)
    assert (len(again.seats), len(again.waiting)) == (0, 1)


def test_it_is_too_late_when_it_has_begun(full: TrainingSession, people: list[Employee]) -> None:
    for answer in (accept, decline, excuse):
        with pytest.raises(SessionHasBegun):
            answer(booking=booking(full, people[0]), by=None, now=full.starts_at)
    assert states(full, people[:1]) == ["invited"]


def test_a_note_is_a_few_words(full: TrainingSession, people: list[Employee]) -> None:
    with pytest.raises(NoteTooLong):
        decline(booking=booking(full, people[0]), by=None, note="x" * 201, now=NOW)
