"""The second person: proposals of roles are approved, declined or withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from lyhord.accounts.domain import audit
from lyhord.accounts.domain.roles.arrivals import arrived
from lyhord.accounts.domain.roles.grants import AccountClosed, GrantToOneself, settle_grant
from lyhord.accounts.domain.roles.rules import check_roles_go_together
from lyhord.accounts.domain.roles.second_person import check_two_people
from lyhord.accounts.enums import GrantState, Role
from lyhord.accounts.models import GrantApproval, RoleGrant, User
from lyhord.accounts.models.grants import RoleGrantQuerySet
from lyhord.accounts.permissions import boards_of, grants_of
from lyhord.organisation.models import Board

PROPOSAL_DAYS = 30


class OwnProposal(ValueError):
    """Who proposed does not also decide."""


class ProposalSettled(ValueError):
    """Somebody has already decided, or the proposal has been withdrawn."""


class ProposalTooOld(ValueError):
    """It has waited so long, or its days have passed, that it must be proposed anew."""


class NothingToApprove(ValueError):
    """The person is not an access administrator of a board whose approval is missing."""


class NotOwnProposal(ValueError):
    """Only who proposed withdraws; others decline."""


def waiting_proposals(today: dt.date, now: dt.datetime) -> RoleGrantQuerySet:
    """Return the proposals that can still be approved."""
    since = now - dt.timedelta(days=PROPOSAL_DAYS)
    return RoleGrant.objects.filter(state=GrantState.PROPOSED, proposed_at__gt=since).unended(today)


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
    Raises OwnProposal, GrantToOneself, ProposalSettled, ProposalTooOld, NothingToApprove, AccountClosed,
    RolesDoNotGoTogether, TiedByCode.
    """
    grant = _locked(grant, approved_by)
    if grant.proposed_by is not None:
        check_two_people(grant.proposed_by, approved_by, now=now)
    if not waiting_proposals(today, now).filter(pk=grant.pk).exists():
        raise ProposalTooOld(grant.pk)
    if not grant.user.is_active:
        raise AccountClosed(grant.user.username)
    asked = {board.pk: board for board in grant.boards}
    given = set(grant.approvals.values_list("board", flat=True))
    own = boards_of(grants_of(approved_by, frozenset({Role.ACCESS_ADMINISTRATOR}), today))
    now_given = [board for pk, board in asked.items() if pk in own - given]
    if not now_given:
        raise NothingToApprove(grant.pk)
    starts_on = max(grant.starts_on, today)
    check_roles_go_together(
        user=grant.user, role=Role(grant.role), starts_on=starts_on, ends_before=grant.ends_before, besides=grant
    )
    for board in now_given:
        GrantApproval.objects.create(grant=grant, board=board, approved_by=approved_by, approved_at=now)
    if asked.keys() == given | {board.pk for board in now_given}:
        grant.starts_on, grant.state = starts_on, GrantState.APPROVED
        grant.settled_by, grant.settled_at = approved_by, now
        grant.save(update_fields=["starts_on", "state", "settled_by", "settled_at"])
        arrived(grant.user, claims={}, today=today, now=now)
    for board in now_given:
        audit.record("accounts.approve_grant", actor=approved_by, obj=grant, owner=board, at=now)
    return grant


@transaction.atomic
def decline_grant(*, grant: RoleGrant, declined_by: User, now: dt.datetime) -> None:
    """Say no: the proposal is settled. Raises OwnProposal, GrantToOneself, ProposalSettled."""
    grant = _locked(grant, declined_by)
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


def _locked(grant: RoleGrant, decided_by: User) -> RoleGrant:
    """Return the proposal, locked with its receiver, if the person may decide it."""
    User.objects.select_for_update().get(pk=grant.user_id)
    grant = RoleGrant.objects.select_for_update().get(pk=grant.pk)
    if grant.state != GrantState.PROPOSED:
        raise ProposalSettled(grant.pk)
    if grant.user == decided_by:
        raise GrantToOneself(decided_by.username)
    if grant.proposed_by == decided_by:
        raise OwnProposal(grant.pk)
    return grant
