"""Who has which role, where and when."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.enums import Role
from lyhord.accounts.models.users import User
from lyhord.common.models import UUIDModel
from lyhord.organisation.models import Board, Unit


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def active(self, on: dt.date) -> RoleGrantQuerySet:
        return self.filter(starts_on__lte=on).filter(models.Q(ends_before=None) | models.Q(ends_before__gt=on))


class RoleGrant(UUIDModel):
    """A user has a role within a board, or within one unit of it, from one day to another."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants", verbose_name=_("användare"))
    role = models.CharField(_("roll"), max_length=30, choices=Role)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="+", verbose_name=_("nämnd"))
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("enhet")
    )
    starts_on = models.DateField(_("från och med"))
    ends_before = models.DateField(_("till (ej med)"), null=True, blank=True)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("rolltilldelning")
        verbose_name_plural = _("rolltilldelningar")
        ordering = ["user", "role", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_before=None) | models.Q(ends_before__gt=models.F("starts_on")),
                name="grant_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"
