"""When somebody leaves: what they own must move first; then roles, sessions and private addresses end at once.

Areas register what a person can own (`register_owned`), what ends by itself (`register_closing`), and who has left
(`register_leavers`). An item says how many, never whom: an access administrator sees no one else's work.

Whoever has roles in several boards leaves each of them by itself; the last one closes the account.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lyhord.accounts.domain import audit
from lyhord.accounts.domain.roles.administrators import check_administrators_left, lasting_administrators
from lyhord.accounts.domain.roles.grants import end_grant, settle_grant
from lyhord.accounts.domain.sign_in.codes import withdraw_codes
from lyhord.accounts.domain.sign_in.sessions import end_sessions
from lyhord.accounts.enums import GrantState, Role
from lyhord.accounts.models import RoleGrant, User
from lyhord.common.registry import Registry
from lyhord.organisation.models import Board

type Boards = frozenset[uuid.UUID]
"""Ids of the boards that somebody leaves."""


@dataclass(frozen=True)
class OwnedItem:
    """text: what the person owns. way_out: who moves or ends it, in a sentence."""

    text: str
    way_out: str


type Owned = Callable[[User, Boards, dt.date, dt.datetime], list[OwnedItem]]
type Closing = Callable[[User, Boards, User, dt.datetime], None]
type Leavers = Callable[[dt.date], set[uuid.UUID]]

_owned: Registry[Owned] = Registry()
_closing: Registry[Closing] = Registry()
_leavers: Registry[Leavers] = Registry()


class OwnAccount(ValueError):
    """Nobody closes or stops their own account."""


class StillOwns(ValueError):
    """Something must be moved or ended first. `items` says what."""

    def __init__(self, items: list[OwnedItem]) -> None:
        super().__init__(f"{len(items)} owned items")
        self.items = items


def register_owned(name: str, provider: Owned) -> None:
    """provider: (user, boards, today, now) → what of the area's must move before the user leaves the boards."""
    _owned.add(name, provider)


def register_closing(name: str, act: Closing) -> None:
    """act: (user, boards, ended by, now) → ends what ends by itself there, in the transaction of the leaving."""
    _closing.add(name, act)


def register_leavers(name: str, provider: Leavers) -> None:
    """provider: (today) → the ids of the users who no longer work here."""
    _leavers.add(name, provider)


def all_boards() -> Boards:
    return frozenset(Board.objects.values_list("pk", flat=True))


def owned_by(user: User, *, boards: Boards, today: dt.date, now: dt.datetime) -> list[OwnedItem]:
    """Return what must move before the user leaves the boards."""
    return [item for _name, provider in sorted(_owned.items()) for item in provider(user, boards, today, now)]


def leavers(today: dt.date) -> set[uuid.UUID]:
    """Return the ids of the users who have left, whether or not they can sign in still."""
    return {pk for provider in _leavers.values() for pk in provider(today)}


@transaction.atomic
def stop_account(*, user: User, stopped_by: User, today: dt.date, now: dt.datetime) -> None:
    """Let nobody sign in with the account from now on. Everything else stays, so it can be opened again.

    Raises OwnAccount, LastAccessAdministrator.
    """
    if user == stopped_by:
        raise OwnAccount(user.username)
    _check_administrators(user, all_boards(), today)
    User.objects.filter(pk=user.pk).update(is_active=False)
    withdraw_codes(user=user)
    end_sessions(user=user, ended_by=stopped_by, now=now)
    audit.record("accounts.stop_account", actor=stopped_by, obj=user, at=now)


@transaction.atomic
def open_account(*, user: User, opened_by: User, now: dt.datetime) -> None:
    """Let the person sign in again. Roles that ended stay ended. Raises OwnAccount."""
    if user == opened_by:
        raise OwnAccount(user.username)
    User.objects.filter(pk=user.pk).update(is_active=True, closed_at=None)
    audit.record("accounts.open_account", actor=opened_by, obj=user, at=now)


def has_roles_beyond(user: User, *, boards: Boards, today: dt.date) -> bool:
    """Tell whether the user keeps a role somewhere when what reaches into the boards has ended."""
    standing = RoleGrant.objects.standing(today).filter(user=user)
    return standing.exclude(pk__in=standing.within(boards).values("pk")).exists()


@transaction.atomic
def leave_boards(*, user: User, boards: Boards, ended_by: User, today: dt.date, now: dt.datetime) -> bool:
    """End what somebody who leaves has in the boards. Return whether the account was closed: no role was left then.

    Raises OwnAccount, StillOwns, LastAccessAdministrator; nothing is changed then.
    """
    if user == ended_by:
        raise OwnAccount(user.username)
    user = User.objects.select_for_update().get(pk=user.pk)
    if not has_roles_beyond(user, boards=boards, today=today):
        close_account(user=user, closed_by=ended_by, today=today, now=now)
        return True
    _end_what_is_had(user, boards=boards, ended_by=ended_by, today=today, now=now)
    return False


@transaction.atomic
def close_account(*, user: User, closed_by: User, today: dt.date, now: dt.datetime) -> None:
    """Close the account of somebody who leaves: roles, proposals, sessions and private addresses end at once.

    Raises OwnAccount, StillOwns, LastAccessAdministrator; nothing is changed then.
    """
    if user == closed_by:
        raise OwnAccount(user.username)
    user = User.objects.select_for_update().get(pk=user.pk)
    _end_what_is_had(user, boards=all_boards(), ended_by=closed_by, today=today, now=now)
    user.is_active, user.closed_at = False, now
    user.save(update_fields=["is_active", "closed_at"])
    withdraw_codes(user=user)
    end_sessions(user=user, ended_by=closed_by, now=now)
    audit.record("accounts.close_account", actor=closed_by, obj=user, at=now)


def _end_what_is_had(user: User, *, boards: Boards, ended_by: User, today: dt.date, now: dt.datetime) -> None:
    """End the user's roles in the boards, what is proposed there about or by the user, and what ends by itself."""
    _check_administrators(user, boards, today)
    if items := owned_by(user, boards=boards, today=today, now=now):
        raise StillOwns(items)
    # Held before the first event, so that nobody waits for a row while others wait for the log.
    there = RoleGrant.objects.within(boards)
    proposals = there.filter(Q(user=user) | Q(proposed_by=user), state=GrantState.PROPOSED)
    waiting = list(proposals.select_for_update(of=("self",)).order_by("pk"))
    held = there.standing(today).filter(user=user)
    for grant in list(held.select_for_update(of=("self",)).order_by("starts_on", "pk")):
        grant.refresh_from_db()
        if grant.is_standing(today):
            end_grant(grant=grant, ended_by=ended_by, on=today, now=now, accepts_one_left=True)
    for grant in waiting:
        grant.refresh_from_db()
        if grant.state == GrantState.PROPOSED:
            settle_grant(grant=grant, state=GrantState.WITHDRAWN, settled_by=ended_by, now=now)
    for act in reversed(_closing.values()):  # the upper areas first, while what they find their rows by still stands
        act(user, boards, ended_by, now)


def _check_administrators(user: User, boards: Boards, today: dt.date) -> None:
    """Who leaves may leave one administrator alone, which is told loudly, but never none."""
    held = lasting_administrators(today).filter(user=user, board__in=boards)
    for grant in held.select_related("board").order_by("board"):
        check_administrators_left(board=grant.board, without=user, on=today, accepts_one_left=True)


def own_duties(user: User, boards: Boards, today: dt.date, now: dt.datetime) -> list[OwnedItem]:
    """Return what only this person answers for by role: a unit, or the giving of roles in a board."""
    held = RoleGrant.objects.active(today).filter(user=user, board__in=boards).select_related("unit", "board")
    others = RoleGrant.objects.active(today).filter(user__is_active=True).exclude(user=user)
    items = []
    for grant in held.filter(role=Role.UNIT_MANAGER):
        if not others.filter(unit=grant.unit, role__in=[Role.UNIT_MANAGER, Role.DEPUTY]).exists():
            text = _("Ensam enhetschef för %(unit)s") % {"unit": grant.unit}
            items.append(OwnedItem(text, _("Föreslå en ny enhetschef eller en ersättare för enheten.")))
    for grant in held.filter(role=Role.ACCESS_ADMINISTRATOR):
        if not lasting_administrators(today).filter(board=grant.board).exclude(user=user).exists():
            text = _("Ensam behörighetsadministratör för %(board)s") % {"board": grant.board}
            items.append(OwnedItem(text, _("Föreslå en ny behörighetsadministratör.")))
    return items
