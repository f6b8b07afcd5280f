"""One proposes, another decides: who counts as another, and whether what was proposed still waits.

Another is somebody whose account the first cannot be sitting at.

Whoever makes a one-time code has seen it, and may have used it. So for some time the maker of a code and its receiver
are taken for one person, and so are those with a maker in common, however many codes lie between.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db.models import Q

from lyhord.accounts.enums import GrantState, Role
from lyhord.accounts.models import SignInCode, User
from lyhord.accounts.models.proposals import Proposal, ProposedRule
from lyhord.accounts.permissions import boards_of, grants_of

TIE_LASTS = dt.timedelta(days=14)
"""Until then the receiver has noticed that the code, or the own password, does not work."""


class TiedByCode(ValueError):
    """A one-time code ties the two together, so one of them alone may be behind both."""


class OwnProposal(ValueError):
    """Who proposed does not also decide."""


class NotOwnProposal(ValueError):
    """Only who proposed withdraws; others decline."""


class AboutOneself(ValueError):
    """Nobody proposes or decides what is about themselves."""


class ProposalSettled(ValueError):
    """Somebody has already decided, or the proposal has been withdrawn."""


class ProposalTooOld(ValueError):
    """It has waited so long that it must be proposed anew."""


class NothingToApprove(ValueError):
    """The person is not an access administrator of a board whose approval is missing."""


def still_waits(now: dt.datetime) -> Q:
    """Return the condition of a proposal that nobody has settled and that is not too old."""
    since = now - dt.timedelta(days=settings.PROPOSAL_DAYS)
    return Q(state=GrantState.PROPOSED, proposed_at__gt=since)


def check_may_settle(proposal: Proposal | ProposedRule, *, settled_by: User) -> None:
    """Raise ProposalSettled, AboutOneself or OwnProposal unless the person may say yes or no to it."""
    if proposal.state != GrantState.PROPOSED:
        raise ProposalSettled
    if getattr(proposal, "user_id", None) == settled_by.pk:
        raise AboutOneself
    if proposal.proposed_by_id == settled_by.pk:
        raise OwnProposal


def check_may_approve(proposal: Proposal | ProposedRule, *, approved_by: User, now: dt.datetime) -> None:
    """Raise as `check_may_settle`, or TiedByCode, unless the person may say yes to it."""
    check_may_settle(proposal, settled_by=approved_by)
    if proposal.proposed_by is not None:
        check_two_people(proposal.proposed_by, approved_by, now=now)


def boards_to_approve(missing: Collection[Any], *, approved_by: User, today: dt.date) -> set[Any]:
    """Return the boards, of those whose yes is missing, that the person may give it for. Raises NothingToApprove."""
    own = boards_of(grants_of(approved_by, frozenset({Role.ACCESS_ADMINISTRATOR}), today)).intersection(missing)
    if not own:
        raise NothingToApprove
    return own


def check_two_people(one: User, other: User, *, now: dt.datetime) -> None:
    """Raise TiedByCode unless the two, who are not the same user, count as two people."""
    if _behind(one, now) & _behind(other, now):
        raise TiedByCode


def _behind(user: User, now: dt.datetime) -> set[uuid.UUID]:
    """Return the user and all who may have got in as them: makers of a code, makers of a code for the maker …"""
    codes = SignInCode.objects.filter(issued_at__gt=now - TIE_LASTS).exclude(issued_by=None)
    found: set[uuid.UUID] = set()
    newest: set[uuid.UUID] = {user.pk}
    while newest:
        found |= newest
        newest = set(codes.filter(user__in=newest).values_list("issued_by", flat=True)) - found
    return found
