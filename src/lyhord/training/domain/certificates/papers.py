"""A certificate in words: what the paper says, the page that verifies it shows too."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from lyhord.accounts.qr import qr_path
from lyhord.people.models import Employee
from lyhord.training.domain.certificates.numbers import as_number, in_groups
from lyhord.training.models import Certificate
from lyhord.web.pdf import compile_pdf

TEMPLATE = Path(__file__).parents[2] / "content" / "print" / "certificate.typ"


@dataclass(frozen=True)
class Part:
    module: str
    on: dt.date
    minutes: int

    @property
    def length(self) -> str:
        return in_hours(self.minutes)


@dataclass(frozen=True)
class Paper:
    """All that is printed. number: in groups."""

    number: str
    holder: str
    title: str
    is_whole: bool
    parts: tuple[Part, ...]
    minutes: int
    issuer: str
    issued_on: dt.date
    replaces: str
    is_example: bool

    @property
    def length(self) -> str:
        return in_hours(self.minutes)


@dataclass(frozen=True)
class Verified:
    """holds: whether it is what it says. replaced_by: in groups, "" for none. paper: None while the person's data may
    not be used, see `verified`."""

    paper: Paper | None
    employee: Employee
    holds: bool
    revoked_on: dt.date | None
    replaced_by: str


def paper_of(certificate: Certificate) -> Paper:
    parts = tuple(
        Part(part["module"], dt.date.fromisoformat(part["on"]), part["minutes"]) for part in certificate.parts
    )
    return Paper(
        number=in_groups(certificate.number),
        holder=certificate.holder,
        title=certificate.title,
        is_whole=certificate.clause_id is not None,
        parts=parts,
        minutes=certificate.minutes,
        issuer=certificate.issuer,
        issued_on=certificate.issued_on,
        replaces=in_groups(certificate.replaces),
        is_example=certificate.is_example,
    )


def verified(text: str) -> Verified | None:
    """Return what there is to say to whoever holds the number; None when there is none with it, whatever the reason.

    Of somebody whose data is restricted only that the number is real: a paper in somebody's hand is not called false,
    and nothing of the person is shown. What has been disposed of was never there.
    """
    if not (number := as_number(text)):
        return None
    found = Certificate.objects.filter(number=number).select_related("employee", "revocation").first()
    if found is None:
        return None
    if found.employee.restricted_at is not None:
        return Verified(None, found.employee, holds=False, revoked_on=None, replaced_by="")
    return state_of(found)


def state_of(certificate: Certificate) -> Verified:
    """Return whether the certificate holds, and all of it. Two queries."""
    later = Certificate.objects.filter(replaces=certificate.number).values_list("number", flat=True).first()
    revocation = getattr(certificate, "revocation", None)
    return Verified(
        paper_of(certificate),
        certificate.employee,
        holds=revocation is None and later is None,
        revoked_on=revocation.revoked_on if revocation else None,
        replaced_by=in_groups(later or ""),
    )


@override("sv")
def certificate_pdf(certificate: Certificate, *, address: str) -> bytes:
    """Return the paper as PDF/UA. address: where it is verified, whole."""
    paper = paper_of(certificate)
    code = qr_path(address)
    told = {
        "title": _("Intyg för %(name)s") % {"name": paper.holder},
        "lang": "sv",
        "kind": _("Intyg"),
        "holder": paper.holder,
        "has": _("har gått alla delar av utbildningen") if paper.is_whole else _("har gått utbildningen"),
        "of": paper.title,
        "heads": [_("Del"), _("Dag"), _("Tid")],
        "parts": [[part.module, date_format(part.on, "j F Y"), part.length] for part in paper.parts],
        "total": _("Sammanlagt %(time)s.") % {"time": paper.length},
        "issued": [[_("Utfärdat"), date_format(paper.issued_on, "j F Y")], [_("Av"), paper.issuer]],
        "number_title": _("Nummer"),
        "number": paper.number,
        "replaces": _("Ersätter intyg %(number)s.") % {"number": paper.replaces} if paper.replaces else "",
        "verify": _("Kontrollera intyget"),
        "how": _("Läs av koden eller gå till"),
        "address": address.split("://", 1)[-1],
        "code": _svg(str(code["path"]), int(code["side"])),
        "code_says": _("QR-kod till %(address)s") % {"address": address},
        "example": _("Exempel. Personen finns inte.") if paper.is_example else "",
    }
    return compile_pdf(TEMPLATE, told)


def in_hours(minutes: int) -> str:
    """Return the time as one says it: 2 timmar och 30 minuter."""
    hours, rest = divmod(minutes, 60)
    said = []
    if hours:
        said.append(ngettext("%(n)d timme", "%(n)d timmar", hours) % {"n": hours})
    if rest or not hours:
        said.append(ngettext("%(n)d minut", "%(n)d minuter", rest) % {"n": rest})
    return _(" och ").join(said)


def _svg(path: str, side: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" width="{side}" height="{side}" '
        f'shape-rendering="crispEdges"><rect width="{side}" height="{side}" fill="#fff"/>'
        f'<path d="{path}" fill="#000"/></svg>'
    )
