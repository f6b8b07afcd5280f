"""What a person may ask of the data about them, and how a board answers."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from lyhord.accounts.domain import audit
from lyhord.accounts.domain.extracts import Section, row_as_subject, take_out
from lyhord.accounts.domain.retention.ledger import erase
from lyhord.accounts.domain.second_person import check_two_people
from lyhord.accounts.models import User
from lyhord.people.domain.retention import LEAVERS, is_at_work
from lyhord.people.enums import RequestKind, RequestState
from lyhord.people.models import Employee, PrivacyRequest


class AlreadyAnswered(RuntimeError):
    """Somebody else has answered, or the request is not at that step."""


class StillAtWork(RuntimeError):
    """Whoever works at a meeting place cannot be erased: the board must know whom to train."""


class OnePersonForBoth(ValueError):
    """Erasing takes two people, and neither is the one who is erased."""


@transaction.atomic
def ask(*, employee: Employee, kind: RequestKind, text: str, asked_by: User, now: dt.datetime) -> PrivacyRequest:
    request = PrivacyRequest.objects.create(
        owner=employee.owner, employee=employee, kind=kind, text=text, asked_by=asked_by, asked_at=now
    )
    audit.record("privacy.ask", actor=asked_by, obj=request, at=now)
    return request


@transaction.atomic
def take_out_for(
    *, employee: Employee, reason: str, taken_by: User, now: dt.datetime
) -> tuple[PrivacyRequest, tuple[Section, ...]]:
    """Make the extract of one register row for somebody who has asked outside the site. The reason is kept."""
    request = PrivacyRequest.objects.create(
        owner=employee.owner,
        employee=employee,
        kind=RequestKind.EXTRACT,
        state=RequestState.DONE,
        text=reason,
        asked_by=taken_by,
        asked_at=now,
        answered_by=taken_by,
        answered_at=now,
    )
    return request, take_out(subject=row_as_subject(employee), about=employee, taken_by=taken_by, now=now)


@transaction.atomic
def answer(*, request: PrivacyRequest, is_granted: bool, answer: str, answered_by: User, now: dt.datetime) -> None:
    """Answer with a reason. What is granted is done by the ordinary pages; an erasure waits for a second person.

    Raises AlreadyAnswered, StillAtWork, OnePersonForBoth.
    """
    row = _at_step(request, RequestState.ASKED)
    if answered_by.pk == row.employee.user_id:
        raise OnePersonForBoth
    erases = is_granted and row.kind == RequestKind.ERASURE
    if erases and is_at_work(row.employee, timezone.localdate(now)):
        raise StillAtWork
    row.state = RequestState.REFUSED if not is_granted else RequestState.PROPOSED if erases else RequestState.DONE
    row.answer, row.answered_by, row.answered_at = answer, answered_by, now
    row.save()
    audit.record("privacy.answer", actor=answered_by, obj=row, counts={"granted": int(is_granted)}, at=now)


@transaction.atomic
def confirm_erasure(*, request: PrivacyRequest, confirmed_by: User, now: dt.datetime) -> None:
    """Erase, as the second person. Raises AlreadyAnswered, StillAtWork, OnePersonForBoth, TiedByCode."""
    row = _at_step(request, RequestState.PROPOSED)
    if confirmed_by.pk in {row.answered_by_id, row.asked_by_id, row.employee.user_id}:
        raise OnePersonForBoth
    for other in (row.asked_by, row.answered_by):
        if other is not None:
            check_two_people(other, confirmed_by, now=now)
    today = timezone.localdate(now)
    if is_at_work(row.employee, today):
        raise StillAtWork
    row.state, row.confirmed_by, row.confirmed_at = RequestState.DONE, confirmed_by, now
    row.save()
    erase(kind=LEAVERS, id=row.employee_id, owner=row.owner, on=today)
    audit.record("privacy.erase", actor=confirmed_by, obj=row, at=now)


@transaction.atomic
def decline_erasure(*, request: PrivacyRequest, declined_by: User, now: dt.datetime) -> None:
    """Send the request back to be answered anew. Raises AlreadyAnswered."""
    row = _at_step(request, RequestState.PROPOSED)
    row.state, row.answer, row.answered_by, row.answered_at = RequestState.ASKED, "", None, None
    row.save()
    audit.record("privacy.decline_erasure", actor=declined_by, obj=row, at=now)


def _at_step(request: PrivacyRequest, state: RequestState) -> PrivacyRequest:
    rows = PrivacyRequest.objects.select_for_update(of=("self",)).select_related("employee", "owner")
    row = rows.get(pk=request.pk)
    if row.state != state:
        raise AlreadyAnswered
    return row
