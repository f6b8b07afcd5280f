"""What the area holds about a person, for the register extract."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lyhord.accounts.domain.extracts.extracts import Part, register_part
from lyhord.training.models import (
    Attendance,
    Booking,
    BookingStep,
    Certificate,
    CertificateRevocation,
    ContentVersion,
    ScenarioResult,
    TrainingSession,
)


def register() -> None:
    register_part(Part("training.30_booking", _("Bokade utbildningstillfällen"), Booking, ("employee",)))
    register_part(
        Part("training.30_step", _("Vad som har hänt med bokningarna"), BookingStep, ("booking__employee", "by"))
    )
    register_part(Part("training.31_attendance", _("Närvaro vid utbildning"), Attendance, ("employee", "recorded_by")))
    register_part(Part("training.32_session", _("Tillfällen som du håller"), TrainingSession, ("trainers",)))
    register_part(Part("training.34_certificate", _("Intyg"), Certificate, ("employee",)))
    issued = Part("training.36_issued", _("Intyg som du har utfärdat"), Certificate, ("issued_by",), ("issued_at",))
    register_part(issued)
    about = ("certificate__employee", "revoked_by")
    register_part(Part("training.35_revocation", _("Återkallade intyg"), CertificateRevocation, about))
    register_part(Part("training.33_text", _("Texter som du har ändrat"), ContentVersion, ("edited_by",)))
    register_part(Part("training.34_practice", _("Övningar som du har sparat åt dig"), ScenarioResult, ("user",)))
