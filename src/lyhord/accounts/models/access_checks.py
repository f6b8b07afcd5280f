"""The recurring access check: is every role still needed?"""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.enums import CheckDecision
from lyhord.accounts.models.grants import RoleGrant
from lyhord.accounts.models.users import User
from lyhord.common.models import UUIDModel
from lyhord.organisation.models import Board


class AccessCheckRule(UUIDModel):
    """How often a board checks its roles, and how soon a check is done, where it has said other than the default."""

    board = models.OneToOneField(Board, on_delete=models.CASCADE, related_name="+")
    every_days = models.PositiveSmallIntegerField(_("dagar mellan kontrollerna"))
    within_days = models.PositiveSmallIntegerField(_("dagar att bli klar på"))

    class Meta:
        verbose_name = _("regel för behörighetskontroll")
        verbose_name_plural = _("regler för behörighetskontroll")

    def __str__(self) -> str:
        return str(self.board)


class AccessRound(UUIDModel):
    """One access check of one board: a question for each grant that reached into it on the day it was opened."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="+", verbose_name=_("nämnd"))
    opened_on = models.DateField(_("öppnad"))
    due_on = models.DateField(_("klar senast"))
    closed_at = models.DateTimeField(_("klar"), null=True)

    class Meta:
        verbose_name = _("behörighetskontroll")
        verbose_name_plural = _("behörighetskontroller")
        ordering = ["-opened_on", "board"]
        constraints = [
            models.UniqueConstraint(
                fields=["board"], condition=models.Q(closed_at=None), name="access_round_one_open_a_board"
            )
        ]

    def __str__(self) -> str:
        return f"{self.board} {self.opened_on}"

    def is_late(self, on: dt.date) -> bool:
        return self.closed_at is None and on > self.due_on


class AccessCheck(UUIDModel):
    """The question whether one grant is still needed, and its answer."""

    round = models.ForeignKey(AccessRound, on_delete=models.PROTECT, related_name="checks")
    grant = models.ForeignKey(RoleGrant, on_delete=models.CASCADE, related_name="checks")
    decision = models.CharField(_("bestämt"), max_length=6, choices=CheckDecision, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("bestämt den"), null=True)

    class Meta:
        verbose_name = _("kontrollerad roll")
        verbose_name_plural = _("kontrollerade roller")
        ordering = ["round", "grant"]
        constraints = [
            models.UniqueConstraint(fields=["round", "grant"], name="access_check_once_a_round"),
            models.CheckConstraint(
                condition=~models.Q(decision__in=[CheckDecision.KEPT, CheckDecision.ENDED])
                | models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="access_check_has_a_decider",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grant} · {self.get_decision_display()}"
