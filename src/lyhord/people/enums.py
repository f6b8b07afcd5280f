"""Classes of people who work at a meeting place. Their duties differ."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class EmployeeClass(models.TextChoices):
    STAFF = "staff", _("anställd")
    HOURLY = "hourly", _("timanställd")
    TRAINEE = "trainee", _("praktikant")
    CONTRACTOR = "contractor", _("uppdragstagare")
    VOLUNTEER = "volunteer", _("volontär")
