"""States of runs and drafts, answers to drafts, what a pin holds."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RunState(models.TextChoices):
    QUEUED = "queued", _("väntar")
    RUNNING = "running", _("räknar")
    DONE = "done", _("klar")
    STOPPED = "stopped", _("stoppad")
    FAILED = "failed", _("avbröts")


class DraftState(models.TextChoices):
    OPEN = "open", _("utkast")
    SENT = "sent", _("utskickat")
    ADOPTED = "adopted", _("antaget")
    DROPPED = "dropped", _("bortlagt")


class Answer(models.TextChoices):
    WORKS = "works", _("fungerar")
    CANNOT = "cannot", _("går inte")
    WISH = "wish", _("önskar annan tid")


class CoarseReason(models.TextChoices):
    """Deliberately few and coarse: nothing here may tell of anybody's health."""

    STAFFING = "staffing", _("bemanningen räcker inte")
    ROOM = "room", _("lokalen är upptagen")
    OTHER_BOOKING = "other_booking", _("annat är inplanerat")
    OTHER = "other", _("annat skäl")
