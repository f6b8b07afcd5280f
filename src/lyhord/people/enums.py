"""Classes of people, states of requests, and how accounts and the register belong together."""

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


class LinkState(models.TextChoices):
    """How far a link between an account and the register has come. Only HOLDS gives anything."""

    PROPOSED = "proposed", _("väntar på en andra person")
    HOLDS = "holds", _("gäller")
    DECLINED = "declined", _("nekad")
    WITHDRAWN = "withdrawn", _("återtagen")
    ENDED = "ended", _("avslutad")
    DISPUTED = "disputed", _("två konton passade")
    LAPSED = "lapsed", _("kontot stängdes")


class RegisterColumn(models.TextChoices):
    """What of the register an account can be recognised by. Never a name."""

    KEY = "key", _("Anställningsnummer eller nyckel")
    EMAIL = "email", _("E-post")
