"""The first rows of an empty installation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from lyhord.accounts.domain.organisation import create_administration, create_board, create_programme
from lyhord.accounts.domain.roles.grants import install_grant
from lyhord.accounts.domain.sign_in.codes import issue_code
from lyhord.accounts.domain.sign_in.users import create_user
from lyhord.accounts.enums import Role
from lyhord.accounts.models import User
from lyhord.organisation.models import Administration, Board


class AlreadyInstalled(RuntimeError):
    """There are boards or users already."""


class TooFewAccessAdministrators(ValueError):
    """Two are needed: nobody gives a role to themselves, and one may be away."""


@transaction.atomic
def install(
    *,
    boards: Mapping[str, str],
    coordinator: str,
    access_administrators: list[str],
    today: dt.date,
    now: dt.datetime,
) -> dict[str, str]:
    """Make the boards, their programme with its coordinator, and access administrators with a role in every board.

    boards: name of the board → name of its administration. Returns a one-time code by username.
    Raises AlreadyInstalled, TooFewAccessAdministrators, UsernameTaken; nothing is made then.
    """
    if Board.objects.exists() or User.objects.exists():
        raise AlreadyInstalled
    if len(set(access_administrators)) < 2:
        raise TooFewAccessAdministrators
    made: list[Administration] = []
    for board_name, administration_name in boards.items():
        board = create_board(name=board_name, created_by=None, now=now)
        made.append(create_administration(board=board, name=administration_name, created_by=None, now=now))
    owners = [administration.board for administration in made]
    programme = create_programme(name=_("Nämndernas samverkan"), boards=owners, created_by=None, now=now)
    codes: dict[str, str] = {}
    for username in dict.fromkeys([coordinator, *access_administrators]):
        user = create_user(username=username, name="", created_by=None, now=now)
        codes[username] = issue_code(user=user, issued_by=None, now=now)
        if username == coordinator:
            role, scope = Role.COORDINATOR, owners[:1]
        else:
            role, scope = Role.ACCESS_ADMINISTRATOR, owners
        for board in scope:
            install_grant(
                user=user,
                role=role,
                board=board,
                unit=None,
                programme=programme if role == Role.COORDINATOR else None,
                starts_on=today,
                now=now,
            )
    return codes
