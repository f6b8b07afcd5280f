"""How long seats are kept: what has ended, and what goes."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.domain.retention.account_erasure import register_own
from lyhord.accounts.domain.retention.kinds import Ended, RecordKind, register_also, register_record_kind
from lyhord.messaging.domain.retention import forget_people
from lyhord.organisation.models import Board
from lyhord.people.domain.retention import LEAVERS
from lyhord.training.enums import SEATED, SessionState
from lyhord.training.models import (
    Attendance,
    Booking,
    BookingStep,
    Certificate,
    CertificateRevocation,
    ModuleRequirement,
    ScenarioResult,
    TrainingSession,
)


def superseded_bookings(owner: Board) -> Iterator[Ended]:
    """Yield bookings that nothing depends on any more: the attendance is the proof, and a no is of no use afterwards.

    So: at held sessions those with attendance and those without a seat, and all at cancelled ones.
    """
    noted = Attendance.objects.filter(session=OuterRef("session"), employee=OuterRef("employee"))
    held = Q(session__state=SessionState.HELD) & (Q(Exists(noted)) | ~Q(state__in=SEATED))
    rows = Booking.objects.filter(
        held | Q(session__state=SessionState.CANCELLED), session__owner=owner, employee__restricted_at=None
    )
    for row in rows.select_related("session__module", "employee").order_by("session__ends_at"):
        yield Ended(timezone.localdate(row.session.ends_at), row.pk, f"{row.employee.name}, {row.session}")


def remove_booking(id: uuid.UUID) -> None:
    Booking.objects.filter(pk=id).delete()


def proofs_of_ended_decisions(owner: Board) -> Iterator[Ended]:
    """Yield sessions with people, from the last end of the decisions that require the module, or the day if later.

    A decision without an end still needs its proofs: then nothing goes.
    """
    ends: dict[uuid.UUID, list[dt.date | None]] = defaultdict(list)
    for module, end in ModuleRequirement.objects.values_list("module_id", "clause__decision__ends_before"):
        ends[module].append(end)
    people = [model.objects.filter(session=OuterRef("pk")) for model in (Booking, Attendance)]
    restricted = [rows.filter(employee__restricted_at__isnull=False) for rows in people]
    rows = TrainingSession.objects.filter(Exists(people[0]) | Exists(people[1]), owner=owner).exclude(
        Exists(restricted[0]) | Exists(restricted[1])
    )
    for row in rows.select_related("module"):
        found = [timezone.localdate(row.ends_at), *ends[row.module_id]]
        days = [day for day in found if day is not None]
        if len(days) == len(found):
            yield Ended(max(days), row.pk, str(row))


def remove_proofs(id: uuid.UUID) -> None:
    Booking.objects.filter(session=id).delete()
    Attendance.objects.filter(session=id).delete()
    forget_people([id])


def old_certificates(owner: Board) -> Iterator[Ended]:
    """Yield certificates, from the day they were issued. A paper outlives the attendance that it rests on."""
    rows = Certificate.objects.filter(owner=owner, employee__restricted_at=None)
    for row in rows.order_by("issued_on", "pk"):
        yield Ended(row.issued_on, row.pk, str(row))


def remove_certificate(id: uuid.UUID) -> None:
    """A number that is gone verifies as one that never was."""
    Certificate.objects.filter(pk=id).delete()


def forget_certificates_of(id: uuid.UUID) -> None:
    """The name stands on each of them, and none may be changed: so they go when the person's name does."""
    Certificate.objects.filter(employee=id).delete()


def register() -> None:
    register_own(ScenarioResult)
    register_also(LEAVERS, forget_certificates_of)
    register_record_kind(
        RecordKind(
            "intyg",
            _("Intyg"),
            _(
                "Intyget tas bort och går inte att kontrollera längre. Den som har papperet har det kvar. "
                "Närvaron rörs inte."
            ),
            old_certificates,
            remove_certificate,
            (Certificate, CertificateRevocation),
        )
    )
    register_record_kind(
        RecordKind(
            "bokningar",
            _("Bokningar som inte behövs längre"),
            _("Bokningen och dess historik tas bort. Närvaron står kvar, så siffrorna ändras inte."),
            superseded_bookings,
            remove_booking,
            (Booking, BookingStep),
        )
    )
    register_record_kind(
        RecordKind(
            "narvaro",
            _("Närvaro och bokningar vid tillfällen i avslutade beslut"),
            _(
                "Vilka som var bokade och närvarande tas bort, också ur kalendern. Tillfället står kvar. Den levande "
                "täckningen för beslutet försvinner; frysta siffror står kvar."
            ),
            proofs_of_ended_decisions,
            remove_proofs,
            (Attendance,),
        )
    )
