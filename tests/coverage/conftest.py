"""A small world on the known cast, half-way through."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import time_machine

from lyhord.outreach.enums import VisitState
from lyhord.people.enums import EmployeeClass
from lyhord.people.models import Employee
from lyhord.programme.enums import ExceptionReason
from lyhord.programme.models import Clause, ClauseException, Decision
from lyhord.training.enums import Outcome, SessionState
from lyhord.training.models import Attendance, TrainingSession
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

WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class World:
    """Own place: Anna done, Bo booked for "Samtal", the cast's employee has nothing, Vera does not count, Eva excepted.

    A visit held at the own place, one planned; none at the neighbour's.
    """

    cast: Cast
    decision: Decision
    visits: Clause
    training: Clause
    anna: Employee
    bo: Employee
    upcoming: TrainingSession


@pytest.fixture
def world(cast: Cast) -> Iterator[World]:
    decision = make_decision(cast.board, starts_on=TODAY - 8 * WEEK)
    visits, training = make_clauses(decision)
    training.definitions.update(adopted_on=TODAY - 8 * WEEK)
    visits.definitions.update(adopted_on=TODAY - 8 * WEEK)
    first, second = make_module("Uttryck", clause=training), make_module("Samtal", clause=training)
    anna, bo, eva = (make_employee(name, place=cast.own) for name in ("Anna Exempel", "Bo Exempel", "Eva Exempel"))
    make_employee("Vera Exempel", place=cast.own, employee_class=EmployeeClass.VOLUNTEER)
    make_employee("Lena Slutade", place=cast.own, ends_before=TODAY - WEEK)
    for module, people in ((first, (anna, bo)), (second, (anna,))):
        session = make_session(module, cast.own, TODAY - 2 * WEEK, employees=people, state=SessionState.HELD)
        for person in people:
            Attendance.objects.create(
                session=session, employee=person, outcome=Outcome.PRESENT, recorded_at=at(TODAY, 8)
            )
    upcoming = make_session(second, cast.neighbour, TODAY + WEEK, employees=[bo])
    make_visit(cast.own, TODAY - WEEK, state=VisitState.HELD)
    make_visit(cast.own, TODAY + 2 * WEEK)
    ClauseException.objects.create(
        clause=training,
        employee=eva,
        reason=ExceptionReason.LONG_LEAVE,
        approved_by=cast.coordinator,
        approved_on=TODAY - WEEK,
    )
    with time_machine.travel(at(TODAY, 12), tick=False):
        yield World(cast, decision, visits, training, anna, bo, upcoming)
