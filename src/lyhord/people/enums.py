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


class RequestKind(models.TextChoices):
    EXTRACT = "extract", _("registerutdrag")
    CORRECTION = "correction", _("rättelse")
    RESTRICTION = "restriction", _("begränsning")
    ERASURE = "erasure", _("radering")


class RequestState(models.TextChoices):
    ASKED = "asked", _("väntar på svar")
    PROPOSED = "proposed", _("väntar på en andra person")
    DONE = "done", _("gjord")
    REFUSED = "refused", _("avslagen")
