"""How long records about people are kept: what has ended, and what goes."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

from django.db.models import Max, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.domain.retention.kinds import Ended, RecordKind, register_record_kind
from lyhord.organisation.models import Board
from lyhord.people.models import AccountLink, AvailabilityWindow, AwayPeriod, Employee, PrivacyRequest, WorkPattern

LEAVERS, ERASED_NAME = "medarbetare-som-slutat", "Gallrad"


def leavers(owner: Board) -> Iterator[Ended]:
    """Yield employees all of whose employments have an end, with the last one. Those to come are in the future too."""
    rows = Employee.objects.filter(owner=owner).annotate(last=Max("employments__ends_before"))
    for row in rows.filter(last__isnull=False).exclude(Q(employments__ends_before=None)):
        yield Ended(row.last, row.pk, row.name)


def is_at_work(employee: Employee, on: dt.date) -> bool:
    """Tell whether the person has an employment that has not ended, begun or not."""
    return employee.employments.filter(Q(ends_before=None) | Q(ends_before__gt=on)).exists()


def make_pseudonymous(id: uuid.UUID) -> None:
    """Take away the name and all that leads to it. Id, days of work and absence, and attendance stay for figures."""
    for employee in Employee.objects.select_for_update().filter(pk=id):
        WorkPattern.objects.filter(employment__employee=employee).delete()
        AvailabilityWindow.objects.filter(employee=employee).delete()
        PrivacyRequest.objects.filter(employee=employee).update(text="", answer="")
        AccountLink.objects.filter(employee=employee).delete()
        employee.name, employee.key = ERASED_NAME, f"gallrad-{uuid.uuid4().hex}"
        employee.role_title = employee.email = employee.phone = ""
        employee.languages, employee.user, employee.missing_since = [], None, None
        employee.save()


def ended_away(owner: Board) -> Iterator[Ended]:
    rows = AwayPeriod.objects.filter(employee__owner=owner, ends_before__isnull=False).select_related("employee")
    for row in rows:
        if row.ends_before is not None:
            span = f"{date_format(row.starts_on)} – {date_format(row.ends_before)}"
            yield Ended(row.ends_before, row.pk, f"{row.employee.name}, {span}")


def remove_away(id: uuid.UUID) -> None:
    AwayPeriod.objects.filter(pk=id).delete()


def register() -> None:
    register_record_kind(
        RecordKind(
            LEAVERS,
            _("Medarbetare som har slutat"),
            _(
                "Namn, nummer, befattning, språk, e-post, telefon, schema och koppling till konto tas bort. "
                "Datum för anställning och frånvaro, och närvaron, står kvar utan namn, så att siffrorna inte ändras."
            ),
            leavers,
            make_pseudonymous,
        )
    )
    register_record_kind(
        RecordKind(
            "franvaro",
            _("Frånvaro som är över"),
            _("Raden tas bort. Frysta siffror ändras inte."),
            ended_away,
            remove_away,
        )
    )
