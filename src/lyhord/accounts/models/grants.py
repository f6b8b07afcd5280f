"""Who has which role, where and when, and who decided it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.enums import GrantState, Role
from lyhord.accounts.models.claims import ClaimRule
from lyhord.accounts.models.proposals import BoardApproval, Proposal
from lyhord.accounts.models.users import User
from lyhord.common.models import UUIDModel
from lyhord.organisation.models import Board, Programme, Unit


@dataclass(frozen=True)
class GrantNote:
    """A remark beside a role. url: where the reader can do something about it; empty when they may not."""

    text: str
    url: str = ""
    is_missing: bool = False


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def active(self, on: dt.date) -> RoleGrantQuerySet:
        """Return those that hold on the day: approved, begun and not ended."""
        return self.standing(on).filter(starts_on__lte=on)

    def unended(self, on: dt.date) -> RoleGrantQuerySet:
        """Return those that end later, or not at all; not those that were ended before they began."""
        later = models.Q(ends_before__gt=on) & models.Q(ends_before__gt=models.F("starts_on"))
        return self.filter(models.Q(ends_before=None) | later)

    def standing(self, on: dt.date) -> RoleGrantQuerySet:
        """Return those that hold or will begin to: approved and not ended."""
        return self.unended(on).filter(state=GrantState.APPROVED)

    def within(self, boards: Iterable[Any]) -> RoleGrantQuerySet:
        """Return those that reach into any of the boards with the ids."""
        boards = list(boards)
        return self.filter(
            models.Q(programme=None, board__in=boards)
            | models.Q(programme__in=Programme.objects.filter(boards__in=boards).values("pk"))
        )

    def beyond(self, boards: Iterable[Any]) -> RoleGrantQuerySet:
        """Return those that reach into any other board than those with the ids."""
        return self.within(Board.objects.exclude(pk__in=list(boards)).values_list("pk", flat=True))


class RoleGrant(Proposal, UUIDModel):
    """A user has a role within a board, one unit of it, or a programme, from one day to another, when approved.

    A grant that has ended stays as history. One that is ended on the day it begins, or before, never held: both days
    are then the same. board: with a programme, the one of its boards that asked. deputy_for: the manager whose place
    a deputy takes. continues: the grant that this one prolongs.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants", verbose_name=_("användare"))
    role = models.CharField(_("roll"), max_length=30, choices=Role)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="+", verbose_name=_("nämnd"))
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("enhet")
    )
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("program")
    )
    deputy_for = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ersätter")
    )
    starts_on = models.DateField(_("från och med"))
    ends_before = models.DateField(_("till (ej med)"), null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(_("avslutad"), null=True)
    by_rule = models.ForeignKey(ClaimRule, on_delete=models.PROTECT, null=True, blank=True, related_name="grants")
    continues = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="continuations")

    objects = RoleGrantQuerySet.as_manager()
    notes: tuple[GrantNote, ...] = ()  # not stored: see domain/grant_notes.py

    class Meta:
        verbose_name = _("rolltilldelning")
        verbose_name_plural = _("rolltilldelningar")
        ordering = ["user", "role", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_before=None) | models.Q(ends_before__gte=models.F("starts_on")),
                name="grant_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(proposed_by=None) | ~models.Q(proposed_by=models.F("user")),
                name="grant_not_proposed_by_receiver",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=GrantState.APPROVED)
                | models.Q(settled_by=None)
                | ~models.Q(settled_by=models.F("proposed_by")) & ~models.Q(settled_by=models.F("user")),
                name="grant_approved_by_another",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=GrantState.APPROVED, settled_by=None) | models.Q(proposed_at=None),
                name="grant_proposed_needs_approver",
            ),
            models.CheckConstraint(
                condition=models.Q(programme=None) | models.Q(role=Role.COORDINATOR, unit=None),
                name="grant_programme_for_coordinator",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"

    def is_standing(self, on: dt.date) -> bool:
        """Tell whether the grant is approved and holds, or will begin to."""
        is_over = self.ends_before is not None and self.ends_before <= max(on, self.starts_on)
        return self.state == GrantState.APPROVED and not is_over

    def holds(self, on: dt.date) -> bool:
        return self.is_standing(on) and self.starts_on <= on

    @property
    def scope(self) -> Board | Unit | Programme:
        return self.programme or self.unit or self.board

    @property
    def boards(self) -> tuple[Board, ...]:
        """The boards that the grant reaches into. One query with a programme, unless its boards are prefetched."""
        return tuple(self.programme.boards.all()) if self.programme else (self.board,)

    @property
    def last_day(self) -> dt.date | None:
        return self.ends_before - dt.timedelta(days=1) if self.ends_before else None


class GrantApproval(BoardApproval):
    """An access administrator of a board has approved a proposed grant. The grant holds when all its boards have."""

    grant = models.ForeignKey(RoleGrant, on_delete=models.CASCADE, related_name="approvals")

    class Meta:
        verbose_name = _("godkännande")
        verbose_name_plural = _("godkännanden")
        ordering = ["approved_at"]
        constraints = [models.UniqueConstraint(fields=["grant", "board"], name="approval_once_a_board")]

    def __str__(self) -> str:
        return f"{self.grant} · {self.board}"


class RoleLength(Proposal, UUIDModel):
    """How many days a board gives a role at a time, where it has said other than the default: in force, or proposed."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(_("roll"), max_length=30, choices=Role)
    days = models.PositiveSmallIntegerField(_("dagar"))

    class Meta:
        verbose_name = _("rollens längd")
        verbose_name_plural = _("rollernas längd")
        ordering = ["board", "role"]
        constraints = [
            models.UniqueConstraint(fields=["board", "role", "state"], name="role_length_once"),
            models.CheckConstraint(
                condition=~models.Q(state=GrantState.APPROVED)
                | models.Q(proposed_by=None)
                | models.Q(settled_by__isnull=False) & ~models.Q(settled_by=models.F("proposed_by")),
                name="role_length_approved_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.days}"
