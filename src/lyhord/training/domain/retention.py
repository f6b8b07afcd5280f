"""How long seats are kept: what has ended, and what goes."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.domain.retention.kinds import Ended, RecordKind, register_record_kind
from lyhord.organisation.models import Board
from lyhord.training.enums import SessionState
from lyhord.training.models import Attendance, Booking


def superseded_bookings(owner: Board) -> Iterator[Ended]:
    """Yield seats at held sessions for which attendance has been noted: the attendance is the proof, not the seat."""
    noted = Attendance.objects.filter(session=OuterRef("session"), employee=OuterRef("employee"))
    rows = Booking.objects.filter(Exists(noted), session__owner=owner, session__state=SessionState.HELD)
    for row in rows.select_related("session__module", "employee").order_by("session__ends_at"):
        yield Ended(timezone.localdate(row.session.ends_at), row.pk, f"{row.employee.name}, {row.session}")


def remove_booking(id: uuid.UUID) -> None:
    Booking.objects.filter(pk=id).delete()


def register() -> None:
    register_record_kind(
        RecordKind(
            "bokningar",
            _("Bokningar där närvaron är noterad"),
            _("Bokningen tas bort. Närvaron står kvar, så siffrorna ändras inte."),
            superseded_bookings,
            remove_booking,
        )
    )
