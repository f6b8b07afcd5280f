"""Pages of meeting places: who sees which, what can be entered, and what is said when it cannot."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lyhord.accounts.models import AuditEvent, User
from lyhord.places.enums import PlaceKind
from lyhord.places.models import (
    MeetingPlace,
    OpeningException,
    OpeningRule,
    PopularActivity,
    Stop,
    TravelOverride,
)
from tests.factories import TODAY, Cast, make_board, make_place, make_unit, make_visit, sign_in_as

LIST = "/traffpunkter/"


@pytest.fixture(autouse=True)
def the_day() -> Any:
    with time_machine.travel(dt.datetime(2025, 10, 6, 10, tzinfo=dt.UTC), tick=False):
        yield


def page(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def names_seen(client: Client, user: User) -> list[str]:
    html = page(sign_in_as(client, user), LIST)
    return [name for name in ("Exempel Egen", "Exempel Granne", "Främmande") if name in html]


def url(name: str, place: MeetingPlace, *rest: Any) -> str:
    return reverse(f"places:{name}", args=[place.pk, *rest])


def facts(place: MeetingPlace | None = None, **changes: Any) -> dict[str, Any]:
    return {
        "name": "Ny Exempel",
        "key": "",
        "kind": "stationary",
        "unit": str((place.unit if place else make_unit()).pk),
        "latitude": "59,86",
        "longitude": "17,64",
        "min_staff": "1",
        "closing_cap": "0",
        "room_capacity": "0",
    } | changes


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("coordinator", ["Exempel Egen", "Exempel Granne"]),
        ("manager", ["Exempel Egen"]),
        ("deputy", ["Exempel Egen"]),
        ("employee", ["Exempel Egen"]),
        ("volunteer", ["Exempel Egen"]),
        ("trainer", ["Exempel Granne"]),
        ("board_reader", ["Exempel Egen", "Exempel Granne"]),
        ("secretary", ["Exempel Egen", "Exempel Granne"]),
    ],
)
def test_each_role_sees_its_places(client: Client, cast: Cast, who: str, expected: list[str]) -> None:
    make_visit(cast.neighbour, TODAY, trainers=[cast.trainer_row])
    make_place("Främmande", unit=make_unit(make_board("Annan nämnd (exempel)"), "Annan enhet"))
    assert names_seen(client, getattr(cast, who)) == expected


@pytest.mark.parametrize("who", ["adviser", "access_administrator", "auditor", "operator", "outsider"])
def test_others_see_no_places(client: Client, cast: Cast, who: str) -> None:
    page(sign_in_as(client, getattr(cast, who)), LIST, 403)


def test_a_place_that_is_not_yours_is_not_found(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.manager)
    page(client, url("place-detail", cast.own))
    page(client, url("place-detail", cast.neighbour), 404)
    page(client, reverse("places:place-detail", args=[uuid.uuid4()]), 404)


@pytest.mark.parametrize("who", ["manager", "employee", "trainer", "board_reader"])
def test_only_the_coordinator_changes_places(client: Client, cast: Cast, who: str) -> None:
    make_visit(cast.own, TODAY, trainers=[cast.trainer_row])
    sign_in_as(client, getattr(cast, who))
    for name in ("place-edit", "place-close", "opening-edit", "stops-edit", "activities-edit", "exceptions-edit"):
        page(client, url(name, cast.own), 403)
    assert client.post(url("place-check", cast.own)).status_code == 403
    assert "Ändra" not in page(client, url("place-detail", cast.own)).split("<main")[1].split("</main>")[0]


def test_a_coordinator_of_another_board_finds_nothing(client: Client, cast: Cast) -> None:
    foreign = make_place("Främmande", unit=make_unit(make_board("Annan nämnd (exempel)"), "Annan enhet"))
    sign_in_as(client, cast.coordinator)
    page(client, url("place-edit", foreign), 404)
    assert client.post(url("place-check", foreign)).status_code == 404


def test_the_board_reader_sees_no_person_names(client: Client, cast: Cast) -> None:
    make_visit(cast.own, TODAY, trainers=[cast.trainer_row])
    MeetingPlace.objects.update(contact_name="Kontakta Exempelsson", email="exempel@example.org")
    assert "Kontakta Exempelsson" in page(sign_in_as(client, cast.trainer), url("place-detail", cast.own))
    html = page(sign_in_as(client, cast.board_reader), url("place-detail", cast.own))
    assert "Kontakta Exempelsson" not in html
    assert "exempel@example.org" not in html
    assert cast.employee_row.name not in html


def test_staff_are_named_only_to_those_who_plan_for_them(client: Client, cast: Cast) -> None:
    assert cast.employee_row.name in page(sign_in_as(client, cast.manager), url("place-detail", cast.own))
    assert cast.employee_row.name not in page(sign_in_as(client, cast.volunteer), url("place-detail", cast.own))


def test_the_list_answers_first_and_names_what_is_unchecked(client: Client, cast: Cast) -> None:
    make_place("Exempel Mobil", unit=cast.unit, kind=PlaceKind.MOBILE, is_open=False)
    cast.own.checked_on = TODAY
    cast.own.save()
    html = page(sign_in_as(client, cast.coordinator), LIST)
    assert "2 fasta träffpunkter och 1 mobil<" in html
    assert "2 av dem är inte kontrollerade" in html
    assert "Måndag–fredag 9–16" in html


def test_the_list_can_be_narrowed_and_nonsense_shows_everything(client: Client, cast: Cast) -> None:
    closed = make_place("Exempel Stängd", unit=cast.unit, closed_from=dt.date(2025, 1, 1))
    sign_in_as(client, cast.coordinator)
    assert closed.name not in page(client, LIST)
    assert closed.name in page(client, f"{LIST}?visa=stangda")
    assert "Exempel Granne" not in page(client, f"{LIST}?enhet={cast.unit.pk}")
    assert "Ingen träffpunkt passar" in page(client, f"{LIST}?typ=mobile")
    assert "Exempel Granne" in page(client, f"{LIST}?enhet=strunt&typ=strunt&visa=strunt")


def test_the_list_costs_the_same_for_many_places(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.coordinator)
    with CaptureQueriesContext(connection) as few:
        page(client, LIST)
    for _ in range(28):
        make_place(unit=cast.unit)
    with CaptureQueriesContext(connection) as many:
        page(client, LIST)
    assert len(few) == len(many)


def test_a_place_is_entered_and_gets_its_key_from_its_name(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.coordinator)
    response = client.post(reverse("places:place-add"), facts(name="Träffpunkt Ås", unit=str(cast.unit.pk)))
    place = MeetingPlace.objects.get(name="Träffpunkt Ås")
    assert response["Location"] == url("place-detail", place)
    assert (place.key, place.owner, place.latitude) == ("traffpunkt-as", cast.board, 59.86)
    assert AuditEvent.objects.filter(action="places.create", object_id=place.pk, actor=cast.coordinator).count() == 1


def test_a_place_is_changed_and_stays_checked_by_whom_it_was(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.coordinator)
    client.post(url("place-check", cast.own))
    client.post(url("place-edit", cast.own), facts(cast.own, name="Nytt namn", key=cast.own.key))
    cast.own.refresh_from_db()
    assert (cast.own.name, cast.own.checked_by, cast.own.checked_on) == ("Nytt namn", cast.coordinator, TODAY)
    assert [e.action for e in AuditEvent.objects.all()] == ["places.check", "places.change"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Detta fält"),
        ({"latitude": "59,86", "longitude": ""}, "både latitud och longitud"),
        ({"latitude": "159"}, "90"),
        ({"min_staff": "-1"}, "0"),
        ({"unit": str(uuid.uuid4())}, "Välj"),
    ],
)
def test_bad_facts_are_explained_and_change_nothing(
    client: Client, cast: Cast, changes: dict[str, str], sentence: str
) -> None:
    sign_in_as(client, cast.coordinator)
    response = client.post(url("place-edit", cast.own), facts(cast.own, key=cast.own.key) | changes)
    assert response.status_code == 200
    assert sentence in response.content.decode()
    cast.own.refresh_from_db()
    assert cast.own.name == "Exempel Egen"


def test_a_key_that_is_taken_is_explained(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.coordinator)
    response = client.post(url("place-edit", cast.own), facts(cast.own, key=cast.neighbour.key))
    assert "En annan träffpunkt har den nyckeln" in response.content.decode()


def test_a_place_cannot_be_moved_to_a_board_that_is_not_yours(client: Client, cast: Cast) -> None:
    foreign = make_unit(make_board("Annan nämnd (exempel)"), "Annan enhet")
    sign_in_as(client, cast.coordinator)
    client.post(url("place-edit", cast.own), facts(cast.own, unit=str(foreign.pk)))
    cast.own.refresh_from_db()
    assert cast.own.owner == cast.board


def test_a_place_stays_with_its_board_also_for_somebody_who_coordinates_both(client: Client, cast: Cast) -> None:
    """Its staff and its sessions would be left on the other side of the wall."""
    sign_in_as(client, cast.coordinator)
    across = make_unit(cast.partner, "Enhet på andra sidan (exempel)")
    shown = client.post(url("place-edit", cast.own), facts(cast.own, key=cast.own.key, unit=str(across.pk)))
    assert shown.status_code == 200
    cast.own.refresh_from_db()
    assert (cast.own.owner, cast.own.unit) == (cast.board, cast.unit)


def test_a_place_is_closed_and_opened_again(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.coordinator)
    client.post(url("place-close", cast.own), {"closed_from": "2025-12-01"})
    cast.own.refresh_from_db()
    assert cast.own.closed_from == dt.date(2025, 12, 1)
    client.post(url("place-close", cast.own), {"closed_from": ""})
    cast.own.refresh_from_db()
    assert cast.own.closed_from is None
    assert [e.action for e in AuditEvent.objects.all()] == ["places.close", "places.reopen"]


def test_a_place_does_not_close_before_it_opens(client: Client, cast: Cast) -> None:
    MeetingPlace.objects.filter(pk=cast.own.pk).update(opened_on=dt.date(2025, 11, 1))
    sign_in_as(client, cast.coordinator)
    response = client.post(url("place-close", cast.own), {"closed_from": "2025-10-31"})
    assert "öppnade samma dag eller senare" in response.content.decode()


HOURS = {"weekdays": ["0", "2"], "starts_at": "09:00", "ends_at": "12:30"}


@pytest.mark.parametrize(
    ("part", "model", "entered", "count"),
    [
        ("opening", OpeningRule, HOURS | {"kind": "open", "interval_weeks": "1"}, 2),
        ("stops", Stop, HOURS | {"venue": "Bygdegården"}, 2),
        ("activities", PopularActivity, HOURS | {"name": "Bingo", "head_count": "20", "ends_before": "2025-12-31"}, 2),
        ("exceptions", OpeningException, {"on": "2025-12-24"}, 1),
    ],
)
def test_rows_are_added_and_removed(
    client: Client, cast: Cast, part: str, model: Any, entered: dict[str, Any], count: int
) -> None:
    place = make_place("Exempel Tom", unit=cast.unit, is_open=False)
    sign_in_as(client, cast.coordinator)
    assert client.post(url(f"{part}-edit", place), entered).status_code == 302
    rows = list(model.objects.filter(place=place))
    assert len(rows) == count
    if part == "activities":
        assert {row.ends_before for row in rows} == {dt.date(2026, 1, 1)}
    page(client, url(f"{part}-edit", place))
    client.post(url(f"{part}-remove", place, rows[0].pk))
    assert model.objects.filter(place=place).count() == count - 1


def test_a_travel_time_is_entered_once_a_pair(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.coordinator)
    entered = {"other": str(cast.neighbour.pk), "minutes": "35"}
    assert client.post(url("travel-edit", cast.own), entered).status_code == 302
    back = client.post(url("travel-edit", cast.neighbour), {"other": str(cast.own.pk), "minutes": "40"})
    assert "redan ändrad" in back.content.decode()
    assert TravelOverride.objects.get().minutes == 35
    assert "35 minuter" in page(client, url("travel-edit", cast.neighbour))


@pytest.mark.parametrize(
    ("part", "entered", "sentence"),
    [
        ("opening", HOURS | {"kind": "open", "interval_weeks": "2"}, "Fyll i dagen som veckorna räknas från"),
        ("opening", HOURS | {"kind": "open", "interval_weeks": "1", "ends_at": "08:00"}, "efter starttiden"),
        ("opening", {"kind": "open", "interval_weeks": "1", "starts_at": "9", "ends_at": "x"}, "giltig tid"),
        ("stops", HOURS | {"venue": "X", "latitude": "59"}, "både latitud och longitud"),
        (
            "stops",
            HOURS | {"venue": "X", "starts_on": "2025-12-02", "ends_before": "2025-12-01"},
            "Sista dagen ska vara",
        ),
        ("exceptions", {"on": "2025-12-24", "starts_at": "09:00"}, "Fyll i båda tiderna"),
        ("travel", {"other": "", "minutes": "10"}, "Detta fält"),
    ],
)
def test_bad_rows_are_explained(client: Client, cast: Cast, part: str, entered: dict[str, Any], sentence: str) -> None:
    sign_in_as(client, cast.coordinator)
    response = client.post(url(f"{part}-edit", cast.own), entered)
    assert response.status_code == 200
    assert sentence in response.content.decode()


def test_a_day_differs_only_once(client: Client, cast: Cast) -> None:
    OpeningException.objects.create(place=cast.own, on=dt.date(2025, 12, 24))
    sign_in_as(client, cast.coordinator)
    response = client.post(url("exceptions-edit", cast.own), {"on": "2025-12-24"})
    assert "har redan andra tider" in response.content.decode()


def test_a_row_of_another_place_is_not_removed(client: Client, cast: Cast) -> None:
    row = cast.neighbour.opening_rules.all()[0]
    sign_in_as(client, cast.coordinator)
    assert client.post(url("opening-remove", cast.own, row.pk)).status_code == 404
    assert OpeningRule.objects.filter(pk=row.pk).exists()


def test_the_page_says_hours_stops_and_activities_in_words(client: Client, cast: Cast) -> None:
    place = make_place("Exempel Mobil", unit=cast.unit, kind=PlaceKind.MOBILE, is_open=False)
    Stop.objects.create(place=place, venue="Bygdegården", weekday=1, starts_at=dt.time(10), ends_at=dt.time(14, 30))
    PopularActivity.objects.create(
        place=place, name="Bingo", weekday=1, starts_at=dt.time(11), ends_at=dt.time(12), head_count=14
    )
    OpeningException.objects.create(place=place, on=dt.date(2025, 12, 24))
    html = page(sign_in_as(client, cast.coordinator), url("place-detail", place))
    assert "Öppet Bygdegården tisdag 10–14.30." in html
    assert "brukar komma 14" in html
    assert "Ons 24 dec 2025 (Julafton): stängt" in html
    assert "Ej kontrollerad" in html
