"""The start page's facts from real rows."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lyhord.coverage.domain.board import overview
from lyhord.coverage.enums import CellState
from lyhord.outreach.enums import VisitState
from lyhord.people.models import Employee
from lyhord.places.models import MeetingPlace
from lyhord.programme.models import Decision
from lyhord.training.enums import Outcome, SessionState
from lyhord.training.models import Attendance, Module, TrainingSession
from tests.factories import (
    TODAY,
    make_clauses,
    make_decision,
    make_employee,
    make_module,
    make_place,
    make_session,
    make_visit,
)
from tests.factories.rows import at

pytestmark = pytest.mark.django_db
WEEK = dt.timedelta(days=7)


def attend(session: TrainingSession, *employees: Employee, outcome: Outcome = Outcome.PRESENT) -> None:
    for employee in employees:
        Attendance.objects.create(session=session, employee=employee, outcome=outcome, recorded_at=at(TODAY, 12))


@pytest.fixture
def decision() -> Decision:
    """Two places. Gottsunda: Anna done, Bo one of two; a visit held, one planned. Stenhagen: Cia has nothing."""
    decision = make_decision()
    _visit_clause, clause = make_clauses(decision)
    first, second = make_module("Uttryck", clause=clause), make_module("Samtal", clause=clause)
    gottsunda, stenhagen = make_place("Gottsunda"), make_place("Stenhagen")
    anna, bo = make_employee("Anna", place=gottsunda), make_employee("Bo", place=gottsunda)
    make_employee("Cia", place=stenhagen)
    held: dict[str, Any] = {"employees": [anna, bo], "state": SessionState.HELD}
    attend(make_session(first, gottsunda, TODAY - 2 * WEEK, **held), anna, bo)
    attend(make_session(second, stenhagen, TODAY - WEEK, **held), anna)
    attend(make_session(second, stenhagen, TODAY - WEEK, hour=13, **held), bo, outcome=Outcome.ABSENT)
    make_session(second, stenhagen, TODAY + WEEK, employees=[bo])
    make_visit(gottsunda, TODAY - WEEK, state=VisitState.HELD)
    make_visit(gottsunda, TODAY + 2 * WEEK)
    return decision


def test_cards_answer_with_numbers_definition_and_names(decision: Decision) -> None:
    visits, training = overview(decision, as_of=TODAY).clauses
    assert visits.answer == "0 av 2 träffpunkter är klara."
    assert visits.definition == "Genomfört = 2 hållna besök på varje öppen träffpunkt."
    assert [(m.name, m.parts_text, m.next_on) for m in visits.missing] == [
        ("Gottsunda", "Besök 2", TODAY + 2 * WEEK),
        ("Stenhagen", "Besök 1, Besök 2", None),
    ]
    assert training.answer == "1 av 3 medarbetare är klara."
    assert training.definition == (
        "Genomfört = alla 2 moduler, för den som är anställd eller timanställd sedan minst 30 dagar."
    )
    assert [(m.name, m.place_name, m.parts_text, m.state) for m in training.missing] == [
        ("Bo", "Gottsunda", "Samtal", CellState.PLANNED),
        ("Cia", "Stenhagen", "Uttryck, Samtal", CellState.TO_DO),
    ]
    assert [(b.label, b.counts.done, b.counts.planned, b.counts.to_reach) for b in training.bars] == [
        ("Uttryck", 2, 0, 3),
        ("Samtal", 1, 1, 3),
    ]


def test_place_rows_show_modules_visits_next_event_and_what_has_no_date(decision: Decision) -> None:
    gottsunda, stenhagen = overview(decision, as_of=TODAY).places
    assert [(m.short_name, m.done, m.planned, m.total) for m in gottsunda.modules] == [
        ("Uttryck", 2, 0, 2),
        ("Samtal", 1, 1, 2),
    ]
    assert [(v.label, v.state) for v in gottsunda.visits] == [
        ("Besök 1", CellState.DONE),
        ("Besök 2", CellState.PLANNED),
    ]
    assert gottsunda.missing_text == "inget"
    assert gottsunda.next_event is not None
    assert (gottsunda.next_event.label, gottsunda.next_event.starts_at) == ("Samtal", at(TODAY + WEEK, 9))
    assert stenhagen.missing_text == "hela gruppen saknar utbildningstid · Besök 1 utan tid · Besök 2 utan tid"


def test_weeks_have_no_gaps_and_mark_the_current_one(decision: Decision) -> None:
    weeks = overview(decision, as_of=TODAY).weeks
    assert [(w.number, w.sessions, w.visits, w.is_current) for w in weeks] == [
        (39, 1, 0, False),
        (40, 2, 1, False),
        (41, 0, 0, True),
        (42, 1, 0, False),
        (43, 0, 1, False),
    ]


def test_finish_is_said_only_when_everything_has_a_date(decision: Decision) -> None:
    assert overview(decision, as_of=TODAY).clauses[1].finish_on is None
    cia = Employee.objects.get(name="Cia")
    for weeks, module in enumerate(Module.objects.order_by("order"), start=3):
        make_session(module, MeetingPlace.objects.get(name="Stenhagen"), TODAY + weeks * WEEK, employees=[cia])
    assert overview(decision, as_of=TODAY).clauses[1].finish_on == TODAY + 4 * WEEK


def test_without_names_nobody_is_named(decision: Decision) -> None:
    page = overview(decision, as_of=TODAY, with_names=False)
    assert page.clauses[1].missing == ()
    assert page.clauses[1].counts is not None
    assert [m.name for m in page.clauses[0].missing] == ["Gottsunda", "Stenhagen"]
    assert not any(name in repr(page) for name in ("Anna", "Bo ", "Cia"))


def test_place_without_staff_in_the_register_is_not_known_and_not_finished(decision: Decision) -> None:
    make_place("Årsta")
    row = overview(decision, as_of=TODAY).places[-1]
    assert (row.place.name, row.people, [m.total for m in row.modules]) == ("Årsta", None, [None, None])
    assert "personal saknas i registret" in row.missing


def test_a_session_that_passed_without_report_is_asked_about(decision: Decision) -> None:
    stenhagen, cia = MeetingPlace.objects.get(name="Stenhagen"), Employee.objects.get(name="Cia")
    make_session(Module.objects.get(short_name="Uttryck"), stenhagen, TODAY - WEEK, employees=[cia])
    make_visit(stenhagen, TODAY - WEEK)
    page = overview(decision, as_of=TODAY)
    assert page.places[1].missing == (
        "närvaro ej ifylld: 1 Uttryck",
        "utan tid: 1 Samtal",
        "Besök 1: säg om det blev av",
        "Besök 2 utan tid",
    )
    assert [(card.undated, card.unreported) for card in page.clauses] == [(1, 0), (1, 0)]


def test_who_only_waits_for_a_report_is_not_said_to_lack_a_time(decision: Decision) -> None:
    stenhagen, cia = MeetingPlace.objects.get(name="Stenhagen"), Employee.objects.get(name="Cia")
    make_session(Module.objects.get(short_name="Uttryck"), stenhagen, TODAY - WEEK, employees=[cia])
    make_session(Module.objects.get(short_name="Samtal"), stenhagen, TODAY + WEEK, employees=[cia])
    card = overview(decision, as_of=TODAY).clauses[1]
    assert card.counts is not None
    assert (card.counts.to_do, card.undated, card.unreported) == (1, 0, 1)


def test_closed_place_is_not_in_the_table(decision: Decision) -> None:
    make_place("Stängd", closed_from=TODAY)
    assert [row.place.name for row in overview(decision, as_of=TODAY).places] == ["Gottsunda", "Stenhagen"]


def test_empty_register_is_not_known() -> None:
    decision = make_decision()
    make_clauses(decision)
    page = overview(decision, as_of=TODAY)
    assert [card.answer for card in page.clauses] == ["Vi vet inte än.", "Vi vet inte än."]
    assert (page.places, page.weeks) == ((), ())


def test_same_number_of_queries_for_1_and_30_places() -> None:
    decision = make_decision()
    _visits, clause = make_clauses(decision)
    module = make_module(clause=clause)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            overview(Decision.objects.select_related("owner", "partner_board").get(), as_of=TODAY)
        return len(queries)

    def build(places: int) -> None:
        for _ in range(places):
            place = make_place()
            employee = make_employee(place=place)
            make_session(module, place, TODAY + WEEK, employees=[employee])
            make_visit(place, TODAY + WEEK)

    build(1)
    few = count()
    build(29)
    assert count() == few
