"""What the operator may do to roles: give a board one more who can give roles, when it has too few to do so itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from lyhord.accounts.domain import audit
from lyhord.accounts.domain.roles.administrators import ENOUGH, lasting_administrators
from lyhord.accounts.domain.roles.grants import AccountClosed, AlreadyGiven
from lyhord.accounts.domain.roles.rules import check_roles_go_together
from lyhord.accounts.domain.sign_in.codes import new_code
from lyhord.accounts.enums import GrantState, Role
from lyhord.accounts.models import AuditEvent, RoleGrant, User
from lyhord.accounts.models.grants import RoleGrantQuerySet
from lyhord.organisation.models import Board

ADDED = "accounts.operator_adds_administrator"
TOLD_FOR = dt.timedelta(days=90)
"""So long the board's pages tell of somebody whom the operator added."""


class EnoughAdministrators(ValueError):
    """The board has two who can give roles: they propose and approve, and the operator has no part in it."""


@transaction.atomic
def add_administrator(*, board: Board, username: str, today: dt.date, now: dt.datetime) -> str | None:
    """Make somebody access administrator of the board, which has fewer than two. Told to the others on their pages.

    Returns a one-time code for somebody new; None for somebody who can sign in already, who goes on as before: the
    operator is given no way into another's account.
    Raises EnoughAdministrators, AccountClosed, AlreadyGiven, RolesDoNotGoTogether; nothing is made then.
    """
    Board.objects.select_for_update().get(pk=board.pk)  # two operators at once make one
    there = lasting_administrators(today).filter(board=board)
    if there.values("user").distinct().count() >= ENOUGH:
        raise EnoughAdministrators(board.name)
    user = User.objects.select_for_update().filter(username=username).first()
    is_new = user is None
    user = user or User.objects.create_user(username, None, name="")
    if not user.is_active:
        raise AccountClosed(username)
    if there.filter(user=user).exists():
        raise AlreadyGiven(username)
    role = Role.ACCESS_ADMINISTRATOR
    check_roles_go_together(user=user, role=role, starts_on=today, ends_before=None)
    grant = RoleGrant.objects.create(
        user=user, role=role, board=board, starts_on=today, state=GrantState.APPROVED, settled_at=now
    )
    code = new_code(user=user, issued_by=None, now=now) if is_new else None
    if is_new:
        audit.record("accounts.create_user", actor=None, obj=user, at=now)
        audit.record("accounts.issue_code", actor=None, obj=user, at=now)
    audit.record(ADDED, actor=None, obj=grant, owner=board, at=now)
    return code


def added_by_operator(boards: Iterable[Any], now: dt.datetime) -> RoleGrantQuerySet:
    """Return the administrators of the boards whom the operator has lately added. The log is what knows it."""
    acts = AuditEvent.objects.filter(action=ADDED, owner__in=list(boards), at__gt=now - TOLD_FOR)
    return RoleGrant.objects.filter(pk__in=acts.values("object_id"))
