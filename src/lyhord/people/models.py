"""Employees, their employments and when they work; trainers."""

from __future__ import annotations

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.models import User
from lyhord.accounts.models.proposals import Proposal, ProposedRule, rule_approved_by_another
from lyhord.common.models import UUIDModel
from lyhord.organisation.models import OwnedByBoard
from lyhord.people.enums import EmployeeClass, LinkState, RegisterColumn, RequestKind, RequestState
from lyhord.places.enums import Weekday
from lyhord.places.models import MeetingPlace


def shown_name(person: Employee | Trainer) -> str:
    """Return what others are shown: nobody reads the name of somebody whose row is restricted."""
    return person.name if person.restricted_at is None else gettext("begränsad")


class Employee(OwnedByBoard):
    """Someone who works at a meeting place, in whatever role. Needs neither e-mail nor account.

    restricted_at: since when the row is only stored and not used (GDPR, article 18); see `domain/restriction.py`.
    """

    key = models.CharField(_("anställningsnummer eller nyckel"), max_length=60)
    name = models.CharField(_("namn"), max_length=200)
    role_title = models.CharField(_("befattning"), max_length=200, blank=True)
    employee_class = models.CharField(_("grupp"), max_length=12, choices=EmployeeClass, default=EmployeeClass.STAFF)
    languages = models.JSONField(_("språk"), default=list, blank=True, help_text=_("Utöver svenska, till exempel fi."))
    email = models.EmailField(_("e-post"), blank=True)
    phone = models.CharField(_("telefon"), max_length=40, blank=True)
    user = models.OneToOneField(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="employee")
    missing_since = models.DateField(
        _("saknas i senaste filen sedan"), null=True, blank=True, help_text=_("Flaggas vid import, tas aldrig bort.")
    )
    restricted_at = models.DateTimeField(_("begränsad sedan"), null=True, blank=True, editable=False)
    is_example = models.BooleanField(_("exempel"), default=False)

    class Meta:
        verbose_name = _("medarbetare")
        verbose_name_plural = _("medarbetare")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="employee_key_unique")]

    def __str__(self) -> str:
        return shown_name(self)


class Employment(UUIDModel):
    """A share of an employee's work at one place, from a day to another."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="employments")
    place = models.ForeignKey(
        MeetingPlace, on_delete=models.PROTECT, related_name="employments", verbose_name=_("träffpunkt")
    )
    share_percent = models.PositiveSmallIntegerField(
        _("procent"), default=100, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    starts_on = models.DateField(_("från och med"))
    ends_before = models.DateField(_("till (ej med)"), null=True, blank=True)

    class Meta:
        verbose_name = _("anställning")
        verbose_name_plural = _("anställningar")
        ordering = ["-share_percent", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_before=None) | models.Q(ends_before__gt=models.F("starts_on")),
                name="employment_ends_after_start",
            ),
            models.CheckConstraint(condition=models.Q(share_percent__lte=100), name="employment_share_at_most_100"),
        ]

    def __str__(self) -> str:
        return f"{self.employee} · {self.place}"


class WorkPattern(UUIDModel):
    """When someone works within an employment: a pattern of one to four weeks, repeated from `anchor_on`'s week."""

    employment = models.ForeignKey(Employment, on_delete=models.CASCADE, related_name="patterns")
    weeks = models.PositiveSmallIntegerField(
        _("veckor"), default=1, validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    anchor_on = models.DateField(_("vecka 1 börjar"))
    starts_on = models.DateField(_("från och med"), null=True, blank=True)
    ends_before = models.DateField(_("till (ej med)"), null=True, blank=True)

    class Meta:
        verbose_name = _("schema")
        verbose_name_plural = _("scheman")
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(condition=models.Q(weeks__range=(1, 4)), name="pattern_one_to_four_weeks")
        ]

    def __str__(self) -> str:
        return f"{self.employment} {self.anchor_on}"


class WorkShift(UUIDModel):
    """One shift of a pattern. week: 1 for the first week of the pattern."""

    pattern = models.ForeignKey(WorkPattern, on_delete=models.CASCADE, related_name="shifts")
    week = models.PositiveSmallIntegerField(_("vecka"), default=1)
    weekday = models.PositiveSmallIntegerField(_("veckodag"), choices=Weekday)
    starts_at = models.TimeField(_("från"))
    ends_at = models.TimeField(_("till"))

    class Meta:
        verbose_name = _("arbetspass")
        verbose_name_plural = _("arbetspass")
        ordering = ["week", "weekday", "starts_at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="shift_ends_after_start")
        ]

    def __str__(self) -> str:
        return f"{self.week} {self.get_weekday_display()}"


class AvailabilityWindow(UUIDModel):
    """When somebody without a schedule (paid by the hour, volunteer) can come: weekly, from a day to another."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="availability")
    weekday = models.PositiveSmallIntegerField(_("veckodag"), choices=Weekday)
    starts_at = models.TimeField(_("från"))
    ends_at = models.TimeField(_("till"))
    starts_on = models.DateField(_("från och med"), null=True, blank=True)
    ends_before = models.DateField(_("till (ej med)"), null=True, blank=True)

    class Meta:
        verbose_name = _("tillgänglig tid")
        verbose_name_plural = _("tillgängliga tider")
        ordering = ["weekday", "starts_at"]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts_at:%H.%M}–{self.ends_at:%H.%M}"


class AwayPeriod(UUIDModel):
    """Away from work. No reason: the reason may be about health."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="away_periods")
    starts_on = models.DateField(_("från och med"))
    ends_before = models.DateField(_("till (ej med)"), null=True, blank=True)

    class Meta:
        verbose_name = _("frånvaro")
        verbose_name_plural = _("frånvaro")
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_before=None) | models.Q(ends_before__gt=models.F("starts_on")),
                name="away_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_on}–{self.ends_before or ''}"


class Trainer(OwnedByBoard):
    """Someone at Nexus who holds sessions and visits. competences, languages: lists of codes.

    ends_before: the first day on which the person no longer trains. restricted_at: as of an employee.
    """

    key = models.CharField(_("nyckel"), max_length=60)
    name = models.CharField(_("namn"), max_length=200)
    base = models.CharField(_("utgår från"), max_length=200, blank=True)
    latitude = models.FloatField(_("latitud"), null=True, blank=True)
    longitude = models.FloatField(_("longitud"), null=True, blank=True)
    competences = models.JSONField(_("kompetenser"), default=list, blank=True)
    languages = models.JSONField(_("språk"), default=list, blank=True, help_text=_("Utöver svenska, till exempel fi."))
    max_per_day = models.PositiveSmallIntegerField(_("högst per dag"), default=2)
    max_per_week = models.PositiveSmallIntegerField(_("högst per vecka"), default=4)
    email = models.EmailField(_("e-post"), blank=True)
    phone = models.CharField(_("telefon"), max_length=40, blank=True)
    user = models.OneToOneField(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="trainer")
    ends_before = models.DateField(_("utbildare till (ej med)"), null=True, blank=True)
    restricted_at = models.DateTimeField(_("begränsad sedan"), null=True, blank=True, editable=False)
    is_example = models.BooleanField(_("exempel"), default=False)

    class Meta:
        verbose_name = _("utbildare")
        verbose_name_plural = _("utbildare")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="trainer_key_unique")]

    def __str__(self) -> str:
        return shown_name(self)


class TrainerWindow(UUIDModel):
    """When a trainer can work with this, weekly, from a day to another."""

    trainer = models.ForeignKey(Trainer, on_delete=models.CASCADE, related_name="windows")
    weekday = models.PositiveSmallIntegerField(_("veckodag"), choices=Weekday)
    starts_at = models.TimeField(_("från"))
    ends_at = models.TimeField(_("till"))
    starts_on = models.DateField(_("från och med"), null=True, blank=True)
    ends_before = models.DateField(_("till (ej med)"), null=True, blank=True)

    class Meta:
        verbose_name = _("utbildarens tid")
        verbose_name_plural = _("utbildarens tider")
        ordering = ["weekday", "starts_at"]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts_at:%H.%M}–{self.ends_at:%H.%M}"


class TrainerAway(UUIDModel):
    """A trainer is away. No reason is stored."""

    trainer = models.ForeignKey(Trainer, on_delete=models.CASCADE, related_name="away_periods")
    starts_on = models.DateField(_("från och med"))
    ends_before = models.DateField(_("till (ej med)"))

    class Meta:
        verbose_name = _("utbildares frånvaro")
        verbose_name_plural = _("utbildares frånvaro")
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_before__gt=models.F("starts_on")), name="trainer_away_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_on}–{self.ends_before}"


class PrivacyRequest(OwnedByBoard):
    """What somebody asks of data about a person, and what the board answered. Erasing takes two people.

    One of employee, trainer and account says which row it is about; the owner answers for that row.
    """

    employee = models.ForeignKey(
        Employee, on_delete=models.CASCADE, null=True, blank=True, related_name="privacy_requests"
    )
    trainer = models.ForeignKey(
        Trainer, on_delete=models.CASCADE, null=True, blank=True, related_name="privacy_requests"
    )
    account = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(_("begäran"), max_length=12, choices=RequestKind)
    state = models.CharField(_("läge"), max_length=10, choices=RequestState, default=RequestState.ASKED)
    text = models.TextField(_("vad det gäller"), max_length=1000)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(_("svar och skäl"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("begäran om personuppgifter")
        verbose_name_plural = _("begäranden om personuppgifter")
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("answered_by")),
                name="privacy_request_two_people",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=RequestKind.ERASURE, state=RequestState.DONE)
                | models.Q(confirmed_by__isnull=False, answered_by__isnull=False),
                name="privacy_request_erasure_confirmed",
            ),
            models.CheckConstraint(
                condition=models.Q(employee__isnull=False, trainer=None, account=None)
                | models.Q(employee=None, trainer__isnull=False, account=None)
                | models.Q(employee=None, trainer=None, account__isnull=False),
                name="privacy_request_one_subject",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.asked_at:%Y-%m-%d}"

    @property
    def about(self) -> Employee | Trainer | User:
        """The row that the request is about."""
        return next(row for row in (self.employee, self.trainer, self.account) if row is not None)

    @property
    def about_name(self) -> str:
        """The name, restricted or not, for whoever answers."""
        return self.about.name or str(self.about)

    @property
    def about_user_id(self) -> uuid.UUID | None:
        """The account of the person whom the request is about."""
        return self.about.pk if isinstance(self.about, User) else self.about.user_id


class LinkRule(ProposedRule, OwnedByBoard):
    """An account is the person in the register of whom the same is said.

    claim: what the identity provider calls it; empty for the username. column: what of the register it must equal.
    """

    claim = models.CharField(_("uppgift"), max_length=200, blank=True)
    column = models.CharField(_("i registret"), max_length=10, choices=RegisterColumn)

    class Meta:
        verbose_name = _("kopplingsregel")
        verbose_name_plural = _("kopplingsregler")
        ordering = ["claim", "column"]
        constraints = [
            rule_approved_by_another("link_rule_approved_by_another"),
            models.UniqueConstraint(
                fields=["owner", "claim", "column"], condition=models.Q(ended_at=None), name="link_rule_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim} = {self.get_column_display()}"


class AccountLink(Proposal, OwnedByBoard):
    """That an account is somebody in the register: proposed, in force or over, and who decided it.

    One in force has also set `user` of its row, which is what rights are read from. by_rule: none when people did it.
    ended_by: none when it ended by itself.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, null=True, related_name="account_links")
    trainer = models.ForeignKey(Trainer, on_delete=models.CASCADE, null=True, related_name="account_links")
    state = models.CharField(_("läge"), max_length=10, choices=LinkState, default=LinkState.PROPOSED)
    by_rule = models.ForeignKey(LinkRule, on_delete=models.PROTECT, null=True, related_name="+")
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("koppling till registret")
        verbose_name_plural = _("kopplingar till registret")
        ordering = ["-settled_at", "-proposed_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(employee=None, trainer__isnull=False)
                | models.Q(employee__isnull=False, trainer=None),
                name="account_link_to_one_row",
            ),
            models.CheckConstraint(
                condition=models.Q(proposed_by=None) | ~models.Q(proposed_by=models.F("user")),
                name="account_link_not_proposed_by_receiver",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=LinkState.HOLDS)
                | models.Q(by_rule__isnull=False)
                | models.Q(settled_by__isnull=False, proposed_by__isnull=False)
                & ~models.Q(settled_by=models.F("proposed_by"))
                & ~models.Q(settled_by=models.F("user")),
                name="account_link_by_rule_or_two_people",
            ),
            *(
                models.UniqueConstraint(
                    fields=[name, "state"],
                    condition=models.Q(state__in=[LinkState.PROPOSED, LinkState.HOLDS]),
                    name=f"account_link_{name}_once",
                )
                for name in ("employee", "trainer")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.row}"

    @property
    def row(self) -> Employee | Trainer:
        row = self.employee or self.trainer
        if row is None:
            raise TypeError("a link leads to one row")
        return row
