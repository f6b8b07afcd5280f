"""Requests about one's own data: answered with a reason, and erased by two people."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from lyhord.accounts.domain.retention.ledger import reapply
from lyhord.accounts.domain.retention.passes import sweep_retention
from lyhord.accounts.domain.roles.second_person import TiedByCode
from lyhord.accounts.domain.sign_in.codes import issue_code
from lyhord.accounts.enums import Role
from lyhord.accounts.models import AuditEvent, Erasure, User
from lyhord.people.domain.privacy_requests import (
    AlreadyAnswered,
    OnePersonForBoth,
    StillAtWork,
    answer,
    ask,
    confirm_erasure,
    decline_erasure,
    take_out_for,
)
from lyhord.people.enums import RequestKind, RequestState
from lyhord.people.models import Employee, Employment, PrivacyRequest
from tests.factories import TODAY, Cast, make_employee, make_user
from tests.factories.rows import at

pytestmark = pytest.mark.django_db
NOW = at(TODAY, 12)


@pytest.fixture
def second(cast: Cast) -> User:
    return make_user((Role.COORDINATOR, cast.board))


@pytest.fixture
def leaver(cast: Cast) -> Employee:
    return make_employee("Exempel Slutat", place=cast.own, ends_before=TODAY)


def asked(employee: Employee, kind: RequestKind = RequestKind.ERASURE) -> PrivacyRequest:
    return ask(person=employee, board=employee.owner, kind=kind, text="Text av Exempel", asked_by=make_user(), now=NOW)


def grant(request: PrivacyRequest, by: User) -> None:
    answer(request=request, is_granted=True, answer="Skäl", answered_by=by, now=NOW)


@pytest.mark.parametrize("kind", [RequestKind.CORRECTION, RequestKind.RESTRICTION])
@pytest.mark.parametrize(("is_granted", "state"), [(True, RequestState.DONE), (False, RequestState.REFUSED)])
def test_request_is_answered_once_with_a_reason(
    cast: Cast, leaver: Employee, kind: RequestKind, is_granted: bool, state: RequestState
) -> None:
    request = asked(leaver, kind)
    answer(request=request, is_granted=is_granted, answer="Skäl", answered_by=cast.coordinator, now=NOW)
    request.refresh_from_db()
    assert (request.state, request.answer) == (state, "Skäl")
    with pytest.raises(AlreadyAnswered):
        grant(request, cast.coordinator)
    limits = is_granted and kind == RequestKind.RESTRICTION
    leaver.refresh_from_db()
    assert (leaver.restricted_at is not None) == limits
    done = ["privacy.ask", *(["privacy.restrict"] if limits else []), "privacy.answer"]
    assert list(AuditEvent.objects.values_list("action", flat=True)) == done


def test_erasing_takes_a_second_person(cast: Cast, leaver: Employee, second: User) -> None:
    request = asked(leaver)
    grant(request, cast.coordinator)
    leaver.refresh_from_db()
    assert leaver.name == "Exempel Slutat"
    with pytest.raises(OnePersonForBoth):
        confirm_erasure(request=request, confirmed_by=cast.coordinator, now=NOW)
    confirm_erasure(request=request, confirmed_by=second, now=NOW)
    leaver.refresh_from_db()
    request.refresh_from_db()
    assert (leaver.name, request.state, request.text, request.answer) == ("Gallrad", RequestState.DONE, "", "")
    with pytest.raises(AlreadyAnswered):
        confirm_erasure(request=request, confirmed_by=second, now=NOW)


def test_the_database_itself_refuses_one_person_for_both(cast: Cast, leaver: Employee) -> None:
    request = asked(leaver)
    grant(request, cast.coordinator)
    rows = PrivacyRequest.objects.filter(pk=request.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(confirmed_by=cast.coordinator, state=RequestState.DONE)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state=RequestState.DONE)


def test_nobody_confirms_through_an_account_that_they_have_made_a_code_for(
    cast: Cast, leaver: Employee, second: User
) -> None:
    request = asked(leaver)
    grant(request, cast.coordinator)
    issue_code(user=second, issued_by=cast.coordinator, now=NOW)
    with pytest.raises(TiedByCode):
        confirm_erasure(request=request, confirmed_by=second, now=NOW)


def test_whoever_works_is_not_erased_also_when_back_meanwhile(cast: Cast, leaver: Employee, second: User) -> None:
    with pytest.raises(StillAtWork):
        grant(asked(cast.employee_row), cast.coordinator)
    request = asked(leaver)
    grant(request, cast.coordinator)
    Employment.objects.create(employee=leaver, place=cast.own, starts_on=TODAY + dt.timedelta(days=9))
    with pytest.raises(StillAtWork):
        confirm_erasure(request=request, confirmed_by=second, now=NOW)


def test_second_person_may_send_it_back(cast: Cast, leaver: Employee, second: User) -> None:
    request = asked(leaver)
    grant(request, cast.coordinator)
    decline_erasure(request=request, declined_by=second, now=NOW)
    request.refresh_from_db()
    assert (request.state, request.answered_by) == (RequestState.ASKED, None)


def test_nobody_answers_what_is_about_themselves(cast: Cast, leaver: Employee) -> None:
    Employee.objects.filter(pk=leaver.pk).update(user=cast.coordinator)
    with pytest.raises(OnePersonForBoth):
        grant(asked(leaver), cast.coordinator)


def test_erased_on_request_does_not_come_back_with_a_restore(
    cast: Cast, leaver: Employee, second: User, settings: Any, tmp_path: Path
) -> None:
    settings.ERASURE_FILE = tmp_path / "erasures"
    request = asked(leaver)
    grant(request, cast.coordinator)
    confirm_erasure(request=request, confirmed_by=second, now=NOW)
    sweep_retention(NOW, lambda: False)
    Employee.objects.filter(pk=leaver.pk).update(name="Exempel Slutat")
    Erasure.objects.all().delete()
    assert reapply(path=settings.ERASURE_FILE, now=NOW) == 1
    leaver.refresh_from_db()
    assert leaver.name == "Gallrad"


def test_extract_for_somebody_keeps_the_reason_and_is_an_event(cast: Cast, leaver: Employee) -> None:
    request, sections = take_out_for(person=leaver, board=cast.board, reason="Brev", taken_by=cast.coordinator, now=NOW)
    assert (request.kind, request.state, request.text) == (RequestKind.EXTRACT, RequestState.DONE, "Brev")
    assert {s.name: len(s.entries) for s in sections}["people.20_employee"] == 1
    event = AuditEvent.objects.order_by("-id")[0]
    assert (event.action, event.object_id) == ("privacy.extract", leaver.pk)
