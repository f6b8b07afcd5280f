"""What one person proposes and another settles."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.enums import GrantState
from lyhord.accounts.models.users import User
from lyhord.common.models import UUIDModel
from lyhord.organisation.models import Board


class Proposal(models.Model):
    """Gives nothing while it waits. What it is about, and what it gives, is said by the model itself.

    proposed_by, settled_by: none where nobody was there to do it, as at installation.
    """

    state = models.CharField(_("läge"), max_length=10, choices=GrantState, default=GrantState.PROPOSED)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(_("föreslagen"), null=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(_("avgjord"), null=True)

    class Meta:
        abstract = True


class ProposedRule(models.Model):
    """A rule that gives something by itself. Holds once a second person has approved it, until somebody ends it."""

    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def state(self) -> GrantState:
        """As for other proposals; one that has been ended is settled, whether or not it ever held."""
        if self.ended_at is not None:
            return GrantState.WITHDRAWN
        return GrantState.APPROVED if self.approved_by_id else GrantState.PROPOSED


STANDS = models.Q(ended_at=None, approved_by__isnull=False)
"""A rule that another person has approved and nobody has ended."""


def rule_approved_by_another(name: str) -> models.CheckConstraint:
    """Return the constraint that keeps one person from making a rule alone."""
    return models.CheckConstraint(
        condition=models.Q(approved_by=None) | ~models.Q(approved_by=models.F("proposed_by")), name=name
    )


class BoardApproval(UUIDModel):
    """An access administrator of a board has said yes to a proposal that takes the yes of several boards."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()

    class Meta:
        abstract = True
