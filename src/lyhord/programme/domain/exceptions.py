"""Exceptions: a person or a place that a clause need not reach, with reason and approver."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lyhord.accounts.domain.audit.recording import record
from lyhord.accounts.models import User
from lyhord.people.models import Employee
from lyhord.places.models import MeetingPlace
from lyhord.programme.enums import ClauseKind, ExceptionReason
from lyhord.programme.models import Clause, ClauseException


class ExceptionError(ValueError):
    """Something the user can put right. The text is shown."""


class SubjectNotOfClause(ExceptionError):
    """A visit clause reaches places only; and both sides belong to the same board."""


class AlreadyExcepted(ExceptionError):
    """The subject has an exception from the clause."""


@transaction.atomic
def grant_exception(
    *,
    clause: Clause,
    subject: Employee | MeetingPlace,
    reason: ExceptionReason,
    approved_by: User,
    now: dt.datetime,
) -> ClauseException:
    """Except a person, or a place and in a training clause everybody there, from the clause from today on.

    Raises SubjectNotOfClause, AlreadyExcepted.
    """
    if isinstance(subject, Employee) and clause.kind == ClauseKind.VISIT_PLACES:
        raise SubjectNotOfClause(_("Besöken gäller träffpunkter. Välj en träffpunkt."))
    if subject.owner_id != clause.decision.owner_id:
        raise SubjectNotOfClause(_("Den som undantas måste höra till nämnden som beslutar."))
    try:
        with transaction.atomic():
            row = ClauseException.objects.create(
                clause=clause,
                employee=subject if isinstance(subject, Employee) else None,
                place=subject if isinstance(subject, MeetingPlace) else None,
                reason=reason,
                approved_by=approved_by,
                approved_on=timezone.localtime(now).date(),
            )
    except IntegrityError as error:
        raise AlreadyExcepted(_("Det finns redan ett undantag.")) from error
    record("programme.grant_exception", actor=approved_by, obj=row, owner=clause.owner, at=now)
    return row


@transaction.atomic
def remove_exception(*, exception: ClauseException, removed_by: User, now: dt.datetime) -> None:
    """Take an exception back. What was frozen before keeps it; the audit log keeps the act."""
    ClauseException.objects.filter(pk=exception.pk).delete()  # the row that was keeps its id, for the log
    record("programme.remove_exception", actor=removed_by, obj=exception, owner=exception.clause.owner, at=now)
