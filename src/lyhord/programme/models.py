"""The decision and its clauses as objects, what counts as done, exceptions and money (M1–M5, M19)."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.models import User
from lyhord.common.models import UUIDModel
from lyhord.organisation.models import Board, OwnedByBoard, Programme
from lyhord.people.models import Employee
from lyhord.places.models import MeetingPlace
from lyhord.programme.enums import DECIDED, ClauseKind, CostKind, DecisionState, ExceptionReason, FundingPurpose


class Decision(OwnedByBoard):
    """A board's decision, or the proposal of it. A partner board's decision is a row of its own (`answers`)."""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("program")
    )
    title = models.CharField(_("rubrik"), max_length=300)
    diary_number = models.CharField(_("diarienummer"), max_length=60)
    state = models.CharField(_("läge"), max_length=24, choices=DecisionState, default=DecisionState.PROPOSED)
    proposed_on = models.DateField(_("tjänsteskrivelsens datum"), null=True, blank=True)
    meeting_on = models.DateField(_("sammanträde"), null=True, blank=True)
    paragraph = models.CharField(_("paragraf"), max_length=20, blank=True)
    source_document = models.CharField(_("källdokument"), max_length=300, blank=True)
    starts_on = models.DateField(_("satsningen börjar"), null=True, blank=True)
    ends_before = models.DateField(_("satsningen slutar före"), null=True, blank=True)
    expected_stationary = models.PositiveSmallIntegerField(_("stationära träffpunkter"), null=True, blank=True)
    expected_mobile = models.PositiveSmallIntegerField(_("mobila träffpunkter"), null=True, blank=True)
    measured_by = models.CharField(_("så ska resultatet mätas"), max_length=300, blank=True)
    follow_up_on = models.DateField(_("följs upp i nämnden"), null=True, blank=True)
    partner_board = models.ForeignKey(
        Board, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("i samverkan med")
    )
    answers = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="partner_decisions",
        verbose_name=_("svarar på beslut"),
    )
    is_example = models.BooleanField(_("exempel"), default=False)

    class Meta:
        verbose_name = _("beslut")
        verbose_name_plural = _("beslut")
        ordering = ["-proposed_on", "diary_number"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "diary_number"], name="decision_diary_number_unique"),
            models.CheckConstraint(
                condition=~models.Q(state__in=DECIDED) | models.Q(meeting_on__isnull=False),
                name="decision_decided_has_meeting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.diary_number} {self.title}"

    @property
    def is_decided(self) -> bool:
        return self.state in DECIDED

    @property
    def last_day(self) -> dt.date | None:
        """The last day of the effort."""
        return self.ends_before - dt.timedelta(days=1) if self.ends_before else None

    @property
    def is_partner_decision(self) -> bool:
        return self.answers_id is not None


class Clause(UUIDModel):
    """One thing that a board decides shall happen (att-sats)."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="clauses")
    number = models.PositiveSmallIntegerField(_("nummer"))
    text = models.TextField(_("lydelse"))
    short_title = models.CharField(_("kort namn"), max_length=120)
    owner = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="+", verbose_name=_("ägande nämnd"))
    kind = models.CharField(_("slag"), max_length=20, choices=ClauseKind)

    class Meta:
        verbose_name = _("att-sats")
        verbose_name_plural = _("att-satser")
        ordering = ["decision", "number"]
        constraints = [models.UniqueConstraint(fields=["decision", "number"], name="clause_number_unique")]

    def __str__(self) -> str:
        return self.short_title


class DefinitionOfDone(UUIDModel):
    """What a board says that "done" means for a clause. Never changed: a new version is a new row.

    classes: employee classes that count. min_employed_days: shorter employments do not count.
    What each clause requires (modules, visits) stands in `ModuleRequirement` and `VisitRequirement`.
    """

    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="definitions")
    version = models.PositiveSmallIntegerField(_("version"))
    classes = models.JSONField(_("grupper som räknas"), default=list)
    min_employed_days = models.PositiveSmallIntegerField(_("anställd minst dagar"), default=30)
    deadline = models.DateField(_("ska vara klart"), null=True, blank=True)
    adopted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    adopted_on = models.DateField(_("fastställd"))

    class Meta:
        verbose_name = _("definition av genomfört")
        verbose_name_plural = _("definitioner av genomfört")
        ordering = ["clause", "-version"]
        constraints = [models.UniqueConstraint(fields=["clause", "version"], name="definition_version_unique")]

    def __str__(self) -> str:
        return f"{self.clause} v{self.version}"


class ClauseException(UUIDModel):
    """A person or a place that a clause need not reach, with reason and approver."""

    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="exceptions")
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, null=True, blank=True, related_name="exceptions")
    place = models.ForeignKey(MeetingPlace, on_delete=models.CASCADE, null=True, blank=True, related_name="exceptions")
    reason = models.CharField(_("skäl"), max_length=24, choices=ExceptionReason)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("godkänt av"))
    approved_on = models.DateField(_("godkänt"))

    class Meta:
        verbose_name = _("undantag")
        verbose_name_plural = _("undantag")
        ordering = ["clause", "approved_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(employee=None) ^ models.Q(place=None), name="exception_one_subject"
            ),
            models.UniqueConstraint(fields=["clause", "employee"], name="exception_employee_once"),
            models.UniqueConstraint(fields=["clause", "place"], name="exception_place_once"),
        ]

    def __str__(self) -> str:
        return f"{self.clause}: {self.employee or self.place}"


class Funding(UUIDModel):
    """Money for one purpose of a decision. The amount may be unknown."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="funding")
    purpose = models.CharField(_("för"), max_length=12, choices=FundingPurpose)
    source = models.CharField(_("källa"), max_length=200)
    amount_sek = models.PositiveIntegerField(_("belopp (kr)"), null=True, blank=True)

    class Meta:
        verbose_name = _("finansiering")
        verbose_name_plural = _("finansiering")
        ordering = ["purpose"]

    def __str__(self) -> str:
        return f"{self.source} ({self.get_purpose_display()})"


class Cost(UUIDModel):
    """A cost that somebody entered."""

    funding = models.ForeignKey(Funding, on_delete=models.CASCADE, related_name="costs")
    kind = models.CharField(_("slag"), max_length=10, choices=CostKind)
    amount_sek = models.PositiveIntegerField(_("belopp (kr)"))
    on = models.DateField(_("dag"))
    text = models.CharField(_("avser"), max_length=200)

    class Meta:
        verbose_name = _("kostnad")
        verbose_name_plural = _("kostnader")
        ordering = ["on"]

    def __str__(self) -> str:
        return self.text
