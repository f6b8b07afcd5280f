"""How often something may be tried, and from which devices a user has signed in. Keys are keyed hashes throughout."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RateLimit(models.Model):
    """A bucket that fills by each try and empties with time. An empty bucket and none at all are the same.

    empty_at: microseconds since 1970, whole numbers so that every database counts alike.
    """

    key = models.CharField(primary_key=True, max_length=64)
    empty_at = models.BigIntegerField(db_index=True)

    class Meta:
        verbose_name = _("försöksräknare")
        verbose_name_plural = _("försöksräknare")

    def __str__(self) -> str:
        return self.key[:8]


class KnownDevice(models.Model):
    """A user has signed in on this device: what others try with the user's name does not slow it down."""

    key = models.CharField(primary_key=True, max_length=64)
    seen_on = models.DateField(db_index=True)

    class Meta:
        verbose_name = _("känd enhet")
        verbose_name_plural = _("kända enheter")

    def __str__(self) -> str:
        return self.key[:8]
