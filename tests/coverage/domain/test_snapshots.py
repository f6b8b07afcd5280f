"""A frozen ledger gives the same bytes for ever; what is known today stands beside it."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from lyhord.accounts.models import AuditEvent
from lyhord.coverage.domain.names import resolve
from lyhord.coverage.domain.snapshots import (
    DayNotYet,
    DefinitionMissing,
    UnknownSchema,
    differences,
    freeze,
    frozen_inputs,
    is_intact,
    known_today,
    recompute,
)
from lyhord.coverage.enums import CellState
from lyhord.coverage.models import CoverageSnapshot
from lyhord.people.models import Employee
from lyhord.programme.models import Clause, DefinitionOfDone
from lyhord.training.enums import Outcome, SessionState
from lyhord.training.models import Attendance, Booking
from tests.factories import TODAY, make_clauses, make_decision, make_employee, make_module, make_place, make_session
from tests.factories.rows import at

pytestmark = pytest.mark.django_db
NOW = at(TODAY, 12)
YESTERDAY = TODAY - dt.timedelta(days=1)


@pytest.fixture
def clause() -> Clause:
    """Anna has attended the only module, Bo was booked at the same session and nobody has said whether he came."""
    _visits, clause = make_clauses(make_decision())
    module, place = make_module(clause=clause), make_place("Gottsunda")
    anna, bo = make_employee("Anna", place=place), make_employee("Bo", place=place)
    session = make_session(module, place, YESTERDAY, employees=[anna, bo], state=SessionState.HELD)
    Attendance.objects.create(session=session, employee=anna, outcome=Outcome.PRESENT, recorded_at=NOW)
    return clause


def take(clause: Clause) -> CoverageSnapshot:
    freeze(clause=clause, as_of=TODAY, taken_by=None, now=NOW)
    return CoverageSnapshot.objects.get()


def test_recomputing_gives_the_frozen_bytes_whatever_has_happened_since(clause: Clause) -> None:
    snapshot = take(clause)
    before = recompute(snapshot)
    Attendance.objects.all().delete()
    DefinitionOfDone.objects.create(
        clause=clause, version=2, classes=["staff"], min_employed_days=0, adopted_on=YESTERDAY
    )
    make_employee("Cia")
    snapshot.refresh_from_db()
    assert recompute(snapshot) == before
    assert is_intact(snapshot, recompute(snapshot))


def test_changed_inputs_are_noticed(clause: Clause) -> None:
    snapshot = take(clause)
    snapshot.inputs["seats"] = []
    assert not is_intact(snapshot, recompute(snapshot))


def test_what_is_known_today_stands_beside_by_the_same_definition(clause: Clause) -> None:
    snapshot = take(clause)
    bo = Employee.objects.get(name="Bo")
    Attendance.objects.create(session=bo.bookings.get().session, employee=bo, outcome=Outcome.PRESENT, recorded_at=NOW)
    DefinitionOfDone.objects.create(clause=clause, version=2, classes=["hourly"], adopted_on=YESTERDAY)
    _inputs, today = known_today(snapshot)
    (difference,) = differences(recompute(snapshot), today)
    assert difference.subject == str(bo.pk)
    assert difference.frozen is not None and difference.today is not None
    assert (difference.frozen.state, difference.today.state) == (CellState.TO_DO, CellState.DONE)


def test_frozen_inputs_hold_no_name_and_a_deleted_person_is_raderad(clause: Clause) -> None:
    snapshot = take(clause)
    assert not any(name in json.dumps(snapshot.inputs) for name in ("Anna", 'Bo"', "Gottsunda"))
    anna = Employee.objects.get(name="Anna")
    id = str(anna.pk)
    Attendance.objects.filter(employee=anna).delete()
    Booking.objects.filter(employee=anna).delete()
    anna.delete()
    frozen = recompute(snapshot)
    people = [person.id for person in frozen_inputs(snapshot).people]
    names = resolve(places=(), modules=(), people=people, owner=snapshot.owner_id)
    assert (names.person(id), frozen.by_subject[id].state) == ("raderad", CellState.DONE)
    _inputs, today = known_today(snapshot)
    assert [(d.subject, d.today) for d in differences(frozen, today)] == [(id, None)]


def test_freezing_leaves_an_audit_row(clause: Clause) -> None:
    snapshot = take(clause)
    event = AuditEvent.objects.get(action="coverage.freeze")
    assert (event.object_id, event.counts) == (snapshot.pk, {"rows": 2})


def test_a_day_to_come_and_a_day_without_definition_cannot_be_frozen(clause: Clause) -> None:
    with pytest.raises(DayNotYet):
        freeze(clause=clause, as_of=TODAY + dt.timedelta(days=1), taken_by=None, now=NOW)
    with pytest.raises(DefinitionMissing):
        freeze(clause=clause, as_of=dt.date(2025, 9, 28), taken_by=None, now=NOW)
    assert not CoverageSnapshot.objects.exists()


def test_a_snapshot_of_another_schema_is_not_guessed_at(clause: Clause) -> None:
    snapshot = take(clause)
    snapshot.schema = 99
    with pytest.raises(UnknownSchema):
        recompute(snapshot)
