"""What signing in leaves behind: one-time codes, and what has been used and may not be used again."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.models.users import User
from lyhord.common.models import UUIDModel


class SignInCode(UUIDModel):
    """A code that lets one person choose a password, once. Only its keyed hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("engångskod")
        verbose_name_plural = _("engångskoder")
        ordering = ["-issued_at"]

    def __str__(self) -> str:
        return f"{self.user} · {self.issued_at:%Y-%m-%d %H:%M}"


class SpentToken(models.Model):
    """What works once has been used: a time-based code, an assertion, a nonce. Only its keyed hash is kept."""

    digest = models.CharField(max_length=64, primary_key=True)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("använt engångsvärde")
        verbose_name_plural = _("använda engångsvärden")
        indexes = [models.Index(fields=["expires_at"])]

    def __str__(self) -> str:
        return self.digest[:8]
