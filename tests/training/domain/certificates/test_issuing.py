"""Certificates: issued to those who attended all of it, replaced, taken back, never changed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from lyhord.accounts.domain.retention.kinds import destroy_row, kind_of
from lyhord.accounts.models import AuditEvent
from lyhord.common.unchanging import is_refusing
from lyhord.people.domain.restriction import RowRestricted
from lyhord.people.domain.retention import LEAVERS
from lyhord.people.models import Employee
from lyhord.training.domain.attendance import record_attendance
from lyhord.training.domain.certificates.by_itself import issue_due
from lyhord.training.domain.certificates.evidence import everybody_ready, no_longer_attended, states_of
from lyhord.training.domain.certificates.issuing import (
    EvidenceChanged,
    HoldsNoLonger,
    NotReady,
    issue,
    issue_all,
    issue_anew,
    revoke,
)
from lyhord.training.domain.certificates.numbers import as_number, in_groups
from lyhord.training.domain.certificates.papers import in_hours, paper_of, verified
from lyhord.training.enums import Outcome, RevocationReason, SessionState
from lyhord.training.models import Attendance, Certificate, CertificateRevocation
from tests.factories import TODAY, make_clauses, make_decision, make_employee
from tests.training.domain.certificates.conftest import NOW, Course

pytestmark = pytest.mark.django_db
WRONG = RevocationReason.WRONG_FACTS


def issued(course: Course, employee: Employee | None = None) -> Certificate:
    employee = employee or course.cast.employee_row
    course.attend_all(employee)
    return issue(employee=employee, what=course.clause, issued_by=course.cast.coordinator, now=NOW)


def never() -> bool:
    return False


def test_it_says_what_was_attended_when_and_how_long(course: Course) -> None:
    me = course.cast.employee_row
    course.attend(me, course.modules[0], days_ago=2)
    first = course.attend(me, course.modules[0], days_ago=9)
    course.attend(me, course.modules[1], days_ago=5)
    row = issue(employee=me, what=course.clause, issued_by=course.cast.coordinator, now=NOW)
    paper = paper_of(row)
    assert (paper.holder, paper.title, paper.is_whole) == ("Exempel Medarbetare", "Alla ska kunna lyssna", True)
    told = [(part.module, (TODAY - part.on).days, part.minutes) for part in paper.parts]
    assert told == [(course.modules[0].name, 9, 120), (course.modules[1].name, 5, 105)]
    assert (paper.minutes, paper.length) == (225, "3 timmar och 45 minuter")
    assert (paper.issued_on, paper.issuer) == (TODAY, f"{course.cast.board.name}, Kommunen")
    assert row.parts[0]["session"] == str(first.pk)
    event = AuditEvent.objects.get(action="training.certificate_issued")
    assert (event.object_id, event.actor, event.owner) == (row.pk, course.cast.coordinator, course.cast.board)


def test_only_whoever_attended_all_of_it_at_sessions_that_were_held_is_ready(course: Course) -> None:
    one, other = course.modules
    me, half, absent, cancelled = [course.cast.employee_row, *(make_employee(place=course.cast.own) for _ in range(3))]
    course.attend_all(me)
    course.attend(half, one)
    for employee, fault in ((absent, {"outcome": Outcome.ABSENT}), (cancelled, {"state": SessionState.CANCELLED})):
        course.attend(employee, one)
        course.attend(employee, other, **fault)  # type: ignore[arg-type]  # the one that is meant
    assert [row.employee for row in everybody_ready(course.clause)] == [me]
    assert {row.employee for row in everybody_ready(one)} == {me, half, absent, cancelled}
    with pytest.raises(NotReady):
        issue(employee=half, what=course.clause, issued_by=None, now=NOW)
    row = issue(employee=half, what=one, issued_by=None, now=NOW)
    assert (row.module, row.clause, paper_of(row).is_whole, row.title) == (one, None, False, one.name)


def test_a_clause_that_requires_nothing_and_another_boards_clause_prove_nothing(course: Course) -> None:
    course.attend_all(course.cast.employee_row)
    assert everybody_ready(make_clauses(make_decision(course.cast.board))[1]) == []
    theirs = make_clauses(make_decision(course.cast.partner))[1]
    theirs.module_requirements.create(module=course.modules[0])
    assert everybody_ready(theirs) == []


def test_nobody_has_two_that_hold(course: Course) -> None:
    row = issued(course)
    with pytest.raises(NotReady):
        issue(employee=row.employee, what=course.clause, issued_by=None, now=NOW)
    assert issue_all(employees=[row.employee], what=course.clause, issued_by=course.cast.coordinator, now=NOW) == []
    revoke(certificate=row, reason=WRONG, revoked_by=course.cast.coordinator, now=NOW)
    again = issue(employee=row.employee, what=course.clause, issued_by=None, now=NOW)
    assert (again.replaces, states_of(list(Certificate.objects.all()))) == ("", {row.pk: "revoked", again.pk: "holds"})


def test_a_new_one_names_the_old_and_the_old_the_new(course: Course) -> None:
    old = issued(course)
    Employee.objects.filter(pk=old.employee_id).update(name="Exempel Nytt Namn")
    new = issue_anew(certificate=old, issued_by=course.cast.coordinator, now=NOW + dt.timedelta(days=1))
    assert (new.replaces, new.holder, new.parts) == (old.number, "Exempel Nytt Namn", old.parts)
    assert Certificate.objects.get(pk=old.pk).holder == "Exempel Medarbetare"
    before, after = verified(old.number), verified(in_groups(new.number).lower())
    assert before and after and after.paper
    assert (before.holds, before.replaced_by, after.holds) == (False, in_groups(new.number), True)
    assert after.paper.replaces == in_groups(old.number)
    for act in (issue_anew_of(course), revoke_of(course)):
        with pytest.raises(HoldsNoLonger):
            act(old)


def issue_anew_of(course: Course):  # type: ignore[no-untyped-def]  # a shorthand of this file
    return lambda row: issue_anew(certificate=row, issued_by=course.cast.coordinator, now=NOW)


def revoke_of(course: Course):  # type: ignore[no-untyped-def]  # as above
    return lambda row: revoke(certificate=row, reason=WRONG, revoked_by=course.cast.coordinator, now=NOW)


def test_what_is_taken_back_stays_and_says_when(course: Course) -> None:
    row = issued(course)
    revoke_of(course)(row)
    found = verified(row.number)
    assert found and (found.holds, found.revoked_on) == (False, TODAY)
    with pytest.raises(HoldsNoLonger):
        revoke_of(course)(row)
    event = AuditEvent.objects.get(action="training.certificate_revoked")
    assert (event.object_id, event.actor) == (row.pk, course.cast.coordinator)


def test_the_database_lets_nobody_change_a_row_of_either(course: Course) -> None:
    row = issued(course)
    revoke_of(course)(row)
    for change in (
        lambda: Certificate.objects.update(holder="Någon Annan"),
        lambda: CertificateRevocation.objects.update(reason=RevocationReason.ASKED),
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change()
    assert is_refusing(connection, "training_certificate")
    assert is_refusing(connection, "training_certificaterevocation")


@pytest.mark.parametrize("fault", [{"module": None, "clause": None}, {"both": True}, {"replaces": "own"}])
def test_a_certificate_is_of_one_thing_and_replaces_another(course: Course, fault: dict[str, object]) -> None:
    row = issued(course)
    row.pk, row._state.adding, row.number = None, True, "2" * 16
    if "both" in fault:
        row.module = course.modules[0]
    elif "replaces" in fault:
        row.replaces = row.number
    else:
        row.clause = row.module = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_number_is_replaced_once(course: Course) -> None:
    old = issued(course)
    new = issue_anew_of(course)(old)
    new.pk, new._state.adding, new.number = None, True, "3" * 16
    with pytest.raises(IntegrityError), transaction.atomic():
        new.save(force_insert=True)


def test_attendance_that_is_put_right_makes_a_certificate_doubtful(course: Course) -> None:
    me = course.cast.employee_row
    sessions = course.attend_all(me)
    row = issue(employee=me, what=course.clause, issued_by=None, now=NOW)
    assert no_longer_attended([row]) == set()
    record_attendance(session=sessions[0], outcomes={me: Outcome.ABSENT}, recorded_by=course.cast.coordinator, now=NOW)
    assert states_of([row]) == {row.pk: "doubtful"}
    with pytest.raises(EvidenceChanged):
        issue_anew_of(course)(row)
    Attendance.objects.filter(session=sessions[0]).delete()
    assert no_longer_attended([row]) == set(), "disposed of by a rule: it was true"
    assert issue_anew_of(course)(row).parts == row.parts


def test_whoever_becomes_ready_gets_one_by_itself_once(course: Course) -> None:
    me, long_ago = course.cast.employee_row, make_employee(place=course.cast.own)
    course.attend_all(me)
    course.attend_all(long_ago, noted_days_ago=30)
    for _ in range(2):
        issue_due(NOW, never)
    row = Certificate.objects.get()
    assert (row.employee, row.clause, row.issued_by) == (me, course.clause, None)
    revoke_of(course)(row)
    issue_due(NOW, never)
    assert Certificate.objects.count() == 1, "what a person took back does not come back by itself"
    Certificate.objects.all().delete()
    issue_due(NOW, lambda: True)
    assert not Certificate.objects.exists()


def test_what_is_not_decided_gives_nothing_by_itself(course: Course) -> None:
    course.attend_all(course.cast.employee_row)
    course.clause.decision.state = "proposed"
    course.clause.decision.save()
    issue_due(NOW, never)
    assert not Certificate.objects.exists()


def test_of_the_restricted_nothing_is_issued_changed_or_shown(course: Course) -> None:
    row, other = issued(course), make_employee(place=course.cast.own)
    course.attend_all(other)
    Employee.objects.filter(pk__in=[row.employee_id, other.pk]).update(restricted_at=NOW)
    issue_due(NOW, never)
    assert Certificate.objects.count() == 1
    for act in (issue_anew_of(course), revoke_of(course)):
        with pytest.raises(RowRestricted):
            act(row)
    with pytest.raises(RowRestricted):
        issue(employee=other, what=course.clause, issued_by=None, now=NOW)
    found = verified(row.number)
    assert found and (found.paper, found.holds, found.revoked_on, found.replaced_by) == (None, False, None, "")
    assert list(kind_of("intyg").ended(course.cast.board)) == []
    Employee.objects.filter(pk=row.employee_id).update(restricted_at=None)
    found = verified(row.number)
    assert found and found.holds, "it holds again when the restriction ends"


def test_when_the_name_goes_the_certificates_go_and_none_comes_back(course: Course) -> None:
    row, mate = issued(course), issued(course, make_employee("Exempel Kollega", place=course.cast.own))
    issue_anew_of(course)(row)
    destroy_row(LEAVERS, row.employee_id)
    assert list(Certificate.objects.all()) == [mate]
    assert verified(row.number) is None
    issue_due(NOW, never)
    assert everybody_ready(course.clause) == []
    assert list(Certificate.objects.all()) == [mate]


def test_a_boards_rule_takes_old_ones_and_leaves_the_attendance(course: Course) -> None:
    row = issued(course)
    revoke_of(course)(row)
    assert [(ended.on, ended.id) for ended in kind_of("intyg").ended(course.cast.board)] == [(TODAY, row.pk)]
    assert list(kind_of("intyg").ended(course.cast.partner)) == []
    for _ in range(2):
        destroy_row("intyg", row.pk)
    assert not Certificate.objects.exists() and not CertificateRevocation.objects.exists()
    assert Attendance.objects.filter(employee=row.employee).count() == 2


@pytest.mark.parametrize("text", ["", "x", "2" * 16, "intyg", "2222-2222", "\u00a0"])
def test_there_is_none_with_a_number_that_is_none(course: Course, text: str) -> None:
    assert verified(text) is None


def test_hours_are_said_as_one_says_them() -> None:
    assert [in_hours(n) for n in (0, 45, 60, 61, 120, 150)] == [
        "0 minuter",
        "45 minuter",
        "1 timme",
        "1 timme och 1 minut",
        "2 timmar",
        "2 timmar och 30 minuter",
    ]
    assert as_number("") == ""
