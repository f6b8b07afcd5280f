"""Disposal changes no figure: neither today's ledger nor a frozen one."""

from __future__ import annotations

import datetime as dt

import pytest

from lyhord.accounts.domain.retention.kinds import Ended, destroy_row, kind_of
from lyhord.coverage.domain.gather import gather
from lyhord.coverage.domain.ledger import compute
from lyhord.coverage.domain.snapshots import freeze, is_intact, recompute
from lyhord.people.models import Employee
from lyhord.planning.domain.feeds import create_feed
from lyhord.planning.models import FeedToken
from lyhord.programme.models import Clause
from lyhord.training.enums import Outcome, SessionState
from lyhord.training.models import Attendance, Booking
from tests.factories import (
    TODAY,
    make_clauses,
    make_decision,
    make_employee,
    make_module,
    make_place,
    make_session,
    make_user,
)
from tests.factories.rows import at

pytestmark = pytest.mark.django_db
NOW = at(TODAY, 12)
LEFT, HELD = TODAY - dt.timedelta(days=2), TODAY - dt.timedelta(days=4)


@pytest.fixture
def clause() -> Clause:
    """Anna attended and has left since; Bo is left to train and has left too; Cia attended and stays."""
    _visits, clause = make_clauses(make_decision(starts_on=TODAY - dt.timedelta(days=60)))
    module, place = make_module(clause=clause), make_place("Exempelplats")
    anna, bo = (make_employee(name, place=place, ends_before=LEFT) for name in ("Anna", "Bo"))
    cia = make_employee("Cia", place=place)
    session = make_session(module, place, HELD, employees=[anna, bo, cia], state=SessionState.HELD)
    for person, outcome in ((anna, Outcome.PRESENT), (bo, Outcome.ABSENT), (cia, Outcome.PRESENT)):
        Attendance.objects.create(session=session, employee=person, outcome=outcome, recorded_at=NOW)
    return clause


def ended(code: str, clause: Clause) -> list[Ended]:
    return sorted(kind_of(code).ended(clause.decision.owner))


@pytest.mark.parametrize("day", [HELD - dt.timedelta(days=1), HELD, TODAY])
@pytest.mark.parametrize("code", ["medarbetare-som-slutat", "bokningar"])
def test_figures_of_any_day_stay(clause: Clause, code: str, day: dt.date) -> None:
    snapshot = freeze(clause=clause, as_of=day, taken_by=None, now=NOW)
    before = compute(gather(clause, as_of=day), day)
    rows = ended(code, clause)
    assert len(rows) == {"medarbetare-som-slutat": 2, "bokningar": 3}[code]
    for row in rows:
        destroy_row(code, row.id)
    assert compute(gather(clause, as_of=day), day) == before
    assert is_intact(snapshot, recompute(snapshot))
    assert recompute(snapshot) == before


def test_nothing_tells_who_it_was(clause: Clause) -> None:
    anna = Employee.objects.get(name="Anna")
    create_feed(subject=anna, created_by=make_user(), now=NOW)
    destroy_row("medarbetare-som-slutat", anna.pk)
    anna.refresh_from_db()
    assert anna.name == "Gallrad"
    assert not FeedToken.objects.filter(employee=anna).exists()
    assert not Employee.objects.filter(name="Anna").exists()


def test_seat_without_attendance_stays(clause: Clause) -> None:
    Attendance.objects.filter(employee__name="Bo").delete()
    for row in ended("bokningar", clause):
        destroy_row("bokningar", row.id)
    assert [booking.employee.name for booking in Booking.objects.all()] == ["Bo"]
