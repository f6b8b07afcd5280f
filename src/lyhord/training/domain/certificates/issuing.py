"""Certificates are issued, replaced and taken back. Never changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from lyhord.accounts.domain import audit
from lyhord.accounts.models import User
from lyhord.people.domain.restriction import check_unrestricted
from lyhord.people.models import Employee
from lyhord.training.domain.certificates.evidence import Of, Ready, everybody_ready, holding, no_longer_attended
from lyhord.training.domain.certificates.numbers import draw
from lyhord.training.enums import RevocationReason
from lyhord.training.models import Certificate, CertificateRevocation, Module


class NotReady(ValueError):
    """The person has not attended all of it, or has a certificate of it that holds."""


class HoldsNoLonger(ValueError):
    """The certificate has been taken back or replaced already."""


class EvidenceChanged(ValueError):
    """The attendance that the certificate rests on has been put right since."""


@transaction.atomic
def issue(*, employee: Employee, what: Of, issued_by: User | None, now: dt.datetime) -> Certificate:
    """Issue a certificate of all that a clause requires, or of one module. Raises NotReady, RowRestricted."""
    check_unrestricted(employee)  # also lets two that issue to the same person take turns
    ready = everybody_ready(what, Employee.objects.filter(pk=employee.pk))
    if not ready:
        raise NotReady(employee.pk)
    certificate = _write(ready[0], what, issued_by, now, replaces="")
    audit.record("training.certificate_issued", actor=issued_by, obj=certificate, at=now)
    return certificate


def issue_all(*, employees: Iterable[Employee], what: Of, issued_by: User, now: dt.datetime) -> list[Certificate]:
    """Issue to each of them who is ready still, each by itself. Whoever is not is left out. Raises RowRestricted."""
    issued = []
    for employee in employees:
        try:
            issued.append(issue(employee=employee, what=what, issued_by=issued_by, now=now))
        except NotReady:
            continue  # somebody else was first; the list that is shown next says what holds
    return issued


@transaction.atomic
def issue_anew(*, certificate: Certificate, issued_by: User, now: dt.datetime) -> Certificate:
    """Issue a new one in place of one that holds, with the name as it is now. The old number says so from then on.

    Raises HoldsNoLonger, EvidenceChanged, RowRestricted.
    """
    check_unrestricted(certificate.employee)
    _check_holds(certificate)
    if no_longer_attended([certificate]):
        raise EvidenceChanged(certificate.pk)
    employee = Employee.objects.select_related("owner").get(pk=certificate.employee_id)
    what = certificate.clause or certificate.module
    if what is None:
        raise TypeError("a certificate is of something")
    known = Ready(employee, certificate.parts, certificate.issued_at)
    new = _write(known, what, issued_by, now, replaces=certificate.number)
    audit.record("training.certificate_reissued", actor=issued_by, obj=new, at=now)
    return new


@transaction.atomic
def revoke(*, certificate: Certificate, reason: RevocationReason, revoked_by: User, now: dt.datetime) -> None:
    """Say that the certificate holds no longer. Cannot be undone. Raises HoldsNoLonger, RowRestricted."""
    check_unrestricted(certificate.employee)
    _check_holds(certificate)
    CertificateRevocation.objects.create(
        certificate=certificate, reason=reason, revoked_on=timezone.localdate(now), revoked_by=revoked_by
    )
    audit.record("training.certificate_revoked", actor=revoked_by, obj=certificate, at=now)


def _check_holds(certificate: Certificate) -> None:
    if not holding().filter(pk=certificate.pk).exists():
        raise HoldsNoLonger(certificate.pk)


def _write(ready: Ready, what: Of, issued_by: User | None, now: dt.datetime, *, replaces: str) -> Certificate:
    employee = ready.employee
    return Certificate.objects.create(
        owner=employee.owner,
        number=draw(),
        employee=employee,
        clause=None if isinstance(what, Module) else what,
        module=what if isinstance(what, Module) else None,
        holder=employee.name,
        title=what.name if isinstance(what, Module) else what.decision.title,
        issuer=f"{employee.owner.name}, {settings.MUNICIPALITY}",
        parts=ready.parts,
        issued_on=timezone.localdate(now),
        issued_at=now,
        issued_by=issued_by,
        replaces=replaces,
        is_example=employee.is_example,
    )
