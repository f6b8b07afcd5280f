"""The audit log."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.models.users import User
from lyhord.organisation.models import Board


class AuditEvent(models.Model):
    """One act, written in the transaction of the act. Never changed, never free text, no names."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=80)
    owner = models.ForeignKey(Board, on_delete=models.PROTECT, null=True, related_name="+")
    object_type = models.CharField(max_length=80, blank=True)
    object_id = models.UUIDField(null=True)
    counts = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("logghändelse")
        verbose_name_plural = _("logghändelser")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"
