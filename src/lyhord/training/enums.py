"""States of sessions, bookings and attendance."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SessionState(models.TextChoices):
    PLANNED = "planned", _("planerat")
    HELD = "held", _("hållet")
    CANCELLED = "cancelled", _("inställt")


class Outcome(models.TextChoices):
    """`PARTLY` does not count as trained until the rest is done: at another session, or noted as present then."""

    PRESENT = "present", _("närvarande")
    PARTLY = "partly", _("delvis")
    ABSENT = "absent", _("frånvarande")


class BookingState(models.TextChoices):
    """Where somebody stands with a session. Present, partly and absent mirror the attendance, which is the evidence."""

    INVITED = "invited", _("inbjuden")
    ACCEPTED = "accepted", _("kommer")
    DECLINED = "declined", _("kan inte")
    EXCUSED = "excused", _("anmäld frånvaro")
    WAITING = "waiting", _("på kö")
    PRESENT = "present", _("var med")
    PARTLY = "partly", _("var med delvis")
    ABSENT = "absent", _("uteblev")
    CANCELLED = "cancelled", _("platsen återtagen")


SEATED = (BookingState.INVITED, BookingState.ACCEPTED)
"""Holds a seat at something to come."""
ATTENDED = (BookingState.PRESENT, BookingState.PARTLY, BookingState.ABSENT)
"""The session has been held, and somebody has said how it went."""


class StepWay(models.TextChoices):
    """How a booking changed."""

    SITE = "site", _("på sidan")
    LINK = "link", _("genom länken i inbjudan")
    PLAN = "plan", _("ur planen")
    ITSELF = "itself", _("av sig självt")


class StaffRole(models.TextChoices):
    """What somebody does at a meeting place. The value stands in addresses and packages."""

    HOST = "vard", _("värd")
    KITCHEN = "kok", _("kök")
    CARETAKER = "vaktmastare", _("vaktmästare")
    DRIVER = "chauffor", _("chaufför")
    MANAGER = "chef", _("chef")


class Ending(models.TextChoices):
    """How well the way taken served the visitor."""

    GOOD = "good", _("bra")
    HALFWAY = "halfway", _("halvvägs")
    MISSED = "missed", _("missat")

    @property
    def points(self) -> int:
        """Return what a learning platform is told, 0–100."""
        return {Ending.GOOD: 100, Ending.HALFWAY: 60, Ending.MISSED: 20}[self]


class RevocationReason(models.TextChoices):
    """Why a certificate no longer holds. Chosen from a list: free text would tell of people."""

    NOT_THERE = "not_there", _("närvaron var fel noterad")
    WRONG_FACTS = "wrong_facts", _("något på intyget är fel")
    WRONG_PERSON = "wrong_person", _("det gick till fel person")
    ASKED = "asked", _("personen bad om det")
