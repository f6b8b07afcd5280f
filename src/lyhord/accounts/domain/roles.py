"""Giving people roles, and taking them back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from lyhord.accounts.domain import audit
from lyhord.accounts.enums import Role
from lyhord.accounts.models import RoleGrant, User
from lyhord.organisation.models import Board, Unit

UNIT_ROLES = frozenset({Role.UNIT_MANAGER, Role.DEPUTY, Role.EMPLOYEE, Role.VOLUNTEER})
"""Roles that are held within one unit; all others hold for the whole board."""


class UnitMissing(ValueError):
    """The role is held within a unit, and none was named."""


class UnitNotMeant(ValueError):
    """The role holds for the whole board, but a unit was named."""


class UnitOfAnotherBoard(ValueError):
    """The unit belongs to another board than the grant."""


class GrantToOneself(ValueError):
    """Nobody gives a role to themselves."""


class LastAccessAdministrator(ValueError):
    """The board would be left with nobody who can give roles."""


@transaction.atomic
def grant_role(
    *,
    user: User,
    role: Role,
    board: Board,
    unit: Unit | None,
    starts_on: dt.date,
    granted_by: User | None,
    now: dt.datetime,
    ends_before: dt.date | None = None,
) -> RoleGrant:
    """Give the user a role within the board or one unit of it. `granted_by` is None only at installation.

    Raises UnitMissing, UnitNotMeant, UnitOfAnotherBoard, GrantToOneself.
    """
    if granted_by == user:
        raise GrantToOneself(user.username)
    if role in UNIT_ROLES and unit is None:
        raise UnitMissing(role)
    if unit is not None and role not in UNIT_ROLES:
        raise UnitNotMeant(role)
    if unit is not None and unit.board != board:
        raise UnitOfAnotherBoard(unit.name)
    grant = RoleGrant.objects.create(
        user=user,
        role=role,
        board=board,
        unit=unit,
        starts_on=starts_on,
        ends_before=ends_before,
        granted_by=granted_by,
    )
    audit.record("accounts.grant_role", actor=granted_by, obj=grant, owner=board, at=now)
    return grant


@transaction.atomic
def end_grant(*, grant: RoleGrant, ended_by: User, on: dt.date, now: dt.datetime) -> None:
    """Let the grant end: it no longer holds on the day `on`. One that had not begun is removed.

    Raises LastAccessAdministrator.
    """
    Board.objects.select_for_update().get(pk=grant.board_id)  # two administrators may not end each other at once
    if grant.role == Role.ACCESS_ADMINISTRATOR and not _is_another_left(grant, on):
        raise LastAccessAdministrator(grant.board.name)
    audit.record("accounts.end_grant", actor=ended_by, obj=grant, owner=grant.board, at=now)
    if grant.starts_on >= on:
        grant.delete()
        return
    grant.ends_before = on
    grant.save(update_fields=["ends_before"])


def _is_another_left(grant: RoleGrant, on: dt.date) -> bool:
    others = RoleGrant.objects.active(on).filter(role=grant.role, board=grant.board, user__is_active=True)
    return others.exclude(user=grant.user_id).exists()
