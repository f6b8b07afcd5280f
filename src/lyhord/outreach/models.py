"""Visits that Nexus makes to meet the visitors (M1, M12). A visitor is never a row."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lyhord.common.models import UUIDModel
from lyhord.organisation.models import OwnedByBoard
from lyhord.outreach.enums import VisitState
from lyhord.people.models import Trainer
from lyhord.places.models import MeetingPlace, PopularActivity
from lyhord.programme.models import Clause


class VisitRequirement(UUIDModel):
    """A clause requires that every open meeting place gets so many visits."""

    clause = models.OneToOneField(Clause, on_delete=models.CASCADE, related_name="visit_requirement")
    count = models.PositiveSmallIntegerField(_("besök per träffpunkt"), default=2)
    minutes = models.PositiveSmallIntegerField(_("minuter"), default=60)
    trainers_needed = models.PositiveSmallIntegerField(_("personer från Nexus"), default=1)
    competence = models.CharField(_("kompetens som krävs"), max_length=60, blank=True)
    min_days_between = models.PositiveSmallIntegerField(_("minst dagar emellan"), default=21)
    max_days_between = models.PositiveSmallIntegerField(_("högst dagar emellan"), null=True, blank=True)
    train_first_percent = models.PositiveSmallIntegerField(
        _("andel av personalen som ska ha gått utbildningen först (procent)"), default=60
    )

    class Meta:
        verbose_name = _("besökskrav")
        verbose_name_plural = _("besökskrav")

    def __str__(self) -> str:
        return f"{self.clause}: {self.count}"


class Visit(OwnedByBoard):
    """One visit to a meeting place. The public title is neutral."""

    place = models.ForeignKey(
        MeetingPlace, on_delete=models.PROTECT, related_name="visits", verbose_name=_("träffpunkt")
    )
    starts_at = models.DateTimeField(_("börjar"))
    ends_at = models.DateTimeField(_("slutar"))
    trainers = models.ManyToManyField(Trainer, related_name="visits", verbose_name=_("från Nexus"))
    joins = models.ForeignKey(
        PopularActivity,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="visits",
        verbose_name=_("i samband med"),
    )
    public_title = models.CharField(_("rubrik utåt"), max_length=120)
    state = models.CharField(_("läge"), max_length=10, choices=VisitState, default=VisitState.PLANNED)
    is_example = models.BooleanField(_("exempel"), default=False)

    class Meta:
        verbose_name = _("informationsbesök")
        verbose_name_plural = _("informationsbesök")
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="visit_ends_after_start")
        ]
        indexes = [models.Index(fields=["place", "starts_at"], name="visit_by_place")]

    def __str__(self) -> str:
        return f"{self.place} {self.starts_at:%Y-%m-%d}"
