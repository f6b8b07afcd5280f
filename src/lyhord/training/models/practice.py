"""What somebody keeps of practising."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lyhord.common.models import UUIDModel
from lyhord.training.enums import Ending, StaffRole


class ScenarioResult(UUIDModel):
    """An ending that somebody came to when practising, kept because they asked for it. Nobody else ever reads it.

    It belongs to the person and not to a board: no manager's page, no statistics. It goes when they say so, and with
    the account.
    """

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField(_("scenario"), max_length=80)
    role = models.CharField(_("roll"), max_length=20, choices=StaffRole)
    ending = models.CharField(_("hur det gick"), max_length=10, choices=Ending)
    on = models.DateField(_("dag"))

    class Meta:
        verbose_name = _("eget övningsresultat")
        verbose_name_plural = _("egna övningsresultat")
        ordering = ["slug", "role", "on"]
        constraints = [models.UniqueConstraint(fields=["user", "slug", "role", "ending"], name="scenario_result_once")]

    def __str__(self) -> str:
        return f"{self.slug} · {self.get_role_display()}"
