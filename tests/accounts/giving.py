"""Short ways to give roles in tests: proposed by one administrator of the cast, approved by the other."""

from __future__ import annotations

import datetime as dt
from typing import Any

from lyhord.accounts.domain.roles.approvals import (
    approve_grant,
)
from lyhord.accounts.domain.roles.grants import (
    propose_grant,
)
from lyhord.accounts.enums import Role
from lyhord.accounts.models import RoleGrant, User
from lyhord.accounts.permissions import grants_of
from tests.factories import TODAY, Cast, make_programme
from tests.factories.rows import at

NOW = at(TODAY, 9)
DAY = dt.timedelta(days=1)
CHANGE = "organisation.change_board"


def propose(cast: Cast, user: User, role: Role, **fields: Any) -> RoleGrant:
    defaults = {"board": cast.board, "unit": None, "starts_on": TODAY, "proposed_by": cast.access_administrator}
    if role == Role.COORDINATOR:
        defaults["programme"] = make_programme(cast.board)
    return propose_grant(user=user, role=role, now=NOW, **(defaults | fields))


def approve(cast: Cast, grant: RoleGrant, **fields: Any) -> RoleGrant:
    return approve_grant(
        **({"grant": grant, "approved_by": cast.second_administrator, "today": TODAY, "now": NOW} | fields)
    )


def give(cast: Cast, user: User, role: Role, **fields: Any) -> RoleGrant:
    return approve(cast, propose(cast, user, role, **fields))


def holds(user: User, role: Role, on: dt.date = TODAY) -> bool:
    return any(grant.role == role for grant in grants_of(User.objects.get(pk=user.pk), on=on))
