"""An account is somebody in the register: one access administrator says so, another agrees; one alone can undo it.

A wrong link shows one person's data to another and lets them answer in the other's name. Therefore two.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from lyhord.accounts.domain import audit
from lyhord.accounts.domain.offboarding import Boards
from lyhord.accounts.domain.roles.second_person import AboutOneself, ProposalSettled, check_may_approve
from lyhord.accounts.models import User
from lyhord.people.domain.registers import REGISTERS, Row, boards_in, free_rows, register_of
from lyhord.people.enums import LinkState
from lyhord.people.models import AccountLink


class RowNotFree(ValueError):
    """The row has an account, has left, or is of a board in which the account has no such role."""


class AccountTaken(ValueError):
    """The account is somebody else in that register already, or cannot sign in."""


class AlreadyProposed(ValueError):
    """Somebody has proposed an account for the row, and nobody has answered."""


@transaction.atomic
def propose_link(*, user: User, row: Row, proposed_by: User, today: dt.date, now: dt.datetime) -> AccountLink:
    """Propose that the account is the row's person. It gives nothing before another has approved it.

    Raises AboutOneself, AccountTaken, RowNotFree, AlreadyProposed.
    """
    if user == proposed_by:
        raise AboutOneself
    _check_free(user, row, today)
    name = register_of(row).name
    if AccountLink.objects.filter(**{name: row}, state=LinkState.PROPOSED).exists():
        raise AlreadyProposed
    link = AccountLink.objects.create(
        owner=row.owner, user=user, **{name: row}, proposed_by=proposed_by, proposed_at=now
    )
    audit.record("people.propose_link", actor=proposed_by, obj=user, owner=row.owner, at=now)
    return link


@transaction.atomic
def approve_link(*, link: AccountLink, approved_by: User, today: dt.date, now: dt.datetime) -> None:
    """Let the account be the person, from the next click on.

    Raises ProposalSettled, AboutOneself, OwnProposal, TiedByCode, AccountTaken, RowNotFree.
    """
    User.objects.select_for_update().get(pk=link.user_id)
    link = _at_step(link, LinkState.PROPOSED)
    check_may_approve(link, approved_by=approved_by, now=now)
    _check_free(link.user, link.row, today)
    _settle(link, LinkState.HOLDS, approved_by, now)
    hold(link)
    audit.record("people.approve_link", actor=approved_by, obj=link.user, owner=link.owner, at=now)


@transaction.atomic
def decline_link(*, link: AccountLink, declined_by: User, now: dt.datetime) -> None:
    """Say no, or take back what one has proposed oneself. Raises ProposalSettled."""
    link = _at_step(link, LinkState.PROPOSED)
    is_own = link.proposed_by == declined_by
    _settle(link, LinkState.WITHDRAWN if is_own else LinkState.DECLINED, declined_by, now)
    action = "people.withdraw_link" if is_own else "people.decline_link"
    audit.record(action, actor=declined_by, obj=link.user, owner=link.owner, at=now)


@transaction.atomic
def end_link(*, row: Row, ended_by: User, now: dt.datetime) -> None:
    """Take the account from the row: it is nobody in the register. What has been answered stays.

    One person is enough, since it only takes away. No rule makes the same link anew. Raises ProposalSettled.
    """
    name, user = register_of(row).name, row.user
    if user is None:
        raise ProposalSettled
    user = User.objects.select_for_update().get(pk=user.pk)
    row = register_of(row).model._default_manager.select_for_update(of=("self",)).select_related("owner").get(pk=row.pk)
    if row.user_id != user.pk:
        raise ProposalSettled
    link = AccountLink.objects.filter(user=user, **{name: row}, state=LinkState.HOLDS).select_for_update().first()
    let_go(link or AccountLink(owner=row.owner, user=user, **{name: row}), LinkState.ENDED, ended_by, now)
    audit.record("people.end_link", actor=ended_by, obj=user, owner=row.owner, at=now)


@transaction.atomic
def end_with_roles(user: User, boards: Boards, ended_by: User, now: dt.datetime) -> None:
    """Free the boards' rows of somebody who leaves them, so that the person can come back with another account."""
    links = AccountLink.objects.filter(user=user, owner__in=boards, state__in=[LinkState.PROPOSED, LinkState.HOLDS])
    for link in list(links.select_for_update(of=("self",)).select_related("employee", "trainer")):
        if link.state == LinkState.HOLDS:
            let_go(link, LinkState.LAPSED, None, now)
        else:
            _settle(link, LinkState.WITHDRAWN, ended_by, now)
    for register in REGISTERS:
        rows = register.model._default_manager.filter(user=user, owner__in=boards)
        for row in rows:
            # Linked before links were kept: whose account it was must be known still when the person is erased.
            AccountLink.objects.create(
                owner_id=row.owner_id, user=user, **{register.name: row}, state=LinkState.LAPSED, ended_at=now
            )
        rows.update(user=None)


def hold(link: AccountLink) -> None:
    """Give the row its account. The caller has a transaction, and logs why."""
    link.row.user = link.user
    link.row.save(update_fields=["user"])


def let_go(link: AccountLink, state: LinkState, ended_by: User | None, now: dt.datetime) -> None:
    """Take the account from the row. The caller has a transaction, and logs why."""
    register = register_of(link.row)
    register.model._default_manager.filter(pk=link.row.pk, user=link.user).update(user=None)
    link.state, link.ended_by, link.ended_at = state, ended_by, now
    link.save()


def _check_free(user: User, row: Row, today: dt.date) -> None:
    """Lock account and row, and raise AccountTaken or RowNotFree unless the one may become the other."""
    register = register_of(row)
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.is_active or register.model._default_manager.filter(user=user).exists():
        raise AccountTaken
    register.model._default_manager.select_for_update().get(pk=row.pk)
    if not free_rows(register, boards_in(register, user, today), today).filter(pk=row.pk).exists():
        raise RowNotFree


def _at_step(link: AccountLink, state: LinkState) -> AccountLink:
    """Return the link, locked, if it has come so far and no further."""
    rows = AccountLink.objects.select_for_update(of=("self",))
    link = rows.select_related("user", "employee", "trainer", "owner", "proposed_by").get(pk=link.pk)
    if link.state != state:
        raise ProposalSettled
    return link


def _settle(link: AccountLink, state: LinkState, settled_by: User, now: dt.datetime) -> None:
    link.state, link.settled_by, link.settled_at = state, settled_by, now
    link.save(update_fields=["state", "settled_by", "settled_at"])
