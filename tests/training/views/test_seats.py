"""The pages of people's times: one's own, the staff's, and one booking; and the acts on a session."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lyhord.people.enums import EmployeeClass
from lyhord.people.models import Employee
from lyhord.training.domain.sessions import create_session
from lyhord.training.models import Booking, Module, TrainingSession
from tests.factories import TODAY, Cast, make_employee, make_module, make_trainer, sign_in_as
from tests.factories.rows import at

NOW = at(TODAY, 8)
DAY = TODAY + dt.timedelta(days=21)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def module(cast: Cast) -> Module:
    return make_module("Samtal", board=cast.board, group_max=2)


@pytest.fixture
def hourly(cast: Cast) -> Employee:
    return make_employee("Exempel Timanställd", place=cast.own, employee_class=EmployeeClass.HOURLY)


@pytest.fixture
def session(cast: Cast, module: Module, hourly: Employee) -> TrainingSession:
    Employee.objects.filter(pk=cast.employee_row.pk).update(email="exempel@example.org")
    return create_session(
        module=module,
        place=cast.own,
        starts_at=at(DAY, 9),
        trainers=[cast.trainer_row],
        employees=[cast.employee_row, hourly],
        created_by=cast.coordinator,
        now=NOW,
    )


def booking(session: TrainingSession, person: Employee) -> Booking:
    return session.bookings.get(employee=person)


def page(name: str, row: TrainingSession | Booking) -> str:
    return reverse(f"training:{name}", args=[row.pk])


def test_a_person_answers_on_their_own_page(client: Client, cast: Cast, session: TrainingSession) -> None:
    sign_in_as(client, cast.employee)
    own = booking(session, cast.employee_row)
    assert "Du har 1 inbjudan att svara på" in client.get(reverse("training:my-times")).text
    done = client.post(page("booking-detail", own), {"answer": "kommer"}, follow=True)
    assert done.redirect_chain[-1][0] == reverse("training:my-times")
    assert booking(session, cast.employee_row).state == "accepted"
    client.post(page("booking-detail", own), {"answer": "kan-inte", "note": "byter pass"})
    text = client.get(page("booking-detail", own)).text
    assert booking(session, cast.employee_row).state == "declined"
    assert "byter pass" in text
    assert "Skriv inget om hälsa" in text


def test_a_note_that_is_too_long_is_told(client: Client, cast: Cast, session: TrainingSession) -> None:
    sign_in_as(client, cast.employee)
    own = booking(session, cast.employee_row)
    response = client.post(page("booking-detail", own), {"answer": "franvaro", "note": "x" * 201})
    assert "note" in response.context["form"].errors
    assert booking(session, cast.employee_row).state == "invited"


def test_a_manager_sees_when_the_staff_go_and_whom_to_tell(
    client: Client, cast: Cast, session: TrainingSession, hourly: Employee
) -> None:
    sign_in_as(client, cast.manager)
    response = client.get(reverse("training:staff-times"))
    assert [row.employee for row in response.context["rows"]] == [cast.employee_row, hourly]
    assert "1 person har ingen e-post här" in response.text
    told = client.get(reverse("training:staff-times"), {"visa": "mejl"})
    assert [row.employee for row in told.context["rows"]] == [hourly]
    client.post(page("booking-detail", booking(session, hourly)), {"answer": "franvaro"})
    assert booking(session, hourly).state == "excused"
    refused = client.get(reverse("training:staff-times"), {"visa": "nej", "plats": cast.own.pk})
    assert [row.employee for row in refused.context["rows"]] == [hourly]


def test_a_trainer_does_not_see_who_said_no(
    client: Client, cast: Cast, session: TrainingSession, hourly: Employee
) -> None:
    sign_in_as(client, cast.manager).post(page("booking-detail", booking(session, hourly)), {"answer": "franvaro"})
    assert "Exempel Timanställd" in client.get(page("session-detail", session)).text
    text = sign_in_as(client, cast.trainer).get(page("session-detail", session)).text
    assert "Exempel Medarbetare" in text
    assert "Exempel Timanställd" not in text
    assert client.get(page("booking-detail", booking(session, hourly))).status_code == 403


def test_the_staffs_times_take_as_many_queries_for_many(
    client: Client, cast: Cast, session: TrainingSession, module: Module
) -> None:
    sign_in_as(client, cast.manager)
    counts = []
    for _more in range(2):
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get(reverse("training:staff-times"))
        counts.append(len(found))
        people = [make_employee(place=cast.own) for _n in range(3)]
        create_session(
            module=make_module(board=cast.board),
            place=cast.neighbour,
            starts_at=at(DAY, 13),
            employees=people,
            created_by=None,
            now=NOW,
        )
    assert counts[0] == counts[1]


def test_merging_shows_first_what_becomes_of_everybody(
    client: Client, cast: Cast, session: TrainingSession, module: Module
) -> None:
    into = create_session(module=module, place=cast.own, starts_at=at(DAY, 13), employees=[], created_by=None, now=NOW)
    sign_in_as(client, cast.coordinator)
    assert f"?med={into.pk}" in client.get(page("session-merge", session)).text
    address = f"{page('session-merge', session)}?med={into.pk}"
    shown = client.get(address)
    assert "Ingen bekräftad tid ändras" in shown.text
    client.post(address)
    assert into.bookings.count() == 0
    client.post(address, {"seen": shown.context["form"].mark})
    assert into.bookings.seated().count() == 2


def test_splitting_needs_somebody_and_shows_first(
    client: Client, cast: Cast, session: TrainingSession, hourly: Employee
) -> None:
    sign_in_as(client, cast.coordinator)
    sent = {"place": cast.own.pk, "on": DAY.isoformat(), "starts_at": "13:00", "trainers": [cast.trainer_row.pk]}
    assert "leaving" in client.post(page("session-split", session), sent).context["form"].errors
    shown = client.post(page("session-split", session), sent | {"leaving": [hourly.pk]})
    assert [row.employee for row in shown.context["form"].impact.asked] == [hourly]
    client.post(page("session-split", session), sent | {"leaving": [hourly.pk], "seen": shown.context["form"].mark})
    assert {row.bookings.seated().get().employee for row in TrainingSession.objects.all()} == {
        hourly,
        cast.employee_row,
    }


def test_another_trainer_is_two_taps_away(client: Client, cast: Cast, session: TrainingSession) -> None:
    other = make_trainer("Exempel Vikarie")
    sign_in_as(client, cast.coordinator)
    assert page("session-stand-in", session) in client.get(page("session-detail", session)).text
    text = client.get(page("session-stand-in", session)).text
    assert "Exempel Vikarie tar över efter Exempel Utbildare" in text
    client.post(page("session-stand-in", session), {"coming": other.pk, "leaving": cast.trainer_row.pk})
    assert list(session.trainers.all()) == [other]
