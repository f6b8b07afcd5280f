"""New one-time codes for those with roles in several boards, which no board gives alone."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.enums import GrantState
from lyhord.accounts.models.proposals import BoardApproval, Proposal
from lyhord.accounts.models.users import User
from lyhord.common.models import UUIDModel
from lyhord.organisation.models import Board


class CodeRequest(Proposal, UUIDModel):
    """An access administrator asks for a code that every board with a role for the person must agree to.

    board: the one that asked. is_factor_lost: the second factors go too. Approved when the code has been made.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name=_("användare"))
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="+", verbose_name=_("nämnd"))
    reason = models.CharField(_("varför koden behövs"), max_length=200)
    is_factor_lost = models.BooleanField(_("har tappat andra steget"), default=False)
    declined_because = models.CharField(_("varför svaret är nej"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("begärd engångskod")
        verbose_name_plural = _("begärda engångskoder")
        ordering: ClassVar[list[str]] = ["proposed_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(state=GrantState.PROPOSED), name="code_request_one_waits"
            ),
            models.CheckConstraint(
                condition=models.Q(proposed_by__isnull=False) & ~models.Q(proposed_by=models.F("user")),
                name="code_request_not_by_receiver",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=GrantState.APPROVED)
                | models.Q(settled_by__isnull=False)
                & ~models.Q(settled_by=models.F("proposed_by"))
                & ~models.Q(settled_by=models.F("user")),
                name="code_request_approved_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.board}"


class CodeApproval(BoardApproval):
    """A board has agreed to the code. The board that asked agrees by asking."""

    request = models.ForeignKey(CodeRequest, on_delete=models.CASCADE, related_name="approvals")

    class Meta:
        verbose_name = _("godkännande av engångskod")
        verbose_name_plural = _("godkännanden av engångskoder")
        ordering: ClassVar[list[str]] = ["approved_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["request", "board"], name="code_approval_once_a_board")
        ]

    def __str__(self) -> str:
        return f"{self.request} · {self.board}"
