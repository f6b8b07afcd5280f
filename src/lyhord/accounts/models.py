"""Users, role grants and the audit log."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.enums import Role
from lyhord.common.models import UUIDModel
from lyhord.organisation.models import Board, Unit


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, name: str = "") -> User:
        user = self.model(username=self.model.normalize_username(username), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Someone who can sign in. Has no rights of its own: rights come from role grants alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(_("användarnamn"), max_length=150, unique=True)
    name = models.CharField(_("namn"), max_length=200, blank=True)
    is_active = models.BooleanField(_("aktiv"), default=True)
    is_example = models.BooleanField(_("exempel"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("användare")
        verbose_name_plural = _("användare")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name or self.username


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
