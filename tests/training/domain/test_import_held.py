"""Held sessions from a spreadsheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine

from lyhord.imports.domain.kinds import kind_of
from lyhord.imports.domain.runs import apply_import, preview_of, take_in
from lyhord.imports.models import ImportRun
from lyhord.messaging.models import CalendarEvent
from lyhord.people.models import Employee
from lyhord.training.enums import Outcome, SessionState
from lyhord.training.models import Attendance, Module, TrainingSession
from tests.factories import TODAY, Cast, make_employee, make_module, make_session
from tests.factories.rows import at

NOW = at(TODAY, 12)
BEFORE = dt.date(2025, 9, 12)
HEADINGS = "Datum;Modul;Träffpunkt;Anställningsnummer;Var där;Började;Utbildare"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def module(cast: Cast) -> Module:
    return make_module("Samtal", board=cast.board, code="samtal", minutes=90)


@pytest.fixture
def mate(cast: Cast) -> Employee:
    return make_employee("Exempel Kollega", place=cast.own, key="A2")


@pytest.fixture
def people(cast: Cast, module: Module, mate: Employee) -> None:
    Employee.objects.filter(pk=cast.employee_row.pk).update(key="A1")


def read(cast: Cast, *rows: str) -> ImportRun:
    return take_in(
        kind=kind_of("held_sessions"),
        owner=cast.board,
        filename="hallna.csv",
        content="\n".join([HEADINGS, *rows]).encode(),
        uploaded_by=cast.coordinator,
        now=NOW,
    )


def applied(cast: Cast, *rows: str) -> dict[str, int]:
    run = read(cast, *rows)
    return apply_import(run=run, applied_by=cast.coordinator, now=NOW, digest=preview_of(run).digest)


def reasons(run: ImportRun) -> list[str]:
    return [reason for item in preview_of(run).items for _row, reason in item.reasons]


@pytest.mark.usefixtures("people")
def test_rows_become_held_sessions_with_attendance(cast: Cast, module: Module, mate: Employee) -> None:
    trainer = cast.trainer_row.key
    counts = applied(
        cast,
        f"2025-09-12;Samtal;Exempel Egen;A1;ja;8.30;{trainer}",
        "2025-09-12;samtal;exempel egen;a2;nej;;",
    )
    session = TrainingSession.objects.get()
    assert (counts["new"], counts["doubtful"]) == (1, 0)
    assert (session.starts_at, session.ends_at) == (at(BEFORE, 8, 30), at(BEFORE, 10))
    assert (session.state, session.trainers.get()) == (SessionState.HELD, cast.trainer_row)
    assert {row.employee: row.outcome for row in session.attendances.all()} == {
        cast.employee_row: Outcome.PRESENT,
        mate: Outcome.ABSENT,
    }
    assert CalendarEvent.objects.get().subject == session.pk


@pytest.mark.usefixtures("people")
def test_the_same_file_twice_changes_nothing(cast: Cast, module: Module) -> None:
    rows = ("2025-09-12;samtal;Exempel Egen;A1;;;", "2025-09-15;samtal;Exempel Egen;A2;ja;13;")
    applied(cast, *rows)
    before = (list(TrainingSession.objects.values_list()), list(Attendance.objects.values_list()))
    counts = applied(cast, *rows)
    assert (counts["new"], counts["changed"], counts["unchanged"]) == (0, 0, 2)
    assert (list(TrainingSession.objects.values_list()), list(Attendance.objects.values_list())) == before


@pytest.mark.usefixtures("people")
def test_a_planned_session_of_that_day_becomes_held(cast: Cast, module: Module, mate: Employee) -> None:
    planned = make_session(module, cast.own, BEFORE, hour=13, employees=[cast.employee_row, mate])
    run = read(cast, "2025-09-12;samtal;Exempel Egen;A1;;;")
    (item,) = preview_of(run).items
    assert (item.status, item.changes) == (
        "changed",
        (("Läge", "planerat", "hållet"), ("Exempel Medarbetare", "–", "närvarande")),
    )
    apply_import(run=run, applied_by=cast.coordinator, now=NOW)
    planned.refresh_from_db()
    assert (planned.state, planned.attendances.get().employee) == (SessionState.HELD, cast.employee_row)
    assert planned.bookings.count() == 2


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2025-10-07;samtal;Exempel Egen;A1;;;", "dagen har inte varit än. Planerade tillfällen läggs in"),
        ("2025-09-12;sång;Exempel Egen;A1;;;", "modulen ”sång” finns inte. Lägg in den under Utbildning"),
        ("2025-09-12;samtal;Borta;A1;;;", "träffpunkten ”Borta” finns inte i registret."),
        ("2025-09-12;samtal;Exempel Egen;A9;;;", "anställningsnummer A9 finns inte i registret."),
        ("2025-09-12;samtal;Exempel Egen;A1;;;Ingen", "utbildaren ”Ingen” finns inte i registret."),
        ("2025-09-12;samtal;Exempel Egen;;;;", "Anställningsnummer saknas. Fyll i cellen."),
        ("31 februari;samtal;Exempel Egen;A1;;;", "är inget datum. Skriv det som 2025-01-31."),
        ("2025-09-12;samtal;Exempel Egen;A1;kanske;;", "ska vara ja eller nej."),
    ],
)
def test_a_doubtful_row_says_why_and_changes_nothing(cast: Cast, row: str, reason: str) -> None:
    run = read(cast, row)
    assert any(reason in told for told in reasons(run)), reasons(run)
    apply_import(run=run, applied_by=cast.coordinator, now=NOW)
    assert not TrainingSession.objects.exists()


@pytest.mark.usefixtures("people")
def test_a_person_is_not_both_there_and_not(cast: Cast) -> None:
    run = read(cast, "2025-09-12;samtal;Exempel Egen;A1;ja;;", "2025-09-12;samtal;Exempel Egen;A1;nej;;")
    assert reasons(run) == ["samma person står både som närvarande och frånvarande. Ta bort den ena raden."]


@pytest.mark.usefixtures("people")
def test_two_sessions_of_one_day_need_their_clock_times(cast: Cast, module: Module) -> None:
    for hour in (9, 13):
        make_session(module, cast.own, BEFORE, hour=hour)
    run = read(cast, "2025-09-12;samtal;Exempel Egen;A1;;;", "2025-09-12;samtal;Exempel Egen;A2;;13;")
    apply_import(run=run, applied_by=cast.coordinator, now=NOW)
    assert [row.state for row in TrainingSession.objects.order_by("starts_at")] == ["planned", "held"]
    other = read(cast, "2025-09-12;samtal;Exempel Egen;A1;;;")
    assert reasons(other) == ["det finns flera tillfällen den dagen. Fyll i när det började."]


@pytest.mark.usefixtures("people")
def test_a_cancelled_session_is_another_one(cast: Cast, module: Module) -> None:
    cancelled = make_session(module, cast.own, BEFORE, state=SessionState.CANCELLED)
    applied(cast, "2025-09-12;samtal;Exempel Egen;A1;;;")
    cancelled.refresh_from_db()
    assert (cancelled.state, TrainingSession.objects.count()) == (SessionState.CANCELLED, 2)
