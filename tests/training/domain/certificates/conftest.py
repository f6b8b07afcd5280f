"""A board whose decision requires two modules."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from lyhord.people.models import Employee
from lyhord.programme.models import Clause
from lyhord.training.enums import Outcome, SessionState
from lyhord.training.models import Attendance, Module, TrainingSession
from tests.factories import TODAY, Cast, make_clauses, make_decision, make_module, make_session
from tests.factories.rows import at

NOW = at(TODAY, 12)


@dataclass(frozen=True)
class Course:
    cast: Cast
    clause: Clause
    modules: tuple[Module, Module]

    def attend(
        self,
        employee: Employee,
        module: Module,
        *,
        days_ago: int = 3,
        noted_days_ago: int = 1,
        outcome: str = Outcome.PRESENT,
        state: str = SessionState.HELD,
    ) -> TrainingSession:
        session = make_session(module, self.cast.own, TODAY - dt.timedelta(days=days_ago), state=state)
        Attendance.objects.create(
            session=session,
            employee=employee,
            outcome=outcome,
            recorded_at=NOW - dt.timedelta(days=noted_days_ago),
        )
        return session

    def attend_all(self, employee: Employee, **when: int) -> list[TrainingSession]:
        return [self.attend(employee, module, **when) for module in self.modules]  # type: ignore[arg-type]  # days


@pytest.fixture
def course(cast: Cast) -> Course:
    _visits, trains = make_clauses(make_decision(cast.board, title="Alla ska kunna lyssna"))
    first = make_module("Första", board=cast.board, clause=trains, minutes=120)
    second = make_module("Andra", board=cast.board, clause=trains, minutes=105)
    return Course(cast, trains, (first, second))
