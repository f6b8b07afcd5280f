"""Modules of the training, and who needs them (M2, M11)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lyhord.common.models import UUIDModel
from lyhord.organisation.models import OwnedByBoard
from lyhord.programme.models import Clause


class Module(OwnedByBoard):
    """One part of the training. It may come after another, `gap_min_days` to `gap_max_days` later."""

    code = models.SlugField(_("kod"), max_length=40)
    name = models.CharField(_("namn"), max_length=200)
    short_name = models.CharField(_("kort namn"), max_length=40)
    order = models.PositiveSmallIntegerField(_("ordning"), default=1)
    minutes = models.PositiveSmallIntegerField(_("minuter"), default=120)
    group_min = models.PositiveSmallIntegerField(_("minst i gruppen"), default=3)
    group_max = models.PositiveSmallIntegerField(_("högst i gruppen"), default=8)
    trainers_needed = models.PositiveSmallIntegerField(_("utbildare per tillfälle"), default=1)
    competence = models.CharField(_("kompetens som krävs"), max_length=60, blank=True)
    language = models.CharField(_("språk"), max_length=8, default="sv")
    after = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("kommer efter"),
    )
    gap_min_days = models.PositiveSmallIntegerField(_("minst dagar emellan"), default=7)
    gap_max_days = models.PositiveSmallIntegerField(_("högst dagar emellan"), null=True, blank=True)
    is_example = models.BooleanField(_("exempel"), default=False)

    class Meta:
        verbose_name = _("utbildningsmodul")
        verbose_name_plural = _("utbildningsmoduler")
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "code"], name="module_code_unique"),
            models.CheckConstraint(condition=models.Q(group_max__gte=models.F("group_min")), name="module_group_valid"),
            models.CheckConstraint(condition=models.Q(minutes__gt=0), name="module_takes_time"),
        ]

    def __str__(self) -> str:
        return self.name


class ModuleRequirement(UUIDModel):
    """A clause requires that everyone it counts attends the module."""

    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="module_requirements")
    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="requirements")

    class Meta:
        verbose_name = _("modulkrav")
        verbose_name_plural = _("modulkrav")
        ordering = ["clause", "module__order"]
        constraints = [models.UniqueConstraint(fields=["clause", "module"], name="module_requirement_unique")]

    def __str__(self) -> str:
        return f"{self.clause}: {self.module}"
