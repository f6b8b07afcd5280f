"""What the municipality's identity provider says of people, and the roles that follow from it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.enums import Role
from lyhord.accounts.models.proposals import ProposedRule, rule_approved_by_another
from lyhord.common.models import UUIDModel
from lyhord.organisation.models import Board, Unit

NEVER_BY_RULE = (Role.ACCESS_ADMINISTRATOR, Role.AUDITOR, Role.COORDINATOR, Role.DEPUTY)
"""Those who give and review rights are named one by one, a coordinator by both boards, a deputy for one manager."""


class ClaimRule(ProposedRule, UUIDModel):
    """Who has the claim gets the role, while they have it."""

    claim = models.CharField(_("uppgift"), max_length=200)
    text = models.CharField(_("innehåll"), max_length=200)
    role = models.CharField(_("roll"), max_length=30, choices=Role)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="+", verbose_name=_("nämnd"))
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("enhet")
    )

    class Meta:
        verbose_name = _("rollregel")
        verbose_name_plural = _("rollregler")
        ordering = ["claim", "text", "role"]
        constraints = [
            rule_approved_by_another("rule_approved_by_another"),
            models.CheckConstraint(condition=~models.Q(role__in=NEVER_BY_RULE), name="rule_gives_no_such_role"),
        ]

    def __str__(self) -> str:
        return f"{self.claim} = {self.text}"
