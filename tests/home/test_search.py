"""Searching finds what one may see, and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lyhord.accounts.enums import Role
from lyhord.accounts.models import AuditEvent, User
from lyhord.home.domain.search import SHOWN, Group, search
from tests.factories import (
    TODAY,
    Cast,
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


@pytest.fixture(autouse=True)
def monday_morning() -> Iterator[None]:
    with time_machine.travel(at(TODAY, 8), tick=False):
        yield


def found(user: User, text: str) -> dict[str, list[str]]:
    return {group.title: [hit.text for hit in group.hits] for group in groups(user, text)}


def groups(user: User, text: str) -> tuple[Group, ...]:
    return search(user, text, now=at(TODAY, 8))


def test_places_people_and_trainers_are_found_by_part_of_the_name(cast: Cast) -> None:
    assert found(cast.coordinator, "exempel") == {
        "Träffpunkter": ["Exempel Egen", "Exempel Granne"],
        "Medarbetare": ["Exempel Medarbetare"],
        "Utbildare": ["Exempel Utbildare"],
    }


def test_case_does_not_matter_not_even_for_swedish_letters(cast: Cast) -> None:
    make_place("Årsta (exempel)", unit=cast.unit)
    assert found(cast.coordinator, "årsta") == found(cast.coordinator, "ÅRSTA") == {"Träffpunkter": ["Årsta (exempel)"]}


def test_the_swedish_letters_are_letters_of_their_own(cast: Cast) -> None:
    make_place("Årsta (exempel)", unit=cast.unit)
    assert found(cast.coordinator, "arsta") == {}


def test_every_word_must_be_found(cast: Cast) -> None:
    assert found(cast.coordinator, "egen exempel") == {"Träffpunkter": ["Exempel Egen"]}
    assert found(cast.coordinator, "egen stad") == {}


def test_sessions_and_visits_are_found_by_module_place_and_day_the_next_first(cast: Cast) -> None:
    module = make_module("Samtal")
    for days in (-20, 9, 2):
        make_session(module, cast.own, TODAY + dt.timedelta(days=days))
    make_visit(cast.own, TODAY + dt.timedelta(days=2))
    (sessions,) = groups(cast.coordinator, "samtal")
    assert [hit.note for hit in sessions.hits] == [
        "Exempel Egen · onsdag 8 oktober 2025",
        "Exempel Egen · onsdag 15 oktober 2025",
        "Exempel Egen · tisdag 16 september 2025",
    ]
    assert found(cast.coordinator, "egen 8 oktober") == {"Utbildningstillfällen": ["Samtal"], "Besök": ["Exempel Egen"]}


def test_a_manager_finds_only_the_own_unit(cast: Cast) -> None:
    make_employee("Exempel Grannfrid", place=cast.neighbour)
    assert found(cast.manager, "exempel") == {
        "Träffpunkter": ["Exempel Egen"],
        "Medarbetare": ["Exempel Medarbetare"],
    }


def test_another_boards_rows_are_not_found(cast: Cast) -> None:
    coordinator, far = make_user((Role.COORDINATOR, cast.board)), make_place(unit=make_unit(cast.partner))
    module = make_module("Exempel Samtal", board=cast.board)
    own = [make_session(module, cast.own, TODAY), make_visit(cast.own, TODAY), make_trainer(board=cast.board)]
    make_session(module, far, TODAY, employees=[make_employee(place=far)], trainers=[cast.trainer_row])
    make_visit(far, TODAY)
    urls = [hit.url for group in groups(coordinator, "exempel") for hit in group.hits]
    assert {url.split("/")[-2] for url in urls} == {
        str(row.pk) for row in (cast.own, cast.neighbour, cast.employee_row, *own)
    }


@pytest.mark.parametrize("role", ["board_reader", "secretary"])
def test_the_boards_readers_find_no_people(cast: Cast, role: str) -> None:
    assert set(found(getattr(cast, role), "exempel")) == {"Träffpunkter"}


@pytest.mark.parametrize("role", ["outsider", "auditor", "operator", "access_administrator", "adviser"])
def test_others_find_nothing(cast: Cast, role: str) -> None:
    assert found(getattr(cast, role), "exempel") == {}


@pytest.mark.parametrize("text", ["", " ", "e", "e "])
def test_too_short_a_text_finds_nothing(cast: Cast, text: str) -> None:
    assert groups(cast.coordinator, text) == ()


def test_many_hits_are_cut_and_counted(cast: Cast) -> None:
    for number in range(SHOWN + 3):
        make_place(f"Kulle {number}", unit=cast.unit, is_open=False)
    (group,) = groups(cast.coordinator, "kulle")
    assert (len(group.hits), group.more) == (SHOWN, 3)


def test_names_that_are_shown_are_audited_as_one_read(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.coordinator).get("/sok/", {"q": "medarbetare"})
    event = AuditEvent.objects.get(action="access.read")
    assert (event.actor, event.view, event.counts) == (cast.coordinator, "home:search", {"rows": 1})
    client.get("/sok/", {"q": "granne"})
    assert AuditEvent.objects.filter(action="access.read").count() == 1


def test_the_page_shows_hits_as_links(client: Client, cast: Cast) -> None:
    text = sign_in_as(client, cast.coordinator).get("/sok/", {"q": "egen"}).content.decode()
    assert f'href="/traffpunkter/{cast.own.pk}/"' in text
    assert 'value="egen"' in text
    assert "<h1>En träff på ”egen”</h1>" in text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "<h1>Sök</h1>"),
        ("x", "<h1>Sök</h1>"),
        ("finns inte", "Ingen träff på ”finns inte”"),
        ("<b>fet</b>", "Ingen träff på ”&lt;b&gt;fet&lt;/b&gt;”"),
        ("%%__''", "Ingen träff på"),
        ("lång" * 100, "Ingen träff på"),
    ],
)
def test_whatever_one_writes_gets_an_answer(client: Client, cast: Cast, text: str, said: str) -> None:
    response = sign_in_as(client, cast.coordinator).get("/sok/", {"q": text})
    assert response.status_code == 200
    assert said in response.content.decode()


def test_a_stranger_is_asked_to_sign_in(client: Client, db: None) -> None:
    assert client.get("/sok/", {"q": "egen"})["Location"].startswith("/konto/logga-in/")


def test_searching_asks_as_much_of_1_row_as_of_30(cast: Cast) -> None:
    module = make_module("Exempelmodul", board=cast.board)

    def fill(count: int) -> None:
        for _ in range(count):
            place = make_place(unit=cast.unit, is_open=False)
            make_session(module, place, TODAY, employees=[make_employee(place=place, works=False)])
            make_visit(place, TODAY)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            groups(cast.coordinator, "exempel")
        return len(captured)

    fill(1)
    queries()
    few = queries()
    fill(29)
    assert queries() == few
