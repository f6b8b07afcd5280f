"""Each rule of a visit warns in one sentence, and only when it is broken."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from lyhord.outreach.domain.visits import create_visit
from lyhord.outreach.domain.warnings import visit_warnings
from lyhord.outreach.enums import VisitState
from lyhord.people.enums import EmployeeClass
from lyhord.places.enums import Weekday
from lyhord.places.models import PopularActivity
from lyhord.programme.models import Clause
from lyhord.training.domain.warnings import Occasion
from lyhord.training.enums import Outcome, SessionState
from lyhord.training.models import Attendance
from tests.factories import (
    TODAY,
    Cast,
    make_clauses,
    make_decision,
    make_employee,
    make_module,
    make_session,
    make_visit,
)
from tests.factories.rows import at

DAY = TODAY + dt.timedelta(days=21)


def warn(cast: Cast, joins: PopularActivity | None = None, **fields: Any) -> list[tuple[str, str]]:
    defaults: dict[str, Any] = {
        "place": cast.own,
        "starts_at": at(DAY, 10),
        "ends_at": at(DAY, 11),
        "trainers": (cast.trainer_row,),
    }
    warnings = visit_warnings(Occasion(**(defaults | fields)), joins=joins)
    assert all(warning.name for warning in warnings)
    return [(warning.rule, warning.text) for warning in warnings]


@pytest.fixture
def clauses(cast: Cast) -> tuple[Clause, Clause]:
    return make_clauses(make_decision(cast.board))


def test_a_good_visit_has_no_warnings(cast: Cast, clauses: tuple[Clause, Clause]) -> None:
    assert warn(cast) == []


def test_c3_trainers(cast: Cast, clauses: tuple[Clause, Clause]) -> None:
    cast.trainer_row.competences = []
    assert warn(cast) == [("C3", "Exempel Utbildare saknar kompetensen ”besok”.")]
    assert warn(cast, trainers=()) == [("C3", "Det behövs 1 utbildare, men 0 är valda.")]


def test_c8_a_trainer_is_somewhere_else(cast: Cast) -> None:
    create_visit(
        place=cast.neighbour,
        starts_at=at(DAY, 10),
        ends_at=at(DAY, 11),
        trainers=[cast.trainer_row],
        created_by=None,
        now=at(TODAY, 8),
    )
    text = "Exempel Utbildare är redan på ”Trygg hemma – fika med Nexus” på Exempel Granne 10.00–11.00."
    assert warn(cast) == [("C8", text)]


def test_c9_no_visitors_yet(cast: Cast) -> None:
    text = "Det brukar inte vara besökare på Exempel Egen måndag 27 oktober 09.00–10.00."
    assert warn(cast, starts_at=at(DAY, 9), ends_at=at(DAY, 10)) == [("C9", text)]


def test_c9_the_activity_is_at_another_time(cast: Cast) -> None:
    activity = PopularActivity.objects.create(
        place=cast.own, name="Bingo", weekday=Weekday.MONDAY, starts_at=dt.time(10), ends_at=dt.time(12)
    )
    assert warn(cast, activity) == []
    assert warn(cast, activity, starts_at=at(DAY, 11), ends_at=at(DAY, 12)) == [
        ("C9", "”Bingo” börjar måndag 10.00, inte när besöket börjar.")
    ]
    assert warn(cast, activity, place=cast.neighbour) == [("C9", "”Bingo” hålls på en annan träffpunkt.")]


def test_c10_train_before_you_invite(cast: Cast, clauses: tuple[Clause, Clause]) -> None:
    module = make_module("Tecken", board=cast.board, clause=clauses[1])
    mates = [make_employee(place=cast.own) for _ in range(2)]
    make_employee(place=cast.own, employee_class=EmployeeClass.VOLUNTEER)
    text = (
        "Av personalen på Exempel Egen har {} gått eller bokats till ”Tecken” före besöket. Det ska vara minst 2 av 3."
    )
    assert warn(cast) == [("C10", text.format(0))]
    make_session(module, cast.own, DAY - dt.timedelta(days=1), employees=mates[:1])
    assert warn(cast) == [("C10", text.format(1))]
    held = make_session(module, cast.own, TODAY, state=SessionState.HELD)
    row = Attendance.objects.create(session=held, employee=mates[1], outcome=Outcome.ABSENT, recorded_at=at(TODAY, 12))
    assert warn(cast) == [("C10", text.format(1))]
    row.outcome = Outcome.PRESENT
    row.save()
    assert warn(cast) == []


def test_c10_training_on_the_same_day_is_too_late(cast: Cast, clauses: tuple[Clause, Clause]) -> None:
    module = make_module("Tecken", board=cast.board, clause=clauses[1])
    make_session(module, cast.own, DAY, hour=8, employees=[cast.employee_row])
    assert [rule for rule, _text in warn(cast)] == ["C10"]


def test_c10_asks_only_of_the_first_visit(cast: Cast, clauses: tuple[Clause, Clause]) -> None:
    make_module("Tecken", board=cast.board, clause=clauses[1])
    make_visit(cast.own, DAY - dt.timedelta(days=30), state=VisitState.CANCELLED)
    assert [rule for rule, _text in warn(cast)] == ["C10"]
    make_visit(cast.own, DAY - dt.timedelta(days=30), state=VisitState.HELD)
    assert warn(cast) == []


def test_c12_a_holiday(cast: Cast) -> None:
    day = dt.date(2026, 1, 6)
    assert ("C12", "Tisdag 6 januari är en ledig dag: Trettondedag jul.") in warn(
        cast, starts_at=at(day, 10), ends_at=at(day, 11)
    )


def test_c14_spacing(cast: Cast, clauses: tuple[Clause, Clause]) -> None:
    requirement = clauses[0].visit_requirement
    make_visit(cast.own, DAY - dt.timedelta(days=20), state=VisitState.HELD)
    make_visit(cast.own, DAY + dt.timedelta(days=30))
    make_visit(cast.own, DAY + dt.timedelta(days=1), state=VisitState.CANCELLED)
    assert warn(cast) == [("C14", "Det är 20 dagar till besöket tisdag 7 oktober. Det ska vara minst 21.")]
    requirement.min_days_between, requirement.max_days_between = 14, 28
    requirement.save()
    assert warn(cast) == [("C14", "Det är 30 dagar till besöket onsdag 26 november. Det ska vara högst 28.")]
