"""Versions of what done means: never changed, one in force a day."""

from __future__ import annotations

import datetime as dt

import pytest

from lyhord.accounts.models import AuditEvent
from lyhord.people.enums import EmployeeClass
from lyhord.programme.domain.definitions import (
    AdoptedOnWrongDay,
    DefinitionUnchanged,
    NoClassChosen,
    adopt_definition,
)
from lyhord.programme.domain.queries import definition_in_force
from lyhord.programme.domain.words import definition_words
from lyhord.programme.models import Clause, DefinitionOfDone
from tests.factories import TODAY, make_clauses, make_decision
from tests.factories.rows import at

pytestmark = pytest.mark.django_db
FIRST = dt.date(2025, 9, 29)


@pytest.fixture
def clause() -> Clause:
    """The training clause, with version 1 adopted on 29 September: staff and hourly, 30 days."""
    return make_clauses(make_decision())[1]


def adopt(clause: Clause, **fields: object) -> DefinitionOfDone:
    defaults = {
        "classes": [EmployeeClass.STAFF],
        "min_employed_days": 0,
        "deadline": None,
        "adopted_on": TODAY,
        "adopted_by": None,
        "now": at(TODAY, 12),
    }
    return adopt_definition(clause=clause, **(defaults | fields))


def test_a_new_version_is_a_new_row_and_the_old_one_stays(clause: Clause) -> None:
    before = DefinitionOfDone.objects.values().get(clause=clause)
    row = adopt(clause, classes=[EmployeeClass.VOLUNTEER, EmployeeClass.STAFF], deadline=dt.date(2026, 6, 30))
    assert (row.version, row.classes) == (2, ["staff", "volunteer"])
    assert DefinitionOfDone.objects.values().get(clause=clause, version=1) == before
    assert AuditEvent.objects.get().counts == {"version": 2}


def test_the_version_in_force_is_the_last_adopted_by_the_day(clause: Clause) -> None:
    adopt(clause)
    days = (FIRST - dt.timedelta(days=1), FIRST, TODAY - dt.timedelta(days=1), TODAY)
    found = [definition_in_force(clause, day) for day in days]
    assert [row and row.version for row in found] == [None, 1, 1, 2]


def test_refusals(clause: Clause) -> None:
    for error, fields in (
        (NoClassChosen, {"classes": []}),
        (AdoptedOnWrongDay, {"adopted_on": TODAY + dt.timedelta(days=1)}),
        (AdoptedOnWrongDay, {"adopted_on": FIRST - dt.timedelta(days=1)}),
        (DefinitionUnchanged, {"classes": [EmployeeClass.HOURLY, EmployeeClass.STAFF], "min_employed_days": 30}),
    ):
        with pytest.raises(error):
            adopt(clause, **fields)
    assert clause.definitions.count() == 1


def test_definition_in_words(clause: Clause) -> None:
    row = adopt(clause, deadline=dt.date(2026, 6, 30), min_employed_days=14)
    assert definition_words(row) == "Räknas: den som är anställd sedan minst 14 dagar. Klart senast 30 jun 2026."
