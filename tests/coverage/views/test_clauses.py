"""The coverage page: the answer, its definition, the names, and who may see them."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from lyhord.people.enums import EmployeeClass
from lyhord.programme.models import Clause
from tests.coverage.conftest import WEEK, World
from tests.factories import (
    TODAY,
    make_clauses,
    make_decision,
    make_employee,
    make_module,
    make_place,
    make_session,
    make_visit,
    sign_in_as,
)

NAMES = ("Anna", "Bo Exempel", "Eva", "Vera", "Lena", "Exempel Medarbetare")


def address(clause: Clause, **query: object) -> str:
    return reverse("coverage:clause-detail", args=[clause.pk], query=query or None)


def text(response: HttpResponse) -> str:
    """Return the page's words, with single spaces."""
    main = response.content.decode().split('id="main"', 1)[1]
    return re.sub(r"\s+", " ", strip_tags(main))


def test_answer_definition_names_and_reasons(client: Client, world: World) -> None:
    page = text(sign_in_as(client, world.cast.coordinator).get(address(world.training)))
    assert "1 av 3 medarbetare är klara." in page
    assert "Genomfört = alla 2 moduler, för den som är anställd eller timanställd sedan minst 30 dagar." in page
    assert "33 % klara, 1 har bokad tid för resten, 1 saknar tid · 1 undantag · 2 räknas inte" in page
    assert "2 medarbetare har något kvar" in page
    assert "Bo Exempel Exempel Egen Samtal 13 okt 2025 13 okt 2025" in page
    assert "Exempel Medarbetare Exempel Egen Uttryck, Samtal ingen tid" in page
    assert "Borta hela perioden (undantag) Eva Exempel" in page
    assert "Har slutat (räknas inte) Lena Slutade" in page
    assert "Gruppen ingår inte i definitionen (räknas inte) Vera Exempel" in page


def test_changes_of_the_denominator_are_explained(client: Client, world: World) -> None:
    page = text(sign_in_as(client, world.cast.coordinator).get(address(world.training)))
    assert "11 aug 2025 räknades 5, 6 okt 2025 räknas 4." in page
    assert "−1 har slutat Lena Slutade" in page
    assert "1 borta hela perioden Eva Exempel" in page


def test_a_past_day_shows_what_held_that_day(client: Client, world: World) -> None:
    day = TODAY - 3 * WEEK
    page = text(sign_in_as(client, world.cast.coordinator).get(address(world.training, datum=day)))
    assert "0 av 5 medarbetare är klara." in page
    assert "läget 15 sep 2025" in page


@pytest.mark.parametrize("day", ["2025-10-07", "i går", "2025-13-01"])
def test_a_day_to_come_or_no_day_shows_today_and_says_why(client: Client, world: World, day: str) -> None:
    response = sign_in_as(client, world.cast.coordinator).get(address(world.training, datum=day))
    assert response.status_code == 200
    assert "läget 6 okt 2025" in text(response)
    assert "En sak att rätta" in text(response)


def test_comparing_with_a_later_day_is_refused(client: Client, world: World) -> None:
    response = sign_in_as(client, world.cast.coordinator).get(address(world.training, datum=TODAY - WEEK, fran=TODAY))
    assert "Jämför med en tidigare dag." in text(response)


def test_visits_show_a_tile_a_place_and_name_the_places_left(client: Client, world: World) -> None:
    response = sign_in_as(client, world.cast.coordinator).get(address(world.visits))
    page = text(response)
    assert "0 av 2 träffpunkter är klara." in page
    assert "Exempel Egen 1 av 2 besök hållna, 1 planerade" in page
    assert "Exempel Granne Besök 1, Besök 2 ingen tid" in page
    assert response.content.count(b'class="tile half"') == response.content.count(b'class="tile todo"') == 1


def test_secretary_sees_figures_and_places_but_no_name_anywhere(client: Client, world: World) -> None:
    response = sign_in_as(client, world.cast.secretary).get(address(world.training))
    page = text(response)
    assert "1 av 3 medarbetare är klara." in page
    assert "Exempel Egen" in page
    assert "1 borta hela perioden (undantag)" in page
    assert "−1 har slutat" in page
    assert not any(name in page for name in NAMES)
    assert not any(name in repr(list(response.context)) for name in NAMES)


def test_secretary_makes_no_query_for_names(client: Client, world: World) -> None:
    sign_in_as(client, world.cast.secretary)
    with CaptureQueriesContext(connection) as queries:
        client.get(address(world.training))
    assert not any('"people_employee"."name"' in query["sql"] for query in queries)


def test_not_known_is_not_zero_percent(client: Client, world: World) -> None:
    world.training.module_requirements.all().delete()
    page = text(sign_in_as(client, world.cast.coordinator).get(address(world.training)))
    assert "Vi vet inte än." in page
    assert "Det är inte bestämt vilka moduler som krävs." in page
    assert "0 %" not in page
    assert "Frys och visa för nämnden" not in page


@pytest.mark.parametrize("role", ["coordinator", "secretary"])
def test_who_may_open_the_page(client: Client, world: World, role: str) -> None:
    sign_in_as(client, getattr(world.cast, role))
    assert client.get(address(world.training)).status_code == 200
    assert client.get(reverse("coverage:clause-list")).status_code == 200


@pytest.mark.parametrize(
    "role",
    [
        "board_reader",
        "trainer",
        "manager",
        "deputy",
        "employee",
        "volunteer",
        "adviser",
        "access_administrator",
        "auditor",
        "operator",
        "outsider",
    ],
)
def test_who_may_not_open_the_page(client: Client, world: World, role: str) -> None:
    sign_in_as(client, getattr(world.cast, role))
    assert client.get(address(world.training)).status_code == 403


def test_nobody_is_sent_to_sign_in_and_another_boards_clause_is_not_found(client: Client, world: World) -> None:
    assert client.get(address(world.training)).status_code == 302
    _visits, elsewhere = make_clauses(make_decision(world.cast.partner))
    sign_in_as(client, world.cast.secretary)
    assert client.get(address(elsewhere)).status_code == 404


def test_list_of_clauses_shows_each_with_its_definition(client: Client, world: World) -> None:
    page = text(sign_in_as(client, world.cast.secretary).get(reverse("coverage:clause-list")))
    assert "Genomfört = 2 hållna besök på varje öppen träffpunkt." in page
    assert "Uttryck 2 av 3 · 66 %" in page


def test_list_of_clauses_is_of_the_readers_own_board(client: Client, world: World) -> None:
    later = make_decision(world.cast.partner, meeting_on=world.decision.meeting_on + dt.timedelta(days=1))
    make_clauses(later)
    response = sign_in_as(client, world.cast.secretary).get(reverse("coverage:clause-list"))
    assert response.context["overview"].decision == world.decision


def test_list_of_clauses_without_decision_says_what_will_come(client: Client, world: World) -> None:
    world.decision.clauses.all().delete()
    page = text(sign_in_as(client, world.cast.secretary).get(reverse("coverage:clause-list")))
    assert "Inget beslut med att-satser än" in page


def test_missing_names_are_paged_and_can_be_narrowed_to_a_place(client: Client, world: World) -> None:
    for number in range(60):
        make_employee(f"Extra {number:02}", place=world.cast.neighbour)
    sign_in_as(client, world.cast.coordinator)
    first, second = (text(client.get(address(world.training, sida=number))) for number in (1, 2))
    assert "1–50 av 62" in first
    assert ("Extra 59" in first, "Extra 59" in second) == (False, True)
    narrowed = text(client.get(address(world.training, traffpunkt=world.cast.own.pk)))
    assert ("Bo Exempel" in narrowed, "Extra" in narrowed) == (True, False)


@pytest.mark.parametrize("role", ["coordinator", "secretary"])
def test_same_number_of_queries_for_1_and_30_places(client: Client, world: World, role: str) -> None:
    sign_in_as(client, getattr(world.cast, role))
    module = make_module(clause=world.training)

    def build(count: int) -> None:
        for _ in range(count):
            place = make_place(unit=world.cast.unit)
            person = make_employee(place=place)
            make_employee(place=place, employee_class=EmployeeClass.VOLUNTEER)
            make_session(module, place, TODAY + WEEK, employees=[person])
            make_visit(place, TODAY + WEEK)

    def count(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        return len(queries)

    paths = [address(world.training), address(world.visits), reverse("coverage:clause-list")]
    build(1)
    few = [count(path) for path in paths]
    build(29)
    assert [count(path) for path in paths] == few


def test_day_before_the_definition_is_not_known(client: Client, world: World) -> None:
    day = TODAY - 8 * WEEK - dt.timedelta(days=1)
    page = text(sign_in_as(client, world.cast.coordinator).get(address(world.training, datum=day)))
    assert "Nämnden har inte bestämt vad som räknas som genomfört." in page
