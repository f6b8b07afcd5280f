"""How long a board gives a role at a time. A longer time is a wider right, so one proposes and another approves."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from lyhord.accounts.domain import audit
from lyhord.accounts.domain.roles.rules import DEFAULT_DAYS
from lyhord.accounts.domain.roles.second_person import ProposalSettled, check_may_approve
from lyhord.accounts.enums import GrantState, Role
from lyhord.accounts.models import RoleLength, User
from lyhord.organisation.models import Board


class LengthNotMeant(ValueError):
    """The role stands until somebody ends it."""


class LengthWaiting(ValueError):
    """A length for the role is proposed in the board, and nobody has answered."""


@dataclass(frozen=True)
class Length:
    """days: what holds now. own: whether the board has said so itself. waiting: what is proposed instead."""

    role: Role
    days: int
    is_own: bool
    waiting: RoleLength | None


def lengths_of(boards: Collection[Board]) -> dict[uuid.UUID, list[Length]]:
    """Return, by board, every role that has an end. One query."""
    rows = RoleLength.objects.filter(board__in=boards).select_related("proposed_by")
    found = {(row.board_id, row.role, row.state): row for row in rows}
    lengths: dict[uuid.UUID, list[Length]] = {}
    for board in boards:
        lengths[board.pk] = []
        for role, default in DEFAULT_DAYS.items():
            if default is not None:
                own = found.get((board.pk, role.value, GrantState.APPROVED.value))
                waiting = found.get((board.pk, role.value, GrantState.PROPOSED.value))
                lengths[board.pk].append(Length(role, own.days if own else default, own is not None, waiting))
    return lengths


@transaction.atomic
def propose_length(*, board: Board, role: Role, days: int, proposed_by: User, now: dt.datetime) -> RoleLength:
    """Propose the longest time. What holds goes on until another has approved. Raises LengthNotMeant, LengthWaiting."""
    if DEFAULT_DAYS[role] is None:
        raise LengthNotMeant(role)
    Board.objects.select_for_update().get(pk=board.pk)
    if RoleLength.objects.filter(board=board, role=role, state=GrantState.PROPOSED).exists():
        raise LengthWaiting(role)
    length = RoleLength.objects.create(
        board=board, role=role, days=days, state=GrantState.PROPOSED, proposed_by=proposed_by, proposed_at=now
    )
    counts = {"days": length.days}
    audit.record(
        "accounts.propose_role_length", actor=proposed_by, obj=length, owner=length.board, counts=counts, at=now
    )
    return length


@transaction.atomic
def approve_length(*, length: RoleLength, approved_by: User, now: dt.datetime) -> None:
    """Let it hold for roles that are proposed from now on, in place of what held. Those that are given stay.

    Raises ProposalSettled, OwnProposal, TiedByCode.
    """
    length = _waiting(length)
    check_may_approve(length, approved_by=approved_by, now=now)
    RoleLength.objects.filter(board=length.board, role=length.role, state=GrantState.APPROVED).delete()
    length.state, length.settled_by, length.settled_at = GrantState.APPROVED, approved_by, now
    length.save(update_fields=["state", "settled_by", "settled_at"])
    counts = {"days": length.days}
    audit.record(
        "accounts.approve_role_length", actor=approved_by, obj=length, owner=length.board, counts=counts, at=now
    )


@transaction.atomic
def decline_length(*, length: RoleLength, declined_by: User, now: dt.datetime) -> None:
    """Say no, or take back one's own proposal. Raises ProposalSettled."""
    length = _waiting(length)
    RoleLength.objects.filter(pk=length.pk).delete()
    counts = {"days": length.days}
    audit.record(
        "accounts.decline_role_length", actor=declined_by, obj=length, owner=length.board, counts=counts, at=now
    )


def _waiting(length: RoleLength) -> RoleLength:
    rows = RoleLength.objects.select_for_update(of=("self",)).select_related("board", "proposed_by")
    row = rows.filter(pk=length.pk, state=GrantState.PROPOSED).first()
    if row is None:
        raise ProposalSettled(length.role)
    return row
