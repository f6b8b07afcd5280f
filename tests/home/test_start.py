"""What each role meets first."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lyhord.accounts.enums import Role
from lyhord.accounts.models import AuditEvent
from lyhord.coverage.domain.snapshots import freeze
from lyhord.home.domain.mine import own_places
from lyhord.people.models import Trainer
from lyhord.programme.models import Clause, Decision
from lyhord.training.enums import Outcome, SessionState
from lyhord.training.models import Attendance, Module
from tests.factories import (
    TODAY,
    Cast,
    make_board,
    make_clauses,
    make_decision,
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

NEXT_WEEK = TODAY + dt.timedelta(days=8)


@pytest.fixture(autouse=True)
def monday_morning() -> Iterator[None]:
    with time_machine.travel(at(TODAY, 8), tick=False):
        yield


@pytest.fixture
def decision(cast: Cast) -> Decision:
    decision = make_decision(cast.board, partner_board=cast.partner)
    make_clauses(decision, visits=1)
    return decision


@pytest.fixture
def module(decision: Decision) -> Module:
    return make_module("Samtal", clause=decision.clauses.get(number=2))


def text_of(client: Client, path: str = "/") -> str:
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def heading_of(client: Client) -> str:
    found = re.search(r"<h1>(.*?)</h1>", client.get("/").content.decode(), re.DOTALL)
    assert found
    return found.group(1).strip()


def test_a_stranger_is_asked_to_sign_in(client: Client, db: None) -> None:
    assert client.get("/")["Location"] == "/konto/logga-in/?next=/"


def test_a_coordinator_without_a_decision_gets_the_first_steps(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.coordinator)
    assert heading_of(client) == "Så kommer ni i gång."
    assert "Skriv in beslutet" in text_of(client)


def test_a_coordinator_gets_the_overview(client: Client, cast: Cast, decision: Decision, module: Module) -> None:
    make_visit(cast.own, NEXT_WEEK, trainers=[cast.trainer_row])
    make_session(module, cast.own, NEXT_WEEK, trainers=[cast.trainer_row], employees=[cast.employee_row])
    sign_in_as(client, cast.coordinator)
    assert heading_of(client) == "1 av 2 träffpunkter har allt bokat."
    text = text_of(client)
    assert "Socialnämndens beslut saknas" in text
    assert "Genomfört = 1 hållet besök på varje öppen träffpunkt." in text
    assert "vecka 42: 1 utbildning, 1 besök" in text
    assert "Samtal: 0 av 1 klara, 1 bokade" in text
    assert "personal saknas i registret" in text


def test_a_secretary_sees_figures_and_places_but_no_person(
    client: Client, cast: Cast, decision: Decision, module: Module
) -> None:
    sign_in_as(client, cast.secretary)
    text = text_of(client)
    assert "Exempel Egen" in text
    assert "0 av 1" in text
    assert cast.employee_row.name not in text
    assert "Räkna fram en plan" not in text
    assert "Ändra vad som räknas" not in text
    assert "Visa täckningen" in text, "and not how many names there are"
    assert "Visa täckningen" not in text_of(sign_in_as(client, cast.coordinator))


def test_a_coordinator_elsewhere_who_is_secretary_here_sees_what_a_secretary_sees(
    client: Client, cast: Cast, decision: Decision, module: Module
) -> None:
    other = make_board("Annan nämnd (exempel)")
    both = make_user((Role.COORDINATOR, other), (Role.BOARD_SECRETARY, cast.board))
    make_trainer(board=other)
    make_employee(place=make_place(unit=make_unit(other)))
    make_clauses(make_decision(other, meeting_on=decision.meeting_on - dt.timedelta(days=30)))
    text = text_of(sign_in_as(client, both))
    assert "Exempel Egen" in text, "the latest decision of the two"
    assert "Ändra vad som räknas" not in text
    assert "Visa täckningen" in text


@pytest.mark.parametrize("role", ["coordinator", "secretary"])
def test_another_boards_later_decision_is_not_the_overview(
    client: Client, cast: Cast, decision: Decision, module: Module, role: str
) -> None:
    later = make_decision(make_board("Annan nämnd (exempel)"), meeting_on=decision.meeting_on + dt.timedelta(days=1))
    make_clauses(later)
    text = text_of(sign_in_as(client, getattr(cast, role)))
    assert (decision.diary_number in text, later.diary_number in text) == (True, False)


def test_a_board_reader_sees_what_was_frozen_and_nothing_live(
    client: Client, cast: Cast, decision: Decision, module: Module
) -> None:
    sign_in_as(client, cast.board_reader)
    text = text_of(client)
    assert heading_of(client) == "Här ser du de siffror som nämnden har fått."
    assert "Inget är fryst än." in text
    assert "0 av 1" not in text
    elsewhere = make_clauses(make_decision(make_board("Annan nämnd (exempel)")))[1]
    own, other = (
        reverse("coverage:snapshot-detail", args=[freeze(clause=clause, as_of=TODAY, taken_by=by, now=at(TODAY, 7)).pk])
        for clause, by in ((decision.clauses.get(number=2), cast.coordinator), (elsewhere, make_user()))
    )
    shown = client.get("/").text
    assert (own in shown, other in shown) == (True, False)


def test_a_manager_sees_the_own_unit_and_who_is_left(
    client: Client, cast: Cast, decision: Decision, module: Module
) -> None:
    make_employee("Exempel Grannfrid", place=cast.neighbour)
    sign_in_as(client, cast.manager)
    text = text_of(client)
    assert "1 medarbetare har något kvar" in text
    assert cast.employee_row.name in text
    assert "Exempel Egen" in text
    assert "Exempel Granne" not in text
    assert "Exempel Grannfrid" not in text
    event = AuditEvent.objects.get(action="access.read")
    assert (event.actor, event.view, event.counts) == (cast.manager, "home:start", {"rows": 1})


def test_a_manager_of_a_board_sees_each_of_its_places_and_the_boards_decision(
    client: Client, cast: Cast, decision: Decision, module: Module
) -> None:
    other = make_board("Annan nämnd (exempel)")
    make_clauses(make_decision(other, meeting_on=decision.meeting_on + dt.timedelta(days=1)))
    places = own_places(make_user((Role.UNIT_MANAGER, cast.board)), as_of=TODAY)
    assert places is not None
    assert places.page.overview.decision == decision
    assert {shown.row.place.pk for shown in places.page.places} == {cast.own.pk, cast.neighbour.pk}
    assert {row.name for row in places.missing} == {cast.employee_row.name}


def test_whoever_is_no_longer_a_trainer_has_no_day_sheet(client: Client, cast: Cast, module: Module) -> None:
    Trainer.objects.filter(pk=cast.trainer_row.pk).update(user=cast.employee)
    make_session(module, cast.own, NEXT_WEEK, trainers=[cast.trainer_row], employees=[cast.employee_row])
    text = text_of(sign_in_as(client, cast.employee))
    assert ("Samtal" in text, "Dagens blad" in text) == (True, False)


def test_a_manager_whose_staff_are_done_is_told_so(client: Client, cast: Cast, module: Module) -> None:
    session = make_session(module, cast.own, TODAY - dt.timedelta(days=7), state=SessionState.HELD)
    Attendance.objects.create(
        session=session, employee=cast.employee_row, outcome=Outcome.PRESENT, recorded_at=at(TODAY, 7)
    )
    sign_in_as(client, cast.manager)
    assert "Alla på dina träffpunkter som räknas är klara." in text_of(client)


def test_a_manager_without_staff_in_the_register_is_not_told_that_all_are_done(
    client: Client, cast: Cast, module: Module
) -> None:
    cast.employee_row.delete()
    sign_in_as(client, cast.manager)
    assert "som räknas är klara" not in text_of(client)


def test_a_trainer_sees_the_coming_days_with_their_sheets(client: Client, cast: Cast, module: Module) -> None:
    make_session(module, cast.own, TODAY, hour=13, trainers=[cast.trainer_row])
    make_visit(cast.neighbour, NEXT_WEEK, trainers=[cast.trainer_row])
    make_visit(cast.neighbour, TODAY + dt.timedelta(days=1))
    sign_in_as(client, cast.trainer)
    assert heading_of(client) == "Härnäst: Samtal på Exempel Egen, måndag 6 oktober 13.00."
    text = text_of(client)
    assert "En sak är inplanerad de närmaste sju dagarna." in text
    assert "10.00–11.00 Besök Exempel Granne" in text
    assert text.count("Dagens blad") == 2


def test_what_is_far_ahead_is_shown_only_when_nothing_is_nearer(client: Client, cast: Cast, module: Module) -> None:
    make_session(module, cast.own, TODAY + dt.timedelta(days=30), trainers=[cast.trainer_row])
    make_session(module, cast.own, TODAY + dt.timedelta(days=40), trainers=[cast.trainer_row])
    sign_in_as(client, cast.trainer)
    text = text_of(client)
    assert "De närmaste sju dagarna är inget inplanerat." in text
    assert "onsdag 5 november" in text
    assert "lördag 15 november" not in text


def test_an_employee_sees_own_bookings_only(client: Client, cast: Cast, module: Module) -> None:
    colleague = make_employee(place=cast.neighbour)
    make_session(module, cast.own, NEXT_WEEK, employees=[cast.employee_row])
    make_session(module, cast.neighbour, NEXT_WEEK, hour=13, employees=[colleague])
    sign_in_as(client, cast.employee)
    text = text_of(client)
    assert "09.00–11.00 Samtal Exempel Egen" in text
    assert "Exempel Granne" not in text
    assert "Dagens blad" not in text


def test_a_volunteer_without_bookings_is_told_that_nothing_is_booked(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.volunteer)
    assert heading_of(client) == "Inget är bokat för dig just nu."


@pytest.mark.parametrize(
    ("role", "heading"),
    [
        ("access_administrator", "Du sköter vem som får göra vad."),
        ("auditor", "Du granskar."),
        ("operator", "Du sköter driften."),
        ("adviser", "Du är rådgivare på Nexus."),
        ("secretary", "Inget beslut är inskrivet än."),
        ("outsider", "Du har ingen roll här än."),
    ],
)
def test_everybody_else_is_told_what_the_role_is_for(client: Client, cast: Cast, role: str, heading: str) -> None:
    sign_in_as(client, getattr(cast, role))
    assert heading_of(client) == heading


def _queries(client: Client) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get("/").status_code == 200
    return len(queries)


@pytest.mark.parametrize("role", ["coordinator", "manager", "trainer"])
def test_the_start_page_asks_as_much_of_1_place_as_of_30(
    client: Client, cast: Cast, decision: Decision, module: Module, role: str
) -> None:
    def fill(places: int) -> None:
        for _ in range(places):
            place = make_place(unit=cast.unit)
            person = make_employee(place=place)
            make_session(module, place, NEXT_WEEK, trainers=[cast.trainer_row], employees=[person])
            make_visit(place, NEXT_WEEK, trainers=[cast.trainer_row])

    sign_in_as(client, getattr(cast, role))
    fill(1)
    client.get("/")
    few = _queries(client)
    fill(29)
    assert _queries(client) == few


def test_a_clause_of_another_board_is_nobodys_overview(client: Client, cast: Cast) -> None:
    clause: Clause = make_clauses(make_decision(cast.partner))[0]
    sign_in_as(client, cast.board_reader)
    assert clause.short_title not in text_of(client)
