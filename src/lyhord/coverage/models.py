"""Frozen views of the ledger. Coverage itself is derived, never stored."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.models import User
from lyhord.organisation.models import OwnedByBoard
from lyhord.programme.models import Clause, DefinitionOfDone


class CoverageSnapshot(OwnedByBoard):
    """What the ledger of a clause said of a day, as known when it was taken.

    inputs: everything the ledger was computed from, ids instead of names; digest: SHA-256 of the computed ledger's
    canonical bytes. Recomputing from `inputs` gives the same bytes.
    """

    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="snapshots")
    definition = models.ForeignKey(DefinitionOfDone, on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField(_("gäller dag"))
    taken_at = models.DateTimeField(_("fryst"))
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    schema = models.PositiveSmallIntegerField(default=1)
    inputs = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("fryst täckning")
        verbose_name_plural = _("frysta täckningar")
        ordering = ["-as_of", "-taken_at"]

    def __str__(self) -> str:
        return f"{self.clause} {self.as_of}"
