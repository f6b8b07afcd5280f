"""Kinds of places and days."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlaceKind(models.TextChoices):
    STATIONARY = "stationary", _("stationär")
    MOBILE = "mobile", _("mobil")


class RuleKind(models.TextChoices):
    OPEN = "open", _("öppet")
    VISITORS = "visitors", _("besökare på plats")


class Weekday(models.IntegerChoices):
    """As in `datetime.date.weekday()`."""

    MONDAY = 0, _("måndag")
    TUESDAY = 1, _("tisdag")
    WEDNESDAY = 2, _("onsdag")
    THURSDAY = 3, _("torsdag")
    FRIDAY = 4, _("fredag")
    SATURDAY = 5, _("lördag")
    SUNDAY = 6, _("söndag")
