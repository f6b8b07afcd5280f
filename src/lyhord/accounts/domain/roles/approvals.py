"""The second person: proposals of roles are approved, declined or withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from lyhord.accounts.domain import audit
from lyhord.accounts.domain.roles.arrivals import arrived
from lyhord.accounts.domain.roles.grants import AccountClosed, settle_grant
from lyhord.accounts.domain.roles.rules import check_roles_go_together
from lyhord.accounts.domain.roles.second_person import (
    NotOwnProposal,
    ProposalSettled,
    ProposalTooOld,
    boards_to_approve,
    check_may_approve,
    check_may_settle,
    still_waits,
)
from lyhord.accounts.enums import GrantState, Role
from lyhord.accounts.models import GrantApproval, RoleGrant, User
from lyhord.accounts.models.grants import RoleGrantQuerySet
from lyhord.organisation.models import Board


def waiting_proposals(today: dt.date, now: dt.datetime) -> RoleGrantQuerySet:
    """Return the proposals that can still be approved."""
    return RoleGrant.objects.filter(still_waits(now)).unended(today)


def proposals_for(user: User, boards: Iterable[Any], *, today: dt.date, now: dt.datetime) -> RoleGrantQuerySet:
    """Return the proposals that wait for this access administrator of the boards: of others, about others."""
    given = GrantApproval.objects.filter(grant=OuterRef(OuterRef("pk")), board=OuterRef("pk"))
    boards = list(boards)
    missing = Board.objects.filter(~Exists(given), pk__in=boards, programmes=OuterRef("programme"))
    rows = waiting_proposals(today, now).filter(Q(programme=None, board__in=boards) | Exists(missing))
    return rows.exclude(user=user).exclude(proposed_by=user)


@transaction.atomic
def approve_grant(*, grant: RoleGrant, approved_by: User, today: dt.date, now: dt.datetime) -> RoleGrant:
    """Approve for the boards in which the person is access administrator. With the last board's, the grant holds.

    One that should have begun begins today: nobody has had a role that was not approved.
    Raises OwnProposal, AboutOneself, ProposalSettled, ProposalTooOld, NothingToApprove, AccountClosed,
    RolesDoNotGoTogether, TiedByCode.
    """
    grant = _locked(grant)
    check_may_approve(grant, approved_by=approved_by, now=now)
    if not waiting_proposals(today, now).filter(pk=grant.pk).exists():
        raise ProposalTooOld(grant.pk)
    if not grant.user.is_active:
        raise AccountClosed(grant.user.username)
    asked = {board.pk: board for board in grant.boards}
    given = set(grant.approvals.values_list("board", flat=True))
    agreeing = boards_to_approve(asked.keys() - given, approved_by=approved_by, today=today)
    now_given = [board for pk, board in asked.items() if pk in agreeing]
    starts_on = max(grant.starts_on, today)
    check_roles_go_together(
        user=grant.user, role=Role(grant.role), starts_on=starts_on, ends_before=grant.ends_before, besides=grant
    )
    for board in now_given:
        GrantApproval.objects.create(grant=grant, board=board, approved_by=approved_by, approved_at=now)
    if asked.keys() == given | agreeing:
        grant.starts_on, grant.state = starts_on, GrantState.APPROVED
        grant.settled_by, grant.settled_at = approved_by, now
        grant.save(update_fields=["starts_on", "state", "settled_by", "settled_at"])
        arrived(grant.user, claims={}, today=today, now=now)
    audit.record_for_boards("accounts.approve_grant", boards=now_given, actor=approved_by, obj=grant, at=now)
    return grant


@transaction.atomic
def decline_grant(*, grant: RoleGrant, declined_by: User, now: dt.datetime) -> None:
    """Say no: the proposal is settled. Raises OwnProposal, AboutOneself, ProposalSettled."""
    grant = _locked(grant)
    check_may_settle(grant, settled_by=declined_by)
    settle_grant(grant=grant, state=GrantState.DECLINED, settled_by=declined_by, now=now)


@transaction.atomic
def withdraw_grant(*, grant: RoleGrant, withdrawn_by: User, now: dt.datetime) -> None:
    """Take back one's own proposal. Raises NotOwnProposal, ProposalSettled."""
    grant = RoleGrant.objects.select_for_update(of=("self",)).select_related("board").get(pk=grant.pk)
    if grant.proposed_by != withdrawn_by:
        raise NotOwnProposal(grant.pk)
    if grant.state != GrantState.PROPOSED:
        raise ProposalSettled(grant.pk)
    settle_grant(grant=grant, state=GrantState.WITHDRAWN, settled_by=withdrawn_by, now=now)


def _locked(grant: RoleGrant) -> RoleGrant:
    """Return the proposal, locked with its receiver."""
    User.objects.select_for_update().get(pk=grant.user_id)
    return RoleGrant.objects.select_for_update().get(pk=grant.pk)
