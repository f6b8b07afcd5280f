"""How long records are kept: each board's rules, what is marked to go, and what has gone."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.models.users import User
from lyhord.common.models import UUIDModel
from lyhord.organisation.models import OwnedByBoard


class RetentionRule(OwnedByBoard):
    """A board's decision on one kind of record: how many months after its end it is kept.

    forecast: how many rows were due by which day when the rule was entered, as the person saw it. A pass that would
    take many more stops (`stopped_at`) until somebody has looked anew. A replaced rule stays as history.
    """

    kind = models.CharField(max_length=40)
    months = models.PositiveSmallIntegerField(_("månader efter att uppgiften slutat gälla"))
    diary_number = models.CharField(_("beslutets diarienummer"), max_length=60)
    decided_on = models.DateField(_("beslutad"))
    forecast = models.JSONField(default=dict)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("gallringsregel")
        verbose_name_plural = _("gallringsregler")
        ordering: ClassVar[list[str]] = ["kind", "-entered_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["owner", "kind"], condition=models.Q(replaced_at=None), name="retention_rule_one_in_force"
            ),
            models.CheckConstraint(condition=models.Q(months__gte=1), name="retention_rule_keeps_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.months} ({self.diary_number})"


class RetentionMark(OwnedByBoard):
    """A row that is to go: destroyed from `goes_on` unless somebody holds it."""

    rule = models.ForeignKey(RetentionRule, on_delete=models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    due_on = models.DateField(_("ska gallras"))
    goes_on = models.DateField(_("tas bort"), db_index=True)
    held_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    held_at = models.DateTimeField(null=True)
    hold_reason = models.CharField(_("varför raden ska vara kvar"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("gallringsmarkering")
        verbose_name_plural = _("gallringsmarkeringar")
        ordering: ClassVar[list[str]] = ["goes_on", "kind"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="retention_mark_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.goes_on}"


class Erasure(OwnedByBoard):
    """What has been destroyed: kind, id and day, nothing about the person. Applied again after a restore.

    is_written: whether the line stands in the file outside the database.
    """

    kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    erased_on = models.DateField()
    is_written = models.BooleanField(default=False, db_index=True)

    class Meta:
        verbose_name = _("gallrad uppgift")
        verbose_name_plural = _("gallrade uppgifter")
        ordering: ClassVar[list[str]] = ["erased_on", "kind", "object_id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="erasure_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class RetentionPass(UUIDModel):
    """When disposal last ran, so that a clock that has been moved is noticed."""

    at = models.DateTimeField(unique=True)
    marked = models.PositiveIntegerField(default=0)
    destroyed = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("gallringspass")
        verbose_name_plural = _("gallringspass")
        ordering: ClassVar[list[str]] = ["-at"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
