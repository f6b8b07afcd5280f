"""One place's and one person's coverage: for those who plan for them, and for oneself."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lyhord.accounts.models import AuditEvent
from lyhord.coverage.domain.subjects import places_coverage
from lyhord.coverage.enums import CellState
from lyhord.people.models import Employee
from tests.coverage.conftest import World
from tests.coverage.views.test_clauses import text
from tests.factories import TODAY, make_employee, make_place, sign_in_as


def url(kind: str, row: Model) -> str:
    return reverse(f"coverage:{kind}-detail", args=[row.pk])


def test_place_shows_visits_people_and_what_has_no_time(client: Client, world: World) -> None:
    page = text(sign_in_as(client, world.cast.manager).get(url("place", world.cast.own)))
    assert "Exempel Egen har något kvar utan tid" in page
    assert "Besök 1 klart 29 sep 2025 Besök 2 planerat 20 okt 2025" in page
    assert "Bo Exempel klart 22 sep 2025 planerat 13 okt 2025" in page
    assert "Vera Exempel räknas inte: gruppen ingår inte i definitionen" in page


@pytest.mark.parametrize(
    ("role", "own", "neighbour"),
    [("coordinator", 200, 200), ("manager", 200, 404), ("deputy", 200, 404), ("board_reader", 403, 403)],
)
def test_who_may_open_a_place(client: Client, world: World, role: str, own: int, neighbour: int) -> None:
    sign_in_as(client, getattr(world.cast, role))
    assert client.get(url("place", world.cast.own)).status_code == own
    assert client.get(url("place", world.cast.neighbour)).status_code == neighbour


def test_person_shows_each_module(client: Client, world: World) -> None:
    page = text(sign_in_as(client, world.cast.manager).get(url("person", world.bo)))
    assert "Bo Exempel har tid för allt som är kvar" in page
    assert "Uttryck klart 22 sep 2025 Samtal planerat 13 okt 2025" in page


def test_person_outside_is_told_why(client: Client, world: World) -> None:
    eva = make_employee("Eva Ny", place=world.cast.own, starts_on=TODAY)
    page = text(sign_in_as(client, world.cast.coordinator).get(url("person", eva)))
    assert "Eva Ny: räknas inte, har inte varit anställd tillräckligt länge" in page


def test_employee_sees_oneself_and_nobody_else(client: Client, world: World) -> None:
    sign_in_as(client, world.cast.employee)
    assert "Exempel Medarbetare har något kvar utan tid" in text(client.get(url("person", world.cast.employee_row)))
    assert client.get(url("person", world.bo)).status_code == 404


def test_reading_names_is_logged(client: Client, world: World) -> None:
    sign_in_as(client, world.cast.coordinator)
    client.get(url("person", world.bo))
    client.get(url("place", world.cast.own))
    page = text(client.get(reverse("coverage:clause-detail", args=[world.training.pk])))
    named = sum(name in page for name in Employee.objects.values_list("name", flat=True))
    client.get(reverse("coverage:clause-detail", args=[world.visits.pk]))
    events = AuditEvent.objects.filter(action="access.read").values_list("view", "object_id", "counts")
    assert list(events) == [
        ("coverage:person-detail", world.bo.pk, {"rows": 1}),
        ("coverage:place-detail", world.cast.own.pk, {"rows": 6}),
        ("coverage:clause-detail", world.training.pk, {"rows": named}),
    ]


def test_without_decision_nothing_is_claimed(client: Client, world: World) -> None:
    world.decision.delete()
    sign_in_as(client, world.cast.coordinator)
    for path in (url("place", world.cast.own), url("person", world.bo)):
        assert "Vi vet inte än." in text(client.get(path))


def test_places_coverage_reads_only_the_people_of_the_places(world: World) -> None:
    make_employee("Granne Exempel", place=world.cast.neighbour)
    found = places_coverage(world.decision, [world.cast.own], as_of=TODAY)
    assert list(found) == [world.cast.own.pk]
    assert [(row.name, row.state) for row in found[world.cast.own.pk].people] == [
        ("Anna Exempel", CellState.DONE),
        ("Bo Exempel", CellState.PLANNED),
        ("Eva Exempel", CellState.EXCEPTED),
        ("Exempel Medarbetare", CellState.TO_DO),
        ("Lena Slutade", CellState.NOT_COUNTED),
        ("Vera Exempel", CellState.NOT_COUNTED),
    ]


def test_places_coverage_runs_the_same_queries_for_1_and_30_places(world: World) -> None:
    places = [make_place(unit=world.cast.unit) for _ in range(30)]
    for place in places:
        make_employee(place=place)

    def count(number: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            places_coverage(world.decision, places[:number], as_of=TODAY)
        return len(queries)

    assert count(1) == count(30)
