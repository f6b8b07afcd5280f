"""Held visits from a spreadsheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine

from lyhord.imports.domain.kinds import kind_of
from lyhord.imports.domain.runs import apply_import, preview_of, take_in
from lyhord.imports.models import ImportRun
from lyhord.messaging.models import CalendarEvent
from lyhord.outreach.enums import VisitState
from lyhord.outreach.models import Visit
from tests.factories import TODAY, Cast, make_visit
from tests.factories.rows import at

NOW = at(TODAY, 12)
BEFORE = dt.date(2025, 9, 12)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def read(cast: Cast, *rows: str) -> ImportRun:
    return take_in(
        kind=kind_of("held_visits"),
        owner=cast.board,
        filename="besok.csv",
        content="\n".join(["Datum;Träffpunkt;Började;Från Nexus", *rows]).encode(),
        uploaded_by=cast.coordinator,
        now=NOW,
    )


def applied(cast: Cast, *rows: str) -> dict[str, int]:
    return apply_import(run=read(cast, *rows), applied_by=cast.coordinator, now=NOW)


def test_rows_become_held_visits(cast: Cast) -> None:
    applied(cast, "2025-09-12;Exempel Egen;13.30;Exempel Utbildare", "2025-09-15;Exempel Granne;;")
    first, second = Visit.objects.order_by("starts_at")
    assert (first.starts_at, first.ends_at, first.trainers.get()) == (
        at(BEFORE, 13, 30),
        at(BEFORE, 14, 30),
        cast.trainer_row,
    )
    assert (second.place, second.starts_at) == (cast.neighbour, at(dt.date(2025, 9, 15), 10))
    assert {visit.state for visit in (first, second)} == {VisitState.HELD}
    assert first.public_title == "Trygg hemma – fika med Nexus"
    assert CalendarEvent.objects.count() == 2


def test_the_same_file_twice_changes_nothing(cast: Cast) -> None:
    rows = ("2025-09-12;Exempel Egen;;", "2025-09-15;Exempel Granne;13;Exempel Utbildare")
    applied(cast, *rows)
    before = list(Visit.objects.values_list())
    counts = applied(cast, *rows)
    assert (counts["new"], counts["changed"], counts["unchanged"]) == (0, 0, 2)
    assert list(Visit.objects.values_list()) == before


def test_a_planned_visit_of_that_day_becomes_held(cast: Cast) -> None:
    planned = make_visit(cast.own, BEFORE, hour=13)
    run = read(cast, "2025-09-12;Exempel Egen;;Exempel Utbildare")
    (item,) = preview_of(run).items
    assert item.changes == (("Läge", "planerat", "hållet"), ("Från Nexus", "–", "Exempel Utbildare"))
    apply_import(run=run, applied_by=cast.coordinator, now=NOW)
    planned.refresh_from_db()
    assert (planned.state, planned.trainers.get()) == (VisitState.HELD, cast.trainer_row)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2025-10-07;Exempel Egen;;", "dagen har inte varit än. Planerade besök läggs in under Besök."),
        ("2025-09-12;Borta;;", "träffpunkten ”Borta” finns inte i registret."),
        ("2025-09-12;Exempel Egen;;Ingen", "”Ingen” finns inte bland utbildarna."),
        ("2025-09-12;Exempel Egen;25;", "är ingen tid. Skriv den som 8.30."),
    ],
)
def test_a_doubtful_row_says_why_and_changes_nothing(cast: Cast, row: str, reason: str) -> None:
    run = read(cast, row)
    assert any(reason in told for item in preview_of(run).items for _row, told in item.reasons)
    apply_import(run=run, applied_by=cast.coordinator, now=NOW)
    assert not Visit.objects.exists()


def test_two_visits_of_one_day_need_their_clock_times(cast: Cast) -> None:
    for hour in (9, 13):
        make_visit(cast.own, BEFORE, hour=hour)
    (item,) = preview_of(read(cast, "2025-09-12;Exempel Egen;;")).items
    assert item.reasons == ((2, "det finns flera besök den dagen. Fyll i när det började."),)
