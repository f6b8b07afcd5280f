"""What a file from an HR system does to employees, employments and schedules."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from lyhord.imports.domain.kinds import kind_of
from lyhord.imports.domain.runs import apply_import, preview_of, take_in
from lyhord.people.domain.schedules import schedule_of
from lyhord.people.enums import EmployeeClass
from lyhord.people.models import AwayPeriod, Employee, Employment, Trainer
from lyhord.places.models import MeetingPlace
from tests.factories import TODAY, Cast
from tests.factories.rows import at
from tests.imports.files import xlsx
from tests.imports.tables import dump

HEADINGS = [
    "Anst.nr",
    "Namn",
    "Anställningsform",
    "Arbetsplats",
    "Syssgrad",
    "Fr.o.m.",
    "T.o.m.",
    "Vecka",
    "Mån",
    "Tis",
]
START = dt.date(2021, 3, 1)


@pytest.fixture(autouse=True)
def world(cast: Cast) -> Cast:
    MeetingPlace.objects.filter(pk=cast.own.pk).update(key="egen")
    MeetingPlace.objects.filter(pk=cast.neighbour.pk).update(key="granne")
    Employee.objects.all().delete()
    return cast


def row(**changes: Any) -> list[Any]:
    cells = {
        "key": "1",
        "name": "Åsa Exempel",
        "class": "tillsvidare",
        "place": "egen",
        "share": 75,
        "starts_on": START,
        "last_on": None,
        "week": None,
        "monday": "8-17",
        "tuesday": None,
    }
    return list((cells | changes).values())


def read_in(cast: Cast, *rows: list[Any], on: dt.date = TODAY, sheets: dict[str, Any] | None = None) -> dict[str, int]:
    now = at(on, 9)
    content = xlsx({"Personal": [HEADINGS, *rows]} | (sheets or {}))
    run = take_in(
        kind=kind_of("employees"), owner=cast.board, filename="p.xlsx", content=content, uploaded_by=None, now=now
    )
    doubtful = [item for item in preview_of(run).items if item.status == "doubtful"]
    assert not doubtful, doubtful
    return apply_import(run=run, applied_by=None, now=now)


def preview(cast: Cast, *rows: list[Any], sheets: dict[str, Any] | None = None) -> list[Any]:
    content = xlsx({"Personal": [HEADINGS, *rows]} | (sheets or {}))
    run = take_in(
        kind=kind_of("employees"),
        owner=cast.board,
        filename="p.xlsx",
        content=content,
        uploaded_by=None,
        now=at(TODAY, 9),
    )
    return preview_of(run).items


def spans(employee: Employee) -> set[tuple[str, int, dt.date, dt.date | None]]:
    return {(e.place.key, e.share_percent, e.starts_on, e.ends_before) for e in employee.employments.all()}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Tillsvidare", EmployeeClass.STAFF),
        ("Vikariat", EmployeeClass.STAFF),
        ("Timavlönad", EmployeeClass.HOURLY),
        ("Praktikant", EmployeeClass.TRAINEE),
        ("Konsult", EmployeeClass.CONTRACTOR),
        ("Volontär", EmployeeClass.VOLUNTEER),
        (None, EmployeeClass.STAFF),
    ],
)
def test_the_form_of_employment_gives_the_class(world: Cast, written: str | None, expected: EmployeeClass) -> None:
    read_in(world, row(**{"class": written}))
    assert Employee.objects.get().employee_class == expected


def test_the_last_day_is_included(world: Cast) -> None:
    read_in(world, row(last_on=dt.date(2025, 12, 31)))
    assert spans(Employee.objects.get()) == {("egen", 75, START, dt.date(2026, 1, 1))}


def test_two_rows_at_two_places_are_two_employments(world: Cast) -> None:
    assert read_in(world, row(share=50), row(place="granne", share=50, monday=None, tuesday="8-17"))["new"] == 1
    assert spans(Employee.objects.get()) == {("egen", 50, START, None), ("granne", 50, START, None)}


def test_a_row_per_week_is_a_schedule_of_several_weeks(world: Cast) -> None:
    read_in(world, row(week=1, monday="8-17"), row(week=2, monday=None, tuesday="9-16"))
    pattern = Employment.objects.get().patterns.get()
    assert schedule_of(pattern).text() == "vecka 1: måndag 8–17; vecka 2: tisdag 9–16"
    assert pattern.anchor_on == START


def test_the_hours_of_hourly_staff_are_when_they_can_come(world: Cast) -> None:
    read_in(world, row(**{"class": "timanställd"}))
    employee = Employee.objects.get()
    assert [(w.weekday, w.starts_at) for w in employee.availability.all()] == [(0, dt.time(8))]
    assert not employee.employments.get().patterns.exists()


def test_hourly_staff_have_no_second_week(world: Cast) -> None:
    (item,) = preview(world, row(**{"class": "timanställd"}), row(**{"class": "timanställd", "week": 2}))
    assert "samma tider varje vecka" in item.reasons[0][1]


def test_empty_cells_say_nothing_and_change_nothing(world: Cast) -> None:
    read_in(world, row())
    before = dump()
    assert read_in(world, row(share=None, monday=None, **{"class": None}))["unchanged"] == 1
    assert dump() == before


def test_a_new_share_and_end_change_the_employment_in_place(world: Cast) -> None:
    read_in(world, row())
    employment = Employment.objects.get()
    read_in(world, row(share=50, last_on=dt.date(2025, 11, 30)))
    employment.refresh_from_db()
    assert (employment.share_percent, employment.ends_before) == (50, dt.date(2025, 12, 1))


def test_a_corrected_first_day_is_the_same_employment(world: Cast) -> None:
    read_in(world, row())
    employment = Employment.objects.get()
    read_in(world, row(starts_on=dt.date(2021, 4, 1)))
    assert Employment.objects.get().pk == employment.pk
    assert Employment.objects.get().starts_on == dt.date(2021, 4, 1)


def test_moving_to_another_place_ends_the_old_employment_and_keeps_it(world: Cast) -> None:
    read_in(world, row())
    (item,) = preview(world, row(place="granne", starts_on=dt.date(2025, 10, 1)))
    assert [new for _label, _old, new in item.changes] == [
        "Exempel Granne 75 % från 1 okt 2025 · måndag 8–17",
        "avslutas 6 okt 2025, står inte i filen",
    ]
    read_in(world, row(place="granne", starts_on=dt.date(2025, 10, 1)))
    assert spans(Employee.objects.get()) == {
        ("egen", 75, START, TODAY),
        ("granne", 75, dt.date(2025, 10, 1), None),
    }
    before = dump()
    read_in(world, row(place="granne", starts_on=dt.date(2025, 10, 1)))
    assert dump() == before


def test_past_and_future_employments_that_the_file_leaves_out_stay(world: Cast) -> None:
    read_in(world, row())
    employee = Employee.objects.get()
    past = {"starts_on": dt.date(2015, 1, 1), "ends_before": dt.date(2020, 1, 1)}
    Employment.objects.create(employee=employee, place=world.neighbour, share_percent=10, **past)
    Employment.objects.create(employee=employee, place=world.neighbour, share_percent=20, starts_on=dt.date(2026, 1, 1))
    before = dump()
    assert read_in(world, row())["unchanged"] == 1
    assert dump() == before


def test_an_employment_that_was_ended_goes_on_when_listed_again(world: Cast) -> None:
    read_in(world, row())
    Employment.objects.update(ends_before=dt.date(2025, 9, 1))
    read_in(world, row())
    assert Employment.objects.get().ends_before is None


def test_a_changed_schedule_replaces_the_pattern_only(world: Cast) -> None:
    read_in(world, row())
    employment = Employment.objects.get()
    read_in(world, row(tuesday="8-12"))
    employment.refresh_from_db()
    assert schedule_of(employment.patterns.get()).text() == "måndag 8–17, tisdag 8–12"


AWAY = ["Anst.nr", "Frånvaro fr.o.m.", "Frånvaro t.o.m."]


def test_a_sheet_of_days_away_is_added_and_never_taken_away(world: Cast) -> None:
    december = dt.date(2025, 12, 1)
    read_in(world, row(), sheets={"Frånvaro": [AWAY, ["1", december, dt.date(2025, 12, 5)]]})
    away = AwayPeriod.objects.get()
    assert (away.starts_on, away.ends_before) == (december, dt.date(2025, 12, 6))
    read_in(world, row(), sheets={"Frånvaro": [AWAY, ["1", december, dt.date(2025, 12, 19)]]})
    assert AwayPeriod.objects.get().ends_before == dt.date(2025, 12, 20)
    before = dump()
    read_in(world, row())
    assert dump() == before


def test_days_away_of_somebody_unknown_are_doubtful(world: Cast) -> None:
    items = preview(world, row(), sheets={"Frånvaro": [AWAY, ["99", TODAY, None]]})
    assert [item.reasons[0][1] for item in items if item.status == "doubtful"] == [
        "anställningsnummer 99 finns inte. Lägg in personen först, eller rätta numret."
    ]


def test_a_place_is_found_by_its_name_without_the_word_for_meeting_place(world: Cast) -> None:
    MeetingPlace.objects.filter(pk=world.own.pk).update(name="Träffpunkt Ängen")
    read_in(world, row(place="ängen"))
    assert Employment.objects.get().place == world.own


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([{"last_on": dt.date(2020, 1, 1)}], "slutar innan den börjar"),
        ([{}, {"week": 2, "share": 50}], "andra uppgifter på rad 2"),
        ([{}, {}], "står redan på rad 2"),
        ([{"share": 120}], "procentsats"),
        ([{"week": 5}], "heltal mellan 1 och 4"),
        ([{"class": "chef för allt"}], "Skriv anställd, timanställd"),
    ],
)
def test_rows_that_contradict_are_doubtful(world: Cast, rows: list[dict[str, Any]], reason: str) -> None:
    items = preview(world, *(row(**changes) for changes in rows))
    assert [item.status for item in items] == ["doubtful"]
    assert any(reason in text for _row, text in items[0].reasons)


TRAINER_HEADINGS = ["Nyckel", "Namn", "Kompetenser", "Latitud", "Longitud", "Mån"]


def read_trainers(cast: Cast, *rows: list[Any]) -> dict[str, int]:
    content = xlsx({"Utbildare": [TRAINER_HEADINGS, *rows]})
    now = at(TODAY, 9)
    run = take_in(
        kind=kind_of("trainers"), owner=cast.partner, filename="u.xlsx", content=content, uploaded_by=None, now=now
    )
    return apply_import(run=run, applied_by=None, now=now)


def test_trainers_are_read_changed_and_left_alone(world: Cast) -> None:
    Trainer.objects.all().delete()
    first = ["u1", "Utbildare Exempel", "utbildning", "59,86", "17,64", "8-12"]
    assert read_trainers(world, first)["new"] == 1
    before = dump()
    assert read_trainers(world, first)["unchanged"] == 1
    assert dump() == {**before, "imports.columnmapping": dump()["imports.columnmapping"]}
    assert read_trainers(world, ["u1", "Nytt Namn", "besök", None, None, "13-17"])["changed"] == 1
    trainer = Trainer.objects.get()
    assert (trainer.name, trainer.competences, trainer.latitude) == ("Nytt Namn", ["besok"], 59.86)
    assert [row.starts_at for row in trainer.windows.all()] == [dt.time(13)]


def test_a_trainer_twice_or_half_on_the_map_is_doubtful(world: Cast) -> None:
    Trainer.objects.all().delete()
    twice = ["u1", "Utbildare Exempel", "", None, None, None]
    assert read_trainers(world, twice, twice)["doubtful"] == 1
    assert read_trainers(world, ["u2", "Utbildare Exempel", "", "59,86", None, None])["doubtful"] == 1
    assert not Trainer.objects.exists()
