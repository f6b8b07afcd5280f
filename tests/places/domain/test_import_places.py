"""What a workbook of places, hours, stops and activities does to the register."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from lyhord.imports.domain.comparing import Item
from lyhord.imports.domain.kinds import kind_of
from lyhord.imports.domain.runs import apply_import, preview_of, take_in
from lyhord.imports.models import ImportRun
from lyhord.places.enums import PlaceKind, RuleKind
from lyhord.places.models import MeetingPlace, OpeningRule, PopularActivity, Stop
from tests.factories import TODAY, Cast, make_board, make_unit
from tests.factories.rows import at
from tests.imports.files import xlsx
from tests.imports.tables import dump

NOW = at(TODAY, 9)
PLACES = ["Nyckel", "Namn", "Typ", "Enhet", "Minsta bemanning"]
OPENING = ["Träffpunkt", "Gäller", "Veckodag", "Från", "Till", "Var … vecka", "Gäller från och med"]
STOPS = ["Träffpunkt", "Veckodag", "Lokal", "Från", "Till"]
ACTIVITIES = ["Träffpunkt", "Aktivitet", "Veckodag", "Från", "Till", "Brukar komma"]
UNIT = "Enhet Ett (exempel)"


@pytest.fixture(autouse=True)
def world(cast: Cast) -> Cast:
    cast.employee_row.delete()
    MeetingPlace.objects.all().delete()
    return cast


def upload(cast: Cast, **sheets: list[list[Any]]) -> ImportRun:
    names = {"places": ("Träffpunkter", PLACES), "opening": ("Öppettider", OPENING)}
    names |= {"stops": ("Hållplatser", STOPS), "activities": ("Aktiviteter", ACTIVITIES)}
    content = xlsx({names[name][0]: [names[name][1], *rows] for name, rows in sheets.items()})
    return take_in(
        kind=kind_of("places"), owner=cast.board, filename="t.xlsx", content=content, uploaded_by=None, now=NOW
    )


def read_in(cast: Cast, **sheets: list[list[Any]]) -> dict[str, int]:
    return apply_import(run=upload(cast, **sheets), applied_by=None, now=NOW)


def items(cast: Cast, **sheets: list[list[Any]]) -> list[Item]:
    return preview_of(upload(cast, **sheets)).items


def place_row(
    key: Any = "angen", name: str = "Ängen", kind: str = "stationär", unit: Any = UNIT, staff: int = 2
) -> Any:
    return [key, name, kind, unit, staff]


def test_a_workbook_gives_places_hours_stops_and_activities(world: Cast) -> None:
    counts = read_in(
        world,
        places=[place_row(), place_row("bussen", "Bussen", "mobil")],
        opening=[
            ["angen", "öppet", "mån-fre", "9", "16", None, None],
            ["Ängen", "besökare", "tis", "10", "12", None, None],
        ],
        stops=[["bussen", "ons", "Bygdegården", "10", "14"]],
        activities=[["Träffpunkt Ängen", "Bingo", "tis", "10", "11.30", 20]],
    )
    assert counts["new"] == 2
    place, mobile = MeetingPlace.objects.get(key="angen"), MeetingPlace.objects.get(key="bussen")
    assert (place.min_staff, place.unit, mobile.kind) == (2, world.unit, PlaceKind.MOBILE)
    assert place.opening_rules.filter(kind=RuleKind.OPEN).count() == 5
    assert place.opening_rules.get(kind=RuleKind.VISITORS).weekday == 1
    assert mobile.stops.get().venue == "Bygdegården"
    assert place.popular_activities.get().ends_at == dt.time(11, 30)
    assert place.checked_on is None


def test_the_same_workbook_twice_changes_nothing(world: Cast) -> None:
    sheets = {
        "places": [place_row()],
        "opening": [["angen", "öppet", "mån-fre", "9", "16", 2, dt.date(2025, 1, 6)]],
        "activities": [["angen", "Bingo", "tis", "10", "11.30", 20]],
    }
    read_in(world, **sheets)
    before = dump()
    assert read_in(world, **sheets)["unchanged"] == 1
    assert dump() == before


def test_changed_hours_keep_the_rows_that_are_the_same(world: Cast) -> None:
    read_in(world, places=[place_row()], opening=[["angen", "öppet", "mån-tis", "9", "16", None, None]])
    monday = OpeningRule.objects.get(weekday=0)
    counts = read_in(
        world,
        places=[place_row(staff=3)],
        opening=[["angen", "öppet", "mån", "9", "16", None, None], ["angen", "öppet", "ons", "9", "12", None, None]],
    )
    assert counts["changed"] == 1
    assert OpeningRule.objects.get(weekday=0) == monday
    assert sorted(OpeningRule.objects.values_list("weekday", flat=True)) == [0, 2]


def test_a_change_is_told_in_words(world: Cast) -> None:
    read_in(world, places=[place_row()], opening=[["angen", "öppet", "mån-fre", "9", "16", None, None]])
    (item,) = items(world, places=[place_row(staff=1)], opening=[["angen", "öppet", "mån-tor", "9", "16", None, None]])
    assert item.changes == (
        ("Minsta bemanning", "2", "1"),
        ("Öppettider", "öppet måndag–fredag 9–16", "öppet måndag–torsdag 9–16"),
    )


def test_a_place_without_rows_in_a_sheet_keeps_what_it_has(world: Cast) -> None:
    read_in(world, places=[place_row()], opening=[["angen", "öppet", "mån", "9", "16", None, None]])
    read_in(world, places=[place_row(staff=1)])
    assert OpeningRule.objects.count() == 1


def test_a_file_of_hours_alone_takes_no_place_for_gone(world: Cast) -> None:
    read_in(world, places=[place_row(), place_row("byn", "Byn")])
    run = upload(world, opening=[["angen", "öppet", "mån", "9", "16", None, None]])
    assert [item.status for item in preview_of(run).items] == ["changed"]
    apply_import(run=run, applied_by=None, now=NOW)
    assert OpeningRule.objects.get().place.key == "angen"


def test_a_place_that_is_gone_is_told_and_left_alone(world: Cast) -> None:
    read_in(world, places=[place_row(), place_row("byn", "Byn")])
    before = dump()["places.meetingplace"]
    (item,) = items(world, places=[place_row()])
    assert (item.status, item.title) == ("gone", "Byn")
    assert "Ingenting ändras" in item.summary
    read_in(world, places=[place_row()])
    assert dump()["places.meetingplace"] == before


def test_a_closed_place_is_not_missed(world: Cast) -> None:
    read_in(world, places=[place_row(), place_row("byn", "Byn")])
    MeetingPlace.objects.filter(key="byn").update(closed_from=TODAY)
    assert items(world, places=[place_row()]) == []


def test_a_key_is_made_of_the_name_and_found_again(world: Cast) -> None:
    assert read_in(world, places=[place_row(key=None, name="Träffpunkt Ås")])["new"] == 1
    assert MeetingPlace.objects.get().key == "traffpunkt-as"
    assert read_in(world, places=[place_row(key=None, name="Träffpunkt Ås")])["unchanged"] == 1
    assert read_in(world, places=[place_row(key="TRAFFPUNKT-AS", name="Träffpunkt Ås")])["unchanged"] == 1


@pytest.mark.parametrize(
    ("sheets", "reason"),
    [
        ({"places": [place_row(unit="Enhet Noll")]}, "enheten ”Enhet Noll” finns inte. Nämndens enheter är: Enhet"),
        ({"places": [place_row(unit=None)]}, "Enhet saknas"),
        ({"places": [place_row(kind="flytande")]}, "Skriv stationär eller mobil"),
        ({"places": [place_row(), place_row()]}, "står också på rad 2"),
        ({"opening": [["Ängen", "öppet", "mån", "16", "9", None, None]]}, "slutar innan det börjar"),
        ({"opening": [["Ängen", "öppet", "mån", "9", "16", 2, None]]}, "Gäller från och med"),
        ({"opening": [["Ängen", "öppet", "mån", "9", "16", None, None]] * 2}, "står två gånger"),
        ({"opening": [["Ängen", "öppet", "mån", None, "16", None, None]]}, "Från saknas"),
        ({"stops": [["Ägnen", "mån", "Lokal", "9", "16"]]}, "Menade du ”Ängen”?"),
    ],
)
def test_rows_that_cannot_be_are_doubtful(world: Cast, sheets: dict[str, Any], reason: str) -> None:
    everything = {"places": [place_row()]} | sheets
    before = dump()
    found = [item for item in items(world, **everything) if item.status == "doubtful"]
    assert any(reason in text for item in found for _row, text in item.reasons), found
    assert dump() == before


def test_the_only_unit_of_a_board_need_not_be_named(world: Cast) -> None:
    board = make_board("Liten nämnd (exempel)")
    unit = make_unit(board, "Enda enheten")
    content = xlsx({"Träffpunkter": [["Namn", "Adress"], ["Ängen", "Vägen 1"]]})
    run = take_in(kind=kind_of("places"), owner=board, filename="t.xlsx", content=content, uploaded_by=None, now=NOW)
    apply_import(run=run, applied_by=None, now=NOW)
    assert MeetingPlace.objects.get().unit == unit


def test_dates_and_coordinates_that_contradict_are_doubtful(world: Cast) -> None:
    headings = ["Namn", "Enhet", "Latitud", "Longitud", "Öppnade", "Stängd från och med"]
    row = ["Ängen", UNIT, "59,8", None, dt.date(2025, 1, 2), dt.date(2025, 1, 1)]
    content = xlsx({"Träffpunkter": [headings, row]})
    run = take_in(
        kind=kind_of("places"), owner=world.board, filename="t.xlsx", content=content, uploaded_by=None, now=NOW
    )
    (item,) = preview_of(run).items
    assert [reason for _row, reason in item.reasons] == [
        "latitud och longitud hör ihop. Fyll i båda eller ingen.",
        "träffpunkten stänger innan den öppnar. Rätta datumen.",
    ]


def test_stops_and_activities_of_other_places_are_untouched(world: Cast) -> None:
    both = [place_row("a", "Ena", "mobil"), place_row("b", "Andra", "mobil")]
    stops = [["a", "mån", "Lokal A", "9", "12"], ["b", "mån", "Lokal B", "9", "12"]]
    read_in(world, places=both, stops=stops, activities=[["b", "Bingo", "mån", "9", "12", None]])
    kept = Stop.objects.get(venue="Lokal B")
    read_in(world, places=both, stops=[["a", "tis", "Lokal C", "9", "12"]])
    assert set(Stop.objects.values_list("venue", flat=True)) == {"Lokal B", "Lokal C"}
    assert Stop.objects.get(venue="Lokal B") == kept
    assert PopularActivity.objects.count() == 1
