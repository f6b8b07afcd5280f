"""Runs of the planner, drafts and the replies to them, blocks and pins, feeds."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.models import User
from lyhord.common.models import UUIDModel
from lyhord.organisation.models import Board, OwnedByBoard
from lyhord.people.models import Employee, Trainer
from lyhord.places.models import MeetingPlace
from lyhord.planning.enums import Answer, CoarseReason, DraftState, RunState
from lyhord.programme.models import Decision


class PlanSettings(UUIDModel):
    """What the planner needs and the memo leaves open: prices, notice, travel. One row per decision."""

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="plan_settings")
    starts_on = models.DateField(_("planera från och med"))
    ends_before = models.DateField(_("planera till (ej med)"))
    notice_days = models.PositiveSmallIntegerField(_("varsel i dagar"), default=14)
    max_venues = models.PositiveSmallIntegerField(_("lokaler att välja bland per person"), default=3)
    travel_speed_kmh = models.PositiveSmallIntegerField(_("resfart (km/h)"), default=50)
    detour_percent = models.PositiveSmallIntegerField(_("vägen är längre än fågelvägen (procent)"), default=30)
    replacement_sek = models.PositiveIntegerField(_("vikarie per halvdag (kr)"), null=True, blank=True)
    closing_sek = models.PositiveIntegerField(_("stängd halvdag (kr)"), null=True, blank=True)
    hourly_sek = models.PositiveIntegerField(_("timanställd per halvdag (kr)"), null=True, blank=True)
    travel_minute_sek = models.PositiveIntegerField(_("restid per minut (kr)"), null=True, blank=True)
    trainer_hour_sek = models.PositiveIntegerField(_("utbildare per timme (kr)"), null=True, blank=True)
    room_sek = models.PositiveIntegerField(_("lokalhyra per tillfälle (kr)"), null=True, blank=True)
    session_sek = models.PositiveIntegerField(_("övrigt per tillfälle (kr)"), null=True, blank=True)

    class Meta:
        verbose_name = _("planeringsinställningar")
        verbose_name_plural = _("planeringsinställningar")
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_before__gt=models.F("starts_on")), name="plan_period_valid")
        ]

    def __str__(self) -> str:
        return f"{self.decision}"


class PlanRun(OwnedByBoard):
    """One run of the planner. A worker picks up what is queued or whose heartbeat has stopped.

    problem, result: JSON of schema 1; best: the best plan found so far, kept as the solver finds it.
    old_plan: the plan whose times move as little as possible, from `previous` or from what stands on the site.
    notes: what the coordinator must know of the problem. attempts: how often a worker has taken it up.
    """

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="plan_runs")
    state = models.CharField(max_length=10, choices=RunState, default=RunState.QUEUED)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    stop_asked_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    time_limit_seconds = models.PositiveSmallIntegerField(default=60)
    seed = models.PositiveIntegerField(default=0)
    previous = models.ForeignKey("PlanDraft", on_delete=models.SET_NULL, null=True, related_name="+")
    problem = models.JSONField()
    old_plan = models.JSONField(null=True)
    notes = models.JSONField(default=list)
    best = models.JSONField(null=True)
    result = models.JSONField(null=True)
    error_code = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = _("planeringskörning")
        verbose_name_plural = _("planeringskörningar")
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M} {self.get_state_display()}"


class PlanProgress(models.Model):
    """A value and a bound of one objective while a run was solving."""

    run = models.ForeignKey(PlanRun, on_delete=models.CASCADE, related_name="progress")
    at = models.DateTimeField()
    level = models.CharField(max_length=10)
    value = models.IntegerField(null=True)
    bound = models.IntegerField(null=True)
    seconds = models.FloatField()

    class Meta:
        verbose_name = _("planeringsläge")
        verbose_name_plural = _("planeringslägen")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.level} {self.value}"


class PlanDraft(OwnedByBoard):
    """A plan that people may answer before it is adopted."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="plan_drafts")
    run = models.OneToOneField(PlanRun, on_delete=models.PROTECT, related_name="draft")
    number = models.PositiveIntegerField(_("nummer"))
    state = models.CharField(_("läge"), max_length=10, choices=DraftState, default=DraftState.OPEN)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    replies_until = models.DateField(_("svar senast"), null=True, blank=True)
    adopted_at = models.DateTimeField(null=True)
    adopted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("planutkast")
        verbose_name_plural = _("planutkast")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["decision", "number"], name="draft_number_unique")]

    def __str__(self) -> str:
        return f"{_('Utkast')} {self.number}"


class DraftReply(UUIDModel):
    """One answer to one activity of a draft: from a manager for a place, or from a trainer.

    item: the activity, "session:<module>:<place>:<slot>" or "visit:<place>:<number>".
    """

    draft = models.ForeignKey(PlanDraft, on_delete=models.CASCADE, related_name="replies")
    item = models.CharField(max_length=200)
    place = models.ForeignKey(MeetingPlace, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    trainer = models.ForeignKey(Trainer, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    answer = models.CharField(_("svar"), max_length=10, choices=Answer)
    reason = models.CharField(_("skäl"), max_length=16, choices=CoarseReason, blank=True)
    wished_on = models.DateField(_("önskad dag"), null=True, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("svar på utkast")
        verbose_name_plural = _("svar på utkast")
        ordering = ["answered_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(place__isnull=False)
                | models.Q(trainer__isnull=False)
                | models.Q(employee__isnull=False),
                name="reply_has_subject",
            ),
            models.UniqueConstraint(fields=["draft", "item", "place"], name="reply_once_per_place"),
            models.UniqueConstraint(fields=["draft", "item", "trainer"], name="reply_once_per_trainer"),
        ]

    def __str__(self) -> str:
        return f"{self.draft} {self.item} {self.answer}"


class Pin(UUIDModel):
    """Something that the next plan must respect: an activity that stays, or a half-day that somebody cannot.

    content: the pin or block in the planner's JSON form, with site ids and a date and half instead of a slot index.
    """

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="pins")
    kind = models.CharField(
        max_length=10, choices=[("session", _("tillfälle")), ("visit", _("besök")), ("block", _("spärr"))]
    )
    content = models.JSONField()
    reply = models.OneToOneField(DraftReply, on_delete=models.CASCADE, null=True, related_name="pin")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("låsning")
        verbose_name_plural = _("låsningar")
        ordering = ["created_at"]

    def __str__(self) -> str:
        return self.kind


class FeedToken(UUIDModel):
    """A private address of a calendar feed, for one place, employee or trainer. Only a digest is stored."""

    digest = models.CharField(max_length=64, unique=True)
    owner = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="+")
    place = models.ForeignKey(MeetingPlace, on_delete=models.CASCADE, null=True, related_name="feed_tokens")
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, null=True, related_name="feed_tokens")
    trainer = models.ForeignKey(Trainer, on_delete=models.CASCADE, null=True, related_name="feed_tokens")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("kalenderadress")
        verbose_name_plural = _("kalenderadresser")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(place__isnull=False, employee=None, trainer=None)
                | models.Q(place=None, employee__isnull=False, trainer=None)
                | models.Q(place=None, employee=None, trainer__isnull=False),
                name="feed_one_subject",
            )
        ]

    def __str__(self) -> str:
        return f"{self.place or self.employee or self.trainer}"
