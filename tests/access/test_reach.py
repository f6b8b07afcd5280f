"""What a role reaches where the walk's roles do not tell: of a whole board, of none, or of a row that is oneself."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db.models import Model

from lyhord.accounts.crossings import still_crosses
from lyhord.accounts.enums import Role
from lyhord.accounts.models import User
from lyhord.accounts.permissions import can, rule_for, visible
from lyhord.common import clock
from lyhord.outreach.models import Visit
from lyhord.people.enums import RequestKind
from lyhord.people.models import Employee, PrivacyRequest, Trainer
from lyhord.places.models import MeetingPlace
from lyhord.planning.domain.feeds import create_feed
from lyhord.training.enums import Outcome
from lyhord.training.models import Attendance, Booking, TrainingSession
from tests.factories import (
    Cast,
    make_board,
    make_employee,
    make_module,
    make_place,
    make_session,
    make_trainer,
    make_unit,
    make_user,
    make_visit,
)
from tests.factories.rows import at

SOON = clock.today() + dt.timedelta(days=3)

OF_WHO_IS_THERE = [
    "outreach.mark_held",
    "outreach.view_visit",
    "places.view_contact",
    "places.view_place",
    "planning.manage_feeds",
    "planning.share_employee",
    "planning.share_trainer",
    "training.record_attendance",
    "training.view_attendance",
    "training.view_booking",
    "training.view_module",
    "training.view_session",
]
OF_A_BOARD = [
    "coverage.view_place",
    "outreach.mark_held",
    "outreach.view_visit",
    "people.view_employee",
    "places.view_place",
    "planning.share_place",
    "training.record_attendance",
    "training.view_booking",
    "training.view_session",
]


def reached(user: User, action: str) -> set[Model]:
    model = rule_for(action).model
    assert model is not None
    return set(visible(user, action, model._default_manager.all()))


@pytest.fixture
def in_the_register(cast: Cast) -> dict[str, Any]:
    """Somebody who works at a place, is booked, has attended, trains and goes on visits; and has a calendar address."""
    user = make_user()
    employee = make_employee(place=cast.own, user=user)
    trainer = make_trainer(board=cast.partner, user=user)
    module = make_module(board=cast.board)
    seen = {"trainers": [trainer], "employees": [employee]}
    session = make_session(module, cast.own, SOON, **seen)
    past = make_session(module, cast.own, SOON - dt.timedelta(days=5), **seen)
    Attendance.objects.create(session=past, employee=employee, outcome=Outcome.PRESENT, recorded_at=at(SOON, 9))
    visit = make_visit(cast.own, SOON, trainers=[trainer])
    create_feed(subject=employee, created_by=cast.coordinator, now=at(SOON, 9))
    create_feed(subject=trainer, created_by=cast.coordinator, now=at(SOON, 9))
    return {"user": user, "session": session, "visit": visit}


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.UNIT_MANAGER])
def test_what_somebody_is_in_the_register_gives_nothing_without_its_role(
    cast: Cast, in_the_register: dict[str, Any], role: Role
) -> None:
    """An employee and trainer by the register alone, with a role in another board, that has no rows."""
    user, empty = in_the_register["user"], make_board("Annan nämnd (exempel)")
    make_user_hold(user, role, empty if role == Role.COORDINATOR else make_unit(empty))
    actions = [action for action in OF_WHO_IS_THERE if role in rule_for(action).roles]
    assert {action: reached(user, action) for action in actions} == {action: set() for action in actions}
    make_user_hold(user, Role.EMPLOYEE, cast.unit)
    make_user_hold(user, Role.TRAINER, cast.partner)
    user = User.objects.get(pk=user.pk)
    assert [action for action in actions if not reached(user, action)] == []


def make_user_hold(user: User, role: Role, scope: Any) -> None:
    """Give the user the grants of somebody made for it."""
    other = make_user((role, scope))
    other.grants.update(user=user)


@pytest.mark.parametrize("action", OF_A_BOARD)
def test_a_manager_of_a_whole_board_answers_for_each_of_its_units(cast: Cast, action: str) -> None:
    module = make_module(board=cast.board)
    far = make_place("Exempel Långt", unit=make_unit(cast.partner, "Enhet Långt (exempel)"))
    made: dict[type[Model], set[Model]] = {MeetingPlace: {cast.own, cast.neighbour}}
    for place in (cast.own, cast.neighbour, far):
        person = make_employee(place=place)
        session = make_session(module, place, SOON, employees=[person])
        rows: list[Model] = [person, session, make_visit(place, SOON), *session.bookings.all()]
        if place != far:
            for row in rows:
                made.setdefault(type(row), set()).add(row)
    made[Employee].add(cast.employee_row)
    manager = make_user((Role.UNIT_MANAGER, cast.board))
    model = rule_for(action).model
    assert model in {MeetingPlace, Employee, Booking, TrainingSession, Visit}
    assert reached(manager, action) == made[model]


def test_a_worker_sees_the_sessions_they_are_booked_to_or_were_at(cast: Cast) -> None:
    """Not those of others at the same place, also when they were there themselves another time."""
    Employee.objects.filter(pk=cast.employee_row.pk).update(user=cast.employee)
    module, other = make_module(board=cast.board), make_employee(place=cast.neighbour)
    booked = make_session(module, cast.neighbour, SOON, employees=[cast.employee_row])
    visited = make_session(module, cast.neighbour, SOON, hour=11)
    make_session(module, cast.neighbour, SOON, hour=13, employees=[other])
    attended_by_other = make_session(module, cast.neighbour, SOON, hour=15)
    mine, _ = (
        Attendance.objects.create(session=session, employee=who, outcome=Outcome.PRESENT, recorded_at=at(SOON, 18))
        for session, who in ((visited, cast.employee_row), (attended_by_other, other))
    )
    assert reached(cast.employee, "training.view_session") == {booked, visited}
    assert reached(cast.employee, "training.view_booking") == {*booked.bookings.all()}
    assert reached(cast.employee, "training.view_attendance") == {mine}


def test_a_manager_sees_where_their_staff_go_and_only_their_seats(cast: Cast) -> None:
    module, other = make_module(board=cast.board), make_employee(place=cast.neighbour)
    shared = make_session(module, cast.neighbour, SOON, employees=[cast.employee_row, other])
    make_session(module, cast.neighbour, SOON, hour=13, employees=[other])
    assert reached(cast.manager, "training.view_session") == {shared}
    assert reached(cast.manager, "training.record_attendance") == set()
    assert reached(cast.manager, "training.view_booking") == {shared.bookings.get(employee=cast.employee_row)}


@pytest.mark.parametrize(("microseconds", "crosses"), [(0, False), (1, True)])
def test_what_crosses_to_a_trainer_ends_at_one_moment(cast: Cast, microseconds: int, crosses: bool) -> None:
    Trainer.objects.filter(pk=cast.trainer_row.pk).update(user=cast.trainer)
    session = make_session(make_module(board=cast.board), cast.own, SOON, trainers=[cast.trainer_row])
    visit = make_visit(cast.own, SOON, trainers=[cast.trainer_row])
    with time_machine.travel(at(SOON, 9), tick=False):
        ended = still_crosses() + dt.timedelta(microseconds=microseconds)
        for row in (session, visit):
            type(row).objects.filter(pk=row.pk).update(starts_at=ended - dt.timedelta(hours=1), ends_at=ended)
        assert reached(cast.trainer, "training.view_session") == ({session} if crosses else set())
        assert reached(cast.trainer, "outreach.view_visit") == ({visit} if crosses else set())


def test_a_coordinator_books_those_of_their_boards_who_are_not_restricted(cast: Cast) -> None:
    coordinator, far = make_user((Role.COORDINATOR, cast.board)), make_unit(make_board("Annan nämnd (exempel)"))
    away = make_place("Exempel Långt", unit=far)
    restricted = {"restricted_at": at(SOON, 9)}
    make_employee(place=away)
    make_employee(place=cast.own, **restricted)
    trainer = make_trainer(board=cast.board)
    make_trainer(board=far.board)
    make_trainer(board=cast.board, **restricted)
    assert reached(coordinator, "training.plan_at_place") == {cast.own, cast.neighbour}
    for action in ("training.book_employee", "planning.share_employee"):
        assert reached(coordinator, action) == {cast.employee_row}
    for action in ("training.assign_trainer", "planning.share_trainer"):
        assert reached(coordinator, action) == {trainer}


@pytest.mark.parametrize("action", ["plan_at_place", "book_employee", "assign_trainer"])
def test_only_a_coordinator_plans_with_places_people_and_trainers(cast: Cast, action: str) -> None:
    make_trainer(board=cast.board)
    assert reached(make_user((Role.COORDINATOR, cast.board)), f"training.{action}")
    assert reached(make_user((Role.UNIT_MANAGER, cast.board)), f"training.{action}") == set()


@pytest.mark.parametrize("action", ["training.view_booking", "training.view_attendance"])
def test_only_who_trains_or_is_trained_may_ask_for_names_of_those_who_come(cast: Cast, action: str) -> None:
    assert {role for role in Role if can(make_user((role, cast.board)), action)} == {
        Role.COORDINATOR,
        Role.UNIT_MANAGER,
        Role.DEPUTY,
        Role.TRAINER,
        Role.EMPLOYEE,
        Role.VOLUNTEER,
    }


def test_a_coordinator_withdraws_the_addresses_of_places_people_and_trainers(cast: Cast) -> None:
    coordinator, away = make_user((Role.COORDINATOR, cast.board)), make_unit(make_board("Annan nämnd (exempel)"))
    own = [cast.own, cast.employee_row, make_trainer(board=cast.board)]
    others = [make_place(unit=away), make_trainer(board=away.board)]
    feeds = [create_feed(subject=row, created_by=cast.coordinator, now=at(SOON, 9))[0] for row in (*own, *others)]
    assert reached(coordinator, "planning.manage_feeds") == set(feeds[:3])


def test_nobody_answers_a_request_about_themselves(cast: Cast) -> None:
    """The coordinator answers what is about people, the access administrator what is about accounts."""
    coordinator, administrator = make_user((Role.COORDINATOR, cast.board)), cast.access_administrator
    asked = {"owner": cast.board, "kind": RequestKind.ERASURE, "asked_by": cast.operator, "asked_at": at(SOON, 9)}
    person, account = (
        PrivacyRequest.objects.create(**asked, **who)
        for who in ({"employee": cast.employee_row}, {"account": cast.employee})
    )
    PrivacyRequest.objects.create(**asked, employee=make_employee(place=cast.own, user=coordinator))
    PrivacyRequest.objects.create(**asked, trainer=make_trainer(board=cast.board, user=coordinator))
    PrivacyRequest.objects.create(**asked, account=administrator)
    assert reached(coordinator, "people.answer_request") == {person}
    assert reached(administrator, "people.answer_request") == {account}
