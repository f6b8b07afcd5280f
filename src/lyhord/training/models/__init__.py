"""Modules, who needs them, sessions, seats and attendance (M2, M11)."""

from lyhord.training.models.attendance import Attendance
from lyhord.training.models.certificates import Certificate, CertificateRevocation
from lyhord.training.models.content import ContentVersion
from lyhord.training.models.modules import Module, ModuleRequirement
from lyhord.training.models.practice import ScenarioResult
from lyhord.training.models.seats import NOTE_LENGTH, SEAT_KEPT, Booking, BookingStep
from lyhord.training.models.sessions import TrainingSession, capacity_of

__all__ = [
    "NOTE_LENGTH",
    "SEAT_KEPT",
    "Attendance",
    "Booking",
    "BookingStep",
    "Certificate",
    "CertificateRevocation",
    "ContentVersion",
    "Module",
    "ModuleRequirement",
    "ScenarioResult",
    "TrainingSession",
    "capacity_of",
]
