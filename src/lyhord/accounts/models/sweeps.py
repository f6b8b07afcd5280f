"""When the worker last did what."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class SweepRun(models.Model):
    """When a sweep last ran to its end, so that a worker that stands still, or fails, is noticed."""

    name = models.CharField(max_length=80, primary_key=True)
    finished_at = models.DateTimeField()

    class Meta:
        verbose_name = _("genomfört svep")
        verbose_name_plural = _("genomförda svep")
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return f"{self.name} {self.finished_at:%Y-%m-%d %H:%M}"
