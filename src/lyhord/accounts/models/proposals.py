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


class BoardApproval(UUIDModel):
    """An access administrator of a board has said yes to a proposal that takes the yes of several boards."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()

    class Meta:
        abstract = True
