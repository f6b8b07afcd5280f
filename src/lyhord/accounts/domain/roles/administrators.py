"""Who can give roles in a board. Two, since giving takes two; one is an emergency, and none must never be."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

from lyhord.accounts.enums import Role
from lyhord.accounts.models import RoleGrant, User
from lyhord.accounts.models.grants import RoleGrantQuerySet
from lyhord.organisation.models import Board

ENOUGH = 2


class LastAccessAdministrator(ValueError):
    """The board would be left with nobody who can give roles."""


class FewAccessAdministrators(ValueError):
    """One alone would be left, who cannot give a role. Allowed only to somebody who has been told and says so."""


def lasting_administrators(on: dt.date) -> RoleGrantQuerySet:
    """Return the grants that count: of people who can sign in, without an end in sight."""
    return RoleGrant.objects.active(on).filter(role=Role.ACCESS_ADMINISTRATOR, ends_before=None, user__is_active=True)


def few_administrators(boards: Iterable[Any], on: dt.date) -> dict[Board, int]:
    """Return the boards, of those with the ids, that have fewer than two access administrators, and how many."""
    held = lasting_administrators(on).filter(board__in=boards)
    counts = Counter(board for board, _user in set(held.values_list("board", "user")))
    return {board: counts[board.pk] for board in Board.objects.filter(pk__in=boards) if counts[board.pk] < ENOUGH}


def check_administrators_left(*, board: Board, without: User, on: dt.date, accepts_one_left: bool) -> None:
    """Raise LastAccessAdministrator or FewAccessAdministrators for what the board would have without the user.

    Locks the board: two administrators may not end each other at once.
    """
    Board.objects.select_for_update().get(pk=board.pk)
    left = lasting_administrators(on).filter(board=board).exclude(user=without).values("user").distinct().count()
    if left == 0:
        raise LastAccessAdministrator(board.name)
    if left < ENOUGH and not accepts_one_left:
        raise FewAccessAdministrators(board.name)
