"""Who was there: the evidence for coverage."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lyhord.common.models import UUIDModel
from lyhord.people.models import Employee
from lyhord.training.enums import Outcome
from lyhord.training.models.sessions import TrainingSession


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
