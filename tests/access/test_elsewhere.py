"""A right that somebody has elsewhere gives them nothing here: no button, no names, no way further."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from lyhord.accounts.enums import Role
from lyhord.accounts.models import User
from lyhord.people.models import Employee
from lyhord.training.enums import Outcome, SessionState
from lyhord.training.models import Attendance
from tests.factories import (
    TODAY,
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
    sign_in_as,
)
from tests.factories.rows import at

OFFERS = ("may_change", "may_create", "may_mark", "may_record", "may_share")


@dataclass
class Here:
    """Somebody who works at the place, and somebody who manages it, each with another role in another board."""

    worker: User
    manager: User
    pages: dict[str, str]
    person: str


@pytest.fixture
def here(cast: Cast) -> Here:
    elsewhere = make_board("Annan nämnd (exempel)")
    worker = make_user((Role.EMPLOYEE, cast.unit), (Role.COORDINATOR, elsewhere))
    manager = make_user((Role.UNIT_MANAGER, cast.unit), (Role.COORDINATOR, elsewhere))
    module = make_module(board=cast.board)
    session = make_session(module, cast.own, TODAY, employees=[make_employee(place=cast.own, user=worker)])
    pages = {
        "module": reverse("training:module-detail", args=[module.pk]),
        "session": reverse("training:session-detail", args=[session.pk]),
        "visit": reverse("outreach:visit-detail", args=[make_visit(cast.own, TODAY).pk]),
        "calendar": reverse("planning:calendar-place", args=[cast.own.pk]),
    }
    return Here(worker, manager, pages, reverse("planning:calendar-person", args=[cast.employee_row.pk]))


def offered(client: Client, user: User, address: str) -> set[str]:
    response = sign_in_as(client, user).get(address)
    assert response.status_code == 200
    return {name for name in OFFERS if response.context.get(name)}


@time_machine.travel(at(TODAY, 12), tick=False)
def test_what_somebody_may_change_elsewhere_is_not_offered_here(client: Client, cast: Cast, here: Here) -> None:
    nothing: set[str] = set()
    assert {page: offered(client, here.worker, url) for page, url in here.pages.items()} == dict.fromkeys(
        here.pages, nothing
    )
    assert {page: offered(client, cast.coordinator, url) for page, url in here.pages.items()} == {
        "module": {"may_change"},
        "session": {"may_change", "may_record"},
        "visit": {"may_change", "may_mark"},
        "calendar": {"may_create", "may_share"},
    }
    assert offered(client, here.manager, here.person) == nothing
    assert offered(client, cast.coordinator, here.person) == {"may_share"}


def test_the_page_of_a_place_leads_only_its_own_planners_to_what_is_left(
    client: Client, cast: Cast, here: Here
) -> None:
    page, left = (reverse(f"{area}:place-detail", args=[cast.own.pk]) for area in ("places", "coverage"))
    assert left in sign_in_as(client, cast.coordinator).get(page).text
    assert left not in sign_in_as(client, here.worker).get(page).text


@time_machine.travel(at(TODAY, 12), tick=False)
def test_a_trainer_who_manages_elsewhere_is_not_shown_the_staff_of_the_place(client: Client, cast: Cast) -> None:
    user = make_user((Role.TRAINER, cast.partner), (Role.UNIT_MANAGER, cast.other_unit))
    trainer = make_trainer(board=cast.partner, user=user)
    session = make_session(make_module(board=cast.board), cast.own, TODAY, trainers=[trainer])
    page = reverse("training:session-attendance", args=[session.pk])
    assert cast.employee_row.name not in sign_in_as(client, user).get(page).text
    assert cast.employee_row.name in sign_in_as(client, cast.manager).get(page).text


@time_machine.travel(at(TODAY, 12), tick=False)
def test_a_coordinator_is_not_told_what_their_people_attend_in_another_board(client: Client, cast: Cast) -> None:
    """Their manager is: they answer for the day the person is away."""
    unit, module = make_unit(make_board("Annan nämnd (exempel)")), make_module(board=cast.board)
    booked, visited = make_place("Exempel Bokad", unit=unit), make_place("Exempel Besökt", unit=unit)
    make_session(module, booked, TODAY + dt.timedelta(days=1), employees=[cast.employee_row])
    past = make_session(module, visited, TODAY - dt.timedelta(days=7), state=SessionState.HELD)
    Attendance.objects.create(
        session=past, employee=cast.employee_row, outcome=Outcome.PRESENT, recorded_at=at(TODAY, 8)
    )
    pages = [
        reverse(name, args=[cast.employee_row.pk]) for name in ("people:employee-detail", "planning:calendar-person")
    ]

    def told(user: User) -> list[set[str]]:
        texts = [sign_in_as(client, user).get(page).text for page in pages]
        return [{place.name for place in (booked, visited) if place.name in text} for text in texts]

    assert told(make_user((Role.COORDINATOR, cast.board))) == [set(), set()]
    assert told(cast.manager) == [{"Exempel Bokad"}, {"Exempel Bokad", "Exempel Besökt"}]


def test_nobody_is_offered_an_address_of_their_own_without_a_worker_s_role(client: Client, cast: Cast) -> None:
    make_employee(place=cast.own, user=cast.manager)
    page = reverse("planning:feed-list")
    assert sign_in_as(client, cast.manager).get(page).context["me"] is None
    assert sign_in_as(client, cast.employee).get(page).context["me"] == cast.employee_row
    Employee.objects.update(restricted_at=at(TODAY, 8))
    assert client.get(page).context["me"] is None
