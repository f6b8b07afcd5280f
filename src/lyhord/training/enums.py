"""States of sessions, bookings and attendance."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SessionState(models.TextChoices):
    PLANNED = "planned", _("planerat")
    HELD = "held", _("hållet")
    CANCELLED = "cancelled", _("inställt")


class Outcome(models.TextChoices):
    PRESENT = "present", _("närvarande")
    ABSENT = "absent", _("frånvarande")
