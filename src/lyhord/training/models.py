"""Modules, who needs them, sessions, bookings and attendance (M2, M11)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lyhord.common.models import UUIDModel
from lyhord.organisation.models import OwnedByBoard
from lyhord.people.models import Employee, Trainer
from lyhord.places.models import MeetingPlace
from lyhord.programme.models import Clause
from lyhord.training.enums import Outcome, SessionState


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


class TrainingSession(OwnedByBoard):
    """One occasion of a module at a place. The owner is the board whose employees are trained."""

    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("modul"))
    place = models.ForeignKey(
        MeetingPlace, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("träffpunkt")
    )
    starts_at = models.DateTimeField(_("börjar"))
    ends_at = models.DateTimeField(_("slutar"))
    trainers = models.ManyToManyField(Trainer, related_name="sessions", verbose_name=_("utbildare"))
    state = models.CharField(_("läge"), max_length=10, choices=SessionState, default=SessionState.PLANNED)
    is_example = models.BooleanField(_("exempel"), default=False)

    class Meta:
        verbose_name = _("utbildningstillfälle")
        verbose_name_plural = _("utbildningstillfällen")
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="session_ends_after_start"
            )
        ]
        indexes = [models.Index(fields=["place", "starts_at"], name="session_by_place")]

    def __str__(self) -> str:
        return f"{self.module} {self.starts_at:%Y-%m-%d}"


class Booking(UUIDModel):
    """An employee has a seat at a session."""

    session = models.ForeignKey(TrainingSession, on_delete=models.CASCADE, related_name="bookings")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="bookings")

    class Meta:
        verbose_name = _("bokning")
        verbose_name_plural = _("bokningar")
        ordering = ["session", "employee__name"]
        constraints = [models.UniqueConstraint(fields=["session", "employee"], name="booking_once")]

    def __str__(self) -> str:
        return f"{self.employee} · {self.session}"


class Attendance(UUIDModel):
    """Whether an employee was there when the session was held. Evidence for coverage."""

    session = models.ForeignKey(TrainingSession, on_delete=models.PROTECT, related_name="attendances")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="attendances")
    outcome = models.CharField(_("närvaro"), max_length=10, choices=Outcome)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("närvaro")
        verbose_name_plural = _("närvaro")
        ordering = ["session", "employee__name"]
        constraints = [models.UniqueConstraint(fields=["session", "employee"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.employee} · {self.get_outcome_display()}"


class ContentVersion(OwnedByBoard):
    """A board's own version of a text that came with the program. Never changed: the database refuses it.

    key: which text, `curriculum/<code>/<kind>` or `scenarios/<slug>`. number: 1, 2, 3 … within the key; the program's
    own text is 0 and has no row. program_text: the program's text at that time, so that one sees when a newer program
    brings another. A version whose text is the program's follows the program from then on.
    """

    key = models.CharField(max_length=120)
    number = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("text"))
    program_text = models.TextField(_("programmets text då"))
    note = models.CharField(_("vad som ändrades"), max_length=200)
    edited_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("av"))
    edited_at = models.DateTimeField(_("när"))

    class Meta:
        verbose_name = _("textversion")
        verbose_name_plural = _("textversioner")
        ordering = ["key", "number"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "key", "number"], name="content_version_once"),
            models.CheckConstraint(condition=models.Q(number__gt=0), name="content_version_counts_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.number}"

    @property
    def follows_program(self) -> bool:
        return self.text == self.program_text
