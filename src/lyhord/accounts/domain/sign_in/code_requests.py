"""A new one-time code for somebody with roles in several boards: one board asks, every other one agrees.

Whoever makes a code may get in as the person, and so into the other boards. Therefore no board gives it alone. Which
boards must agree is asked anew at every step: a role that has begun meanwhile adds one, and one that has ended none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import QuerySet

from lyhord.accounts.domain import audit
from lyhord.accounts.domain.roles.second_person import (
    AboutOneself,
    NotOwnProposal,
    ProposalSettled,
    ProposalTooOld,
    boards_to_approve,
    check_may_approve,
    check_may_settle,
    still_waits,
)
from lyhord.accounts.domain.sign_in.codes import issue_code
from lyhord.accounts.enums import GrantState, Role
from lyhord.accounts.models import CodeApproval, CodeRequest, RoleGrant, User
from lyhord.accounts.permissions import boards_of, grants_of
from lyhord.organisation.models import Board

type Boards = dict[object, Board]
"""Boards by id."""


class AskedAlready(ValueError):
    """A code for the person is asked for, and not yet made."""


class NotSeveralBoards(ValueError):
    """Who asks answers for none of the boards in which the person has a role, or for all of them."""


class ApprovalMissing(ValueError):
    """A board in which the person has a role has not agreed, or nobody but the one who asked."""


def waiting(rows: QuerySet[CodeRequest], now: dt.datetime) -> QuerySet[CodeRequest]:
    """Return those that can still become a code."""
    return rows.filter(still_waits(now), user__is_active=True)


def boards_missing(requests: Iterable[CodeRequest], today: dt.date) -> dict[CodeRequest, Boards]:
    """Return, by request, the boards that must agree and have not. Three queries, none without requests."""
    rows = list(requests)
    if not rows:
        return {}
    standing = RoleGrant.objects.standing(today).filter(user__in=[row.user_id for row in rows])
    held: dict[object, Boards] = {row.user_id: {} for row in rows}
    for grant in standing.select_related("board", "programme").prefetch_related("programme__boards"):
        held[grant.user_id] |= {board.pk: board for board in grant.boards}
    given = set(CodeApproval.objects.filter(request__in=rows).values_list("request", "board"))
    return {row: {pk: board for pk, board in held[row.user_id].items() if (row.pk, pk) not in given} for row in rows}


def requests_for(
    user: User, rows: QuerySet[CodeRequest], boards: Collection[object], *, today: dt.date, now: dt.datetime
) -> list[CodeRequest]:
    """Return those, of the rows, that wait for this access administrator of the boards: of others."""
    found = waiting(rows, now).exclude(proposed_by=user).select_related("user", "board", "proposed_by")
    return [row for row, missing in boards_missing(found, today).items() if missing.keys() & set(boards)]


def ready_requests(user: User, rows: QuerySet[CodeRequest], *, today: dt.date, now: dt.datetime) -> list[CodeRequest]:
    """Return those, of the rows, that the user has asked for and that every board has agreed to."""
    own = waiting(rows.filter(proposed_by=user), now)
    return [row for row, missing in boards_missing(own, today).items() if not missing]


@transaction.atomic
def ask_for_code(
    *, user: User, asked_by: User, reason: str, is_factor_lost: bool, today: dt.date, now: dt.datetime
) -> CodeRequest:
    """Ask the other boards of the person to agree to a new code. Nothing has changed for the person until it is made.

    Raises AboutOneself, AskedAlready, NotSeveralBoards.
    """
    if user == asked_by:
        raise AboutOneself
    User.objects.select_for_update().get(pk=user.pk)
    if waiting(CodeRequest.objects.filter(user=user), now).exists():
        raise AskedAlready
    boards = _boards_of(user, today)
    own = boards_of(grants_of(asked_by, frozenset({Role.ACCESS_ADMINISTRATOR}), today)) & boards.keys()
    if not own or own == boards.keys():
        raise NotSeveralBoards
    too_old = CodeRequest.objects.filter(user=user, state=GrantState.PROPOSED)
    too_old.update(state=GrantState.WITHDRAWN, settled_at=now)
    asking = sorted((boards[pk] for pk in own), key=lambda board: board.name)
    request = CodeRequest.objects.create(
        user=user,
        board=asking[0],
        reason=reason,
        is_factor_lost=is_factor_lost,
        proposed_by=asked_by,
        proposed_at=now,
    )
    _agree(request, asking, asked_by, now)
    audit.record_for_boards("accounts.ask_for_code", boards=boards.values(), actor=asked_by, obj=request.user, at=now)
    return request


@transaction.atomic
def approve_code(*, request: CodeRequest, approved_by: User, today: dt.date, now: dt.datetime) -> bool:
    """Agree for the boards in which the person is access administrator. Return whether every board has agreed now.

    Raises ProposalSettled, AboutOneself, OwnProposal, TiedByCode, ProposalTooOld, NothingToApprove.
    """
    request = _locked(request)
    check_may_approve(request, approved_by=approved_by, now=now)
    _check_waits(request, now)
    missing = boards_missing([request], today)[request]
    agreeing = boards_to_approve(missing, approved_by=approved_by, today=today)
    boards = [missing[pk] for pk in agreeing]
    _agree(request, boards, approved_by, now)
    audit.record_for_boards("accounts.approve_code", boards=boards, actor=approved_by, obj=request.user, at=now)
    return missing.keys() == agreeing


@transaction.atomic
def decline_code(*, request: CodeRequest, declined_by: User, reason: str, today: dt.date, now: dt.datetime) -> None:
    """Say no, and why: there will be no code. Raises ProposalSettled, AboutOneself, OwnProposal."""
    request = _locked(request)
    check_may_settle(request, settled_by=declined_by)
    _settle(request, GrantState.DECLINED, declined_by, now, declined_because=reason)
    audit.record_for_boards(
        "accounts.decline_code",
        boards=_boards_of(request.user, today).values(),
        actor=declined_by,
        obj=request.user,
        at=now,
    )


@transaction.atomic
def withdraw_request(*, request: CodeRequest, withdrawn_by: User, today: dt.date, now: dt.datetime) -> None:
    """Take back what one has asked for. Raises NotOwnProposal, ProposalSettled."""
    request = _locked_own(request, withdrawn_by)
    _settle(request, GrantState.WITHDRAWN, withdrawn_by, now)
    audit.record_for_boards(
        "accounts.withdraw_code_request",
        boards=_boards_of(request.user, today).values(),
        actor=withdrawn_by,
        obj=request.user,
        at=now,
    )


@transaction.atomic
def issue_asked_code(*, request: CodeRequest, issued_by: User, today: dt.date, now: dt.datetime) -> str:
    """Make the code, as `issue_code`, for the one who asked, when every board that now has a role has agreed.

    Raises NotOwnProposal, ProposalSettled, ProposalTooOld, ApprovalMissing.
    """
    request = _locked_own(request, issued_by)
    _check_waits(request, now)
    last = request.approvals.exclude(approved_by=issued_by).select_related("approved_by").last()
    if last is None or boards_missing([request], today)[request]:
        raise ApprovalMissing
    _settle(request, GrantState.APPROVED, last.approved_by, now)
    return issue_code(user=request.user, issued_by=issued_by, now=now, is_factor_lost=request.is_factor_lost)


def _boards_of(user: User, today: dt.date) -> Boards:
    grants = RoleGrant.objects.standing(today).filter(user=user).select_related("board", "programme")
    return {board.pk: board for grant in grants.prefetch_related("programme__boards") for board in grant.boards}


def _locked(request: CodeRequest) -> CodeRequest:
    """Return the request, locked with its receiver."""
    User.objects.select_for_update().get(pk=request.user_id)
    return CodeRequest.objects.select_for_update(of=("self",)).select_related("user", "proposed_by").get(pk=request.pk)


def _locked_own(request: CodeRequest, asked_by: User) -> CodeRequest:
    request = _locked(request)
    if request.proposed_by != asked_by:
        raise NotOwnProposal
    if request.state != GrantState.PROPOSED:
        raise ProposalSettled
    return request


def _check_waits(request: CodeRequest, now: dt.datetime) -> None:
    if not waiting(CodeRequest.objects.filter(pk=request.pk), now).exists():
        raise ProposalTooOld


def _agree(request: CodeRequest, boards: Iterable[Board], approved_by: User, now: dt.datetime) -> None:
    for board in boards:
        CodeApproval.objects.create(request=request, board=board, approved_by=approved_by, approved_at=now)


def _settle(
    request: CodeRequest, state: GrantState, settled_by: User, now: dt.datetime, declined_because: str = ""
) -> None:
    request.state, request.settled_by, request.settled_at = state, settled_by, now
    request.declined_because = declined_because
    request.save(update_fields=["state", "settled_by", "settled_at", "declined_because"])
