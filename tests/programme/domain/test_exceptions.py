"""Exceptions: who may be excepted from what, once, with an approver."""

from __future__ import annotations

import pytest

from lyhord.accounts.models import AuditEvent
from lyhord.people.models import Employee
from lyhord.places.models import MeetingPlace
from lyhord.programme.domain.exceptions import AlreadyExcepted, SubjectNotOfClause, grant_exception, remove_exception
from lyhord.programme.enums import ExceptionReason
from lyhord.programme.models import Clause, ClauseException
from tests.factories import TODAY, Cast, make_clauses, make_decision, make_place, make_unit
from tests.factories.rows import at

NOW = at(TODAY, 12)


@pytest.fixture
def clauses(cast: Cast) -> tuple[Clause, Clause]:
    return make_clauses(make_decision(cast.board))


def grant(cast: Cast, clause: Clause, subject: Employee | MeetingPlace) -> ClauseException:
    return grant_exception(
        clause=clause, subject=subject, reason=ExceptionReason.LONG_LEAVE, approved_by=cast.coordinator, now=NOW
    )


def test_granting_notes_reason_approver_and_day_and_is_audited(cast: Cast, clauses: tuple[Clause, Clause]) -> None:
    row = grant(cast, clauses[1], cast.employee_row)
    assert (row.employee, row.place, row.approved_by, row.approved_on) == (
        cast.employee_row,
        None,
        cast.coordinator,
        TODAY,
    )
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.object_id) == ("programme.grant_exception", cast.coordinator, row.pk)


def test_the_same_subject_twice_is_refused_and_the_first_stays(cast: Cast, clauses: tuple[Clause, Clause]) -> None:
    grant(cast, clauses[0], cast.own)
    with pytest.raises(AlreadyExcepted):
        grant(cast, clauses[0], cast.own)
    assert ClauseException.objects.count() == 1


def test_a_person_is_not_excepted_from_visits_nor_a_place_of_another_board(
    cast: Cast, clauses: tuple[Clause, Clause]
) -> None:
    elsewhere = make_place(unit=make_unit(cast.partner, "Annan enhet"))
    for clause, subject in ((clauses[0], cast.employee_row), (clauses[0], elsewhere), (clauses[1], elsewhere)):
        with pytest.raises(SubjectNotOfClause):
            grant(cast, clause, subject)


def test_removing_is_audited_and_the_row_is_gone(cast: Cast, clauses: tuple[Clause, Clause]) -> None:
    row = grant(cast, clauses[1], cast.employee_row)
    id = row.pk
    remove_exception(exception=row, removed_by=cast.coordinator, now=NOW)
    assert not ClauseException.objects.exists()
    assert AuditEvent.objects.get(action="programme.remove_exception").object_id == id
