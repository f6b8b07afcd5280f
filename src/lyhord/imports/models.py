"""Spreadsheets on their way in: the uploaded file, how its columns are read, what became of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.models import User
from lyhord.common.models import UUIDModel
from lyhord.organisation.models import Board, OwnedByBoard


class ImportState(models.TextChoices):
    PREVIEW = "preview", _("förhandsvisning")
    APPLIED = "applied", _("inläst")
    REFUSED = "refused", _("nekad")


class ImportRun(OwnedByBoard):
    """One uploaded file. `content` and `preview` are emptied when the run is applied or refused.

    mapping: how each sheet is read, see `domain.columns.SheetMapping`. preview: compressed JSON, see `domain.runs`.
    """

    kind = models.CharField(_("innehåller"), max_length=30)
    filename = models.CharField(_("fil"), max_length=255)
    content = models.BinaryField()
    mapping = models.JSONField(default=list)
    preview = models.BinaryField(default=b"")
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.PREVIEW)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    counts = models.JSONField(default=dict)
    refused_because = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("importer")
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.filename


class ColumnMapping(UUIDModel):
    """Which heading of a kind of file means which field: remembered from the last file that was applied."""

    owner = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30)
    heading = models.CharField(max_length=200)
    field = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = _("kolumnval")
        verbose_name_plural = _("kolumnval")
        constraints = [models.UniqueConstraint(fields=["owner", "kind", "heading"], name="column_mapping_unique")]

    def __str__(self) -> str:
        return f"{self.heading} → {self.field}"
