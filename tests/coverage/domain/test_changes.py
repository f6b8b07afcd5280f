"""The denominator's changes between two days, each with its reason."""

from __future__ import annotations

import datetime as dt

import pytest

from lyhord.coverage.domain.changes import Direction, changes, compare
from lyhord.coverage.domain.facts import Away, Exempt, Inputs, Place
from lyhord.coverage.domain.ledger import compute
from lyhord.people.enums import EmployeeClass
from lyhord.programme.models import DefinitionOfDone
from tests.coverage.worlds import AFTER, BEFORE, DAY, person, training, visits
from tests.factories import TODAY, make_clauses, make_decision, make_employee, make_module, make_place

LATER = DAY + dt.timedelta(days=60)


def between(inputs: Inputs) -> list[tuple[str, Direction, str]]:
    found = compare(compute(inputs, DAY), compute(inputs, LATER))
    return [(row.subject, row.direction, row.reason) for row in found.rows]


def test_joiner_leaver_away_and_exception_each_with_its_reason() -> None:
    people = (
        person("a", since=AFTER),
        person("b", until=AFTER),
        person("c", away=(Away(AFTER, None),)),
        person("d", away=(Away(BEFORE, None),)),
        person("e"),
        person("f", since=DAY - dt.timedelta(days=10)),
    )
    assert between(training(people=people, exceptions=(Exempt("e", "ending", AFTER),))) == [
        ("a", Direction.IN, "har börjat"),
        ("b", Direction.OUT, "har slutat"),
        ("c", Direction.OUT, "är borta perioden ut"),
        ("e", Direction.EXCEPTED, "slutar före perioden är över"),
        ("f", Direction.IN, "har nu varit anställd tillräckligt länge"),
    ]


def test_places_that_open_and_close() -> None:
    places = (Place("a", AFTER, None), Place("b", None, AFTER), Place("c", None, None))
    found = compare(compute(visits(places=places), DAY), compute(visits(places=places), LATER))
    assert [(row.subject, row.reason) for row in found.rows] == [
        ("a", "träffpunkten har öppnat"),
        ("b", "träffpunkten har stängt"),
    ]
    assert (found.before, found.after) == (2, 2)


def test_same_day_has_no_changes() -> None:
    ledger = compute(training(), DAY)
    assert compare(ledger, ledger).rows == ()


def test_not_known_has_nothing_to_compare() -> None:
    found = compare(compute(training(definition=None), DAY), compute(training(), LATER))
    assert (found.is_known, found.rows) == (False, ())


@pytest.mark.django_db
def test_each_day_is_judged_by_the_definition_of_that_day() -> None:
    decision = make_decision()
    _visits, clause = make_clauses(decision)
    make_module(clause=clause)
    place = make_place()
    volunteer = make_employee("Vera", place=place, employee_class=EmployeeClass.VOLUNTEER)
    make_employee("Anna", place=place)
    DefinitionOfDone.objects.create(
        clause=clause,
        version=2,
        classes=[EmployeeClass.STAFF, EmployeeClass.VOLUNTEER],
        min_employed_days=30,
        adopted_on=TODAY,
    )
    found, _inputs = changes(clause, first=TODAY - dt.timedelta(days=1), last=TODAY)
    assert (found.before, found.after) == (1, 2)
    assert [(row.subject, row.reason) for row in found.rows] == [(str(volunteer.pk), "gruppen räknas nu")]
