"""Pages of employees and trainers: who sees whom, what can be entered, what is logged."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lyhord.accounts.models import AuditEvent, User
from lyhord.people.domain.schedules import schedule_of
from lyhord.people.models import AvailabilityWindow, AwayPeriod, Employee, Employment, Trainer, TrainerAway
from tests.factories import TODAY, Cast, make_board, make_employee, make_place, make_trainer, make_unit, sign_in_as

LIST, TRAINERS = "/personer/", "/utbildare/"
EIGHT, NOON, FIVE = dt.time(8), dt.time(12), dt.time(17)


@pytest.fixture(autouse=True)
def the_day() -> Any:
    with time_machine.travel(dt.datetime(2025, 10, 6, 10, tzinfo=dt.UTC), tick=False):
        yield


def page(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def url(name: str, *rows: Any) -> str:
    return reverse(f"people:{name}", args=[row.pk for row in rows])


def names_seen(client: Client, user: User) -> list[str]:
    html = page(sign_in_as(client, user), LIST)
    return [name for name in ("Exempel Medarbetare", "Granne Exempelsson", "Främling") if name in html]


@pytest.fixture
def neighbour(cast: Cast) -> Employee:
    make_employee("Främling", place=make_place(unit=make_unit(make_board("Annan nämnd (exempel)"), "Annan enhet")))
    return make_employee("Granne Exempelsson", place=cast.neighbour)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("coordinator", ["Exempel Medarbetare", "Granne Exempelsson"]),
        ("manager", ["Exempel Medarbetare"]),
        ("deputy", ["Exempel Medarbetare"]),
        ("employee", ["Exempel Medarbetare"]),
        ("volunteer", []),
    ],
)
def test_each_role_sees_its_people(
    client: Client, cast: Cast, neighbour: Employee, who: str, expected: list[str]
) -> None:
    assert names_seen(client, getattr(cast, who)) == expected


@pytest.mark.parametrize(
    "who",
    ["trainer", "adviser", "board_reader", "secretary", "access_administrator", "auditor", "operator", "outsider"],
)
def test_others_see_no_people(client: Client, cast: Cast, who: str) -> None:
    sign_in_as(client, getattr(cast, who))
    page(client, LIST, 403)
    page(client, url("employee-detail", cast.employee_row), 403)


def test_someone_who_is_not_yours_is_not_found(client: Client, cast: Cast, neighbour: Employee) -> None:
    page(sign_in_as(client, cast.manager), url("employee-detail", neighbour), 404)
    page(sign_in_as(client, cast.employee), url("employee-detail", neighbour), 404)
    foreign = Employee.objects.get(name="Främling")
    page(sign_in_as(client, cast.coordinator), url("employee-edit", foreign), 404)


def test_a_manager_no_longer_sees_someone_who_has_left(client: Client, cast: Cast) -> None:
    left = make_employee("Slutat Exempel", place=cast.own, ends_before=TODAY)
    page(sign_in_as(client, cast.manager), url("employee-detail", left), 404)
    page(sign_in_as(client, cast.coordinator), url("employee-detail", left))


def test_the_list_is_narrowed_to_places_that_the_reader_sees(client: Client, cast: Cast) -> None:
    Employment.objects.create(employee=cast.employee_row, place=cast.neighbour, starts_on=TODAY, share_percent=20)
    sign_in_as(client, cast.manager)
    assert list(client.get(LIST).context["filter"].fields["plats"].queryset) == [cast.own]


def test_whoever_sees_nobody_else_is_not_led_to_a_list_of_one(client: Client, cast: Cast, neighbour: Employee) -> None:
    for who, may_list in ((cast.employee, False), (cast.manager, False), (cast.coordinator, True)):
        response = sign_in_as(client, who).get(url("employee-detail", cast.employee_row))
        assert response.context["may_list"] == may_list
    make_employee("Kollega Exempelsson", place=cast.own)
    assert sign_in_as(client, cast.manager).get(url("employee-detail", cast.employee_row)).context["may_list"]


def test_only_the_coordinator_changes_people(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.manager)
    for name in ("employee-edit", "employment-add", "windows-edit", "away-edit"):
        page(client, url(name, cast.employee_row), 403)
    assert client.post(url("employee-found", cast.employee_row)).status_code == 403


def test_reading_a_person_and_a_list_is_logged_once_each(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.manager)
    page(client, url("employee-detail", cast.employee_row))
    page(client, LIST)
    first, second = AuditEvent.objects.all()
    assert (first.action, first.object_id, first.actor) == ("access.read", cast.employee_row.pk, cast.manager)
    assert (second.action, second.object_id, second.counts) == ("access.read", None, {"rows": 1})


def test_the_list_costs_the_same_for_many_people(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.coordinator)
    with CaptureQueriesContext(connection) as few:
        page(client, LIST)
    for _ in range(29):
        make_employee(place=cast.own)
    with CaptureQueriesContext(connection) as many:
        page(client, LIST)
    assert len(few) == len(many)


def test_the_list_is_in_pages_and_in_swedish_order(client: Client, cast: Cast) -> None:
    for name in ("Östen", "Åsa", "Ärla"):
        make_employee(name, place=cast.own)
    for _ in range(50):
        make_employee(place=cast.own)
    sign_in_as(client, cast.coordinator)
    html = page(client, LIST)
    assert "54 medarbetare" in html
    assert "Sida 1 av 2" in html
    last = page(client, f"{LIST}?sida=2")
    assert last.index("Åsa") < last.index("Ärla") < last.index("Östen")


def test_the_list_can_be_narrowed(client: Client, cast: Cast, neighbour: Employee) -> None:
    make_employee("Borta Ur Filen", place=cast.own, missing_since=TODAY)
    make_employee("Slutat Exempel", place=cast.own, ends_before=TODAY)
    sign_in_as(client, cast.coordinator)
    assert "Slutat Exempel" not in page(client, LIST)
    assert "Slutat Exempel" in page(client, f"{LIST}?visa=slutat")
    only_missing = page(client, f"{LIST}?visa=saknas")
    assert "Borta Ur Filen" in only_missing
    assert "Granne Exempelsson" not in only_missing
    at_place = page(client, f"{LIST}?plats={cast.neighbour.pk}")
    assert "Granne Exempelsson" in at_place
    assert "Exempel Medarbetare" not in at_place
    assert "Ingen passar" in page(client, f"{LIST}?grupp=volunteer")
    assert "Granne Exempelsson" in page(client, f"{LIST}?grupp=strunt&plats=strunt")


def test_a_person_is_entered_with_a_first_employment(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.coordinator)
    entered = {
        "name": "Ny Exempelsson",
        "key": "1234",
        "employee_class": "staff",
        "languages": "finska, engelska",
        "place": str(cast.own.pk),
        "share_percent": "75",
        "starts_on": "2025-11-01",
        "ends_before": "2026-01-31",
    }
    response = client.post(reverse("people:employee-add"), entered)
    employee = Employee.objects.get(key="1234")
    assert response["Location"] == url("employee-detail", employee)
    assert (employee.owner, employee.languages) == (cast.board, ["en", "fi"])
    employment = employee.employments.get()
    assert (employment.share_percent, employment.ends_before) == (75, dt.date(2026, 2, 1))
    again = client.post(reverse("people:employee-add"), entered)
    assert "Någon annan har det numret" in again.content.decode()
    assert AuditEvent.objects.filter(action="people.create_employee", object_id=employee.pk).count() == 1


def test_facts_are_changed_and_bad_ones_explained(client: Client, cast: Cast) -> None:
    employee = cast.employee_row
    sign_in_as(client, cast.coordinator)
    entered = {"name": "Nytt Namn", "key": employee.key, "employee_class": "hourly", "languages": "klingonska!"}
    response = client.post(url("employee-edit", employee), entered)
    assert "känns inte igen" in response.content.decode()
    client.post(url("employee-edit", employee), entered | {"languages": ""})
    employee.refresh_from_db()
    assert (employee.name, employee.employee_class, employee.languages) == ("Nytt Namn", "hourly", [])


def employment_fields(employment: Employment, **changes: str) -> dict[str, str]:
    return {"place": str(employment.place_id), "share_percent": "100", "starts_on": "2019-01-07"} | changes


def test_a_schedule_of_two_weeks_is_entered_as_one_writes_it(client: Client, cast: Cast) -> None:
    employment = cast.employee_row.employments.get()
    sign_in_as(client, cast.coordinator)
    target = url("employment-edit", cast.employee_row, employment)
    response = client.post(target, employment_fields(employment, v1d0="8-12, 13-17", v2d4="9-16.30"))
    assert "Fyll i vilken vecka som är vecka 1" in response.content.decode()
    entered = employment_fields(employment, v1d0="8-12, 13-17", v2d4="9-16.30", anchor_on="2025-10-08")
    assert client.post(target, entered).status_code == 302
    schedule = schedule_of(employment.patterns.get())
    assert (schedule.weeks, schedule.anchor_on) == (2, TODAY)
    assert schedule.text() == "vecka 1: måndag 8–12 och 13–17; vecka 2: fredag 9–16.30"
    assert 'value="8–12, 13–17"' in page(client, target)


def test_leaving_the_week_alone_keeps_the_schedule(client: Client, cast: Cast) -> None:
    employment = cast.employee_row.employments.get()
    pattern = employment.patterns.get()
    week = {f"v1d{day}": "8–17" for day in range(5)}
    sign_in_as(client, cast.coordinator)
    client.post(
        url("employment-edit", cast.employee_row, employment), employment_fields(employment, share_percent="50", **week)
    )
    employment.refresh_from_db()
    assert employment.share_percent == 50
    assert employment.patterns.get() == pattern


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"v1d0": "17-8"}, "slutar innan det börjar"),
        ({"v1d0": "åtta till fem"}, "är ingen tid"),
        ({"v1d0": "8-12, 11-17"}, "går in i varandra"),
        ({"ends_before": "2018-12-31"}, "Sista dagen ska vara"),
        ({"share_percent": "101"}, "100"),
    ],
)
def test_bad_employments_are_explained(client: Client, cast: Cast, changes: dict[str, str], sentence: str) -> None:
    employment = cast.employee_row.employments.get()
    sign_in_as(client, cast.coordinator)
    target = url("employment-edit", cast.employee_row, employment)
    response = client.post(target, employment_fields(employment, **changes))
    assert response.status_code == 200
    assert sentence in response.content.decode()


def test_a_second_employment_is_added_at_a_place_of_the_same_board(client: Client, cast: Cast) -> None:
    foreign = make_place(unit=make_unit(make_board("Annan nämnd (exempel)"), "Annan enhet"))
    sign_in_as(client, cast.coordinator)
    target = url("employment-add", cast.employee_row)
    fields = {"place": str(foreign.pk), "share_percent": "20", "starts_on": "2025-10-06"}
    assert client.post(target, fields).status_code == 200
    assert client.post(target, fields | {"place": str(cast.neighbour.pk)}).status_code == 302
    assert cast.employee_row.employments.count() == 2
    assert "och ett ställe till" in page(client, LIST)


def test_windows_are_set_and_dated_ones_left_alone(client: Client, cast: Cast) -> None:
    employee = cast.employee_row
    AvailabilityWindow.objects.create(employee=employee, weekday=0, starts_at=EIGHT, ends_at=NOON)
    dated = AvailabilityWindow.objects.create(
        employee=employee, weekday=1, starts_at=EIGHT, ends_at=NOON, starts_on=TODAY
    )
    sign_in_as(client, cast.coordinator)
    client.post(url("windows-edit", employee), {"v1d2": "8-17"})
    rows = {(row.weekday, row.starts_on) for row in employee.availability.all()}
    assert rows == {(2, None), (1, dated.starts_on)}


def test_days_away_are_entered_without_a_reason_and_removed(client: Client, cast: Cast) -> None:
    employee = cast.employee_row
    sign_in_as(client, cast.coordinator)
    client.post(url("away-edit", employee), {"starts_on": "2025-10-01", "ends_before": "2025-10-31"})
    row = AwayPeriod.objects.get()
    assert row.ends_before == dt.date(2025, 11, 1)
    assert "är borta just nu" in page(client, url("employee-detail", employee))
    again = client.post(url("away-edit", employee), {"starts_on": "2025-10-01"})
    assert "börjar den dagen" in again.content.decode()
    backwards = client.post(url("away-edit", employee), {"starts_on": "2025-11-05", "ends_before": "2025-11-04"})
    assert "Sista dagen ska vara" in backwards.content.decode()
    client.post(url("away-remove", employee, row))
    assert not AwayPeriod.objects.exists()
    assert {field.name for field in AwayPeriod._meta.get_fields()} == {"id", "employee", "starts_on", "ends_before"}


def test_someone_who_was_missing_is_looked_into(client: Client, cast: Cast) -> None:
    Employee.objects.filter(pk=cast.employee_row.pk).update(missing_since=TODAY)
    sign_in_as(client, cast.coordinator)
    assert "Saknas i filen sedan 6 okt 2025" in page(client, url("employee-detail", cast.employee_row))
    client.post(url("employee-found", cast.employee_row))
    cast.employee_row.refresh_from_db()
    assert cast.employee_row.missing_since is None


def test_a_trainer_sees_only_their_own_page(client: Client, cast: Cast) -> None:
    other = make_trainer("Annan Utbildare", board=cast.partner)
    sign_in_as(client, cast.trainer)
    assert "Exempel Utbildare" in page(client, TRAINERS)
    assert "Annan Utbildare" not in page(client, TRAINERS)
    page(client, url("trainer-detail", cast.trainer_row))
    page(client, url("trainer-detail", other), 404)
    page(client, url("trainer-edit", cast.trainer_row), 403)


def test_a_trainer_stays_with_their_board(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.coordinator)
    assert 'name="owner"' in page(client, reverse("people:trainer-add"))
    assert 'name="owner"' not in page(client, url("trainer-edit", cast.trainer_row))


@pytest.mark.parametrize("who", ["manager", "employee", "board_reader", "auditor", "outsider"])
def test_others_see_no_trainers(client: Client, cast: Cast, who: str) -> None:
    page(sign_in_as(client, getattr(cast, who)), TRAINERS, 403)


def test_the_list_of_trainers_costs_the_same_for_many(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.coordinator)
    with CaptureQueriesContext(connection) as few:
        page(client, TRAINERS)
    for _ in range(29):
        make_trainer(board=cast.partner)
    with CaptureQueriesContext(connection) as many:
        page(client, TRAINERS)
    assert len(few) == len(many)


def trainer_fields(cast: Cast, **changes: str) -> dict[str, str]:
    return {
        "owner": str(cast.partner.pk),
        "name": "Ny Utbildare",
        "key": "u9",
        "competences": "utbildning, besök",
        "languages": "finska",
        "max_per_day": "2",
        "max_per_week": "4",
        "v1d0": "8-17",
    } | changes


def test_a_trainer_is_entered_and_changed(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.coordinator)
    client.post(reverse("people:trainer-add"), trainer_fields(cast))
    trainer = Trainer.objects.get(key="u9")
    assert (trainer.competences, trainer.languages) == (["besok", "utbildning"], ["fi"])
    page(client, url("trainer-edit", trainer))
    client.post(url("trainer-edit", trainer), trainer_fields(cast, v1d0="", v1d3="13-17"))
    assert [(row.weekday, row.starts_at) for row in trainer.windows.all()] == [(3, dt.time(13))]
    again = client.post(reverse("people:trainer-add"), trainer_fields(cast))
    assert "En annan utbildare har den nyckeln" in again.content.decode()
    half = client.post(url("trainer-edit", trainer), trainer_fields(cast, latitude="59"))
    assert "både latitud och longitud" in half.content.decode()


def test_a_trainers_days_away_are_entered_and_removed(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.coordinator)
    client.post(url("trainer-away-edit", cast.trainer_row), {"starts_on": "2025-10-06", "ends_before": "2025-10-06"})
    row = TrainerAway.objects.get()
    assert row.ends_before == dt.date(2025, 10, 7)
    assert "Från 6 okt 2025 till och med 6 okt 2025" in page(client, url("trainer-detail", cast.trainer_row))
    client.post(url("trainer-away-remove", cast.trainer_row, row))
    assert not TrainerAway.objects.exists()
