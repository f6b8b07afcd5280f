"""What roles ask for: where they are held, how long, and which of them one person may not have together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.enums import GrantState, Role
from lyhord.accounts.models import RoleGrant, RoleLength, User
from lyhord.organisation.models import Board

UNIT_ROLES = frozenset({Role.UNIT_MANAGER, Role.DEPUTY, Role.EMPLOYEE, Role.VOLUNTEER})
"""Roles that are held within one unit; all others hold for the whole board."""

YEAR = 366
DEFAULT_DAYS: dict[Role, int | None] = {
    Role.COORDINATOR: YEAR,
    Role.UNIT_MANAGER: 2 * YEAR,
    Role.DEPUTY: 92,
    Role.EMPLOYEE: 2 * YEAR,
    Role.VOLUNTEER: YEAR,
    Role.TRAINER: 2 * YEAR,
    Role.ADVISER: YEAR,
    Role.BOARD_READER: YEAR,
    Role.BOARD_SECRETARY: YEAR,
    # No date may leave a board with nobody who can give roles: these stand until ended, and the access check asks.
    Role.ACCESS_ADMINISTRATOR: None,
    Role.AUDITOR: YEAR,
    Role.SYSTEM_OPERATOR: YEAR,
}
"""The longest time a role is given at once, unless the board says other; None: until somebody ends it."""

_GRANTS_RIGHTS = _("Den som ger roller ska inte själv kunna läsa om eller planera för människor.")
_REVIEWS = _("Den som granskar ska inte granska sitt eget arbete.")
_RUNS = _("Den som sköter driften kommer åt maskinen, och ska inte också ha roller i verksamheten.")

_READERS = (
    Role.COORDINATOR,
    Role.UNIT_MANAGER,
    Role.DEPUTY,
    Role.TRAINER,
    Role.ADVISER,
    Role.BOARD_SECRETARY,
)
INCOMPATIBLE: dict[frozenset[Role], Promise | str] = {
    **{frozenset({Role.ACCESS_ADMINISTRATOR, role}): _GRANTS_RIGHTS for role in _READERS},
    **{
        frozenset({Role.AUDITOR, role}): _REVIEWS
        for role in (*_READERS, Role.ACCESS_ADMINISTRATOR, Role.SYSTEM_OPERATOR)
    },
    **{frozenset({Role.SYSTEM_OPERATOR, role}): _RUNS for role in (*_READERS, Role.ACCESS_ADMINISTRATOR)},
}
"""Two roles that nobody holds at the same time, in whatever board, and why."""


SOON = dt.timedelta(days=30)
"""A role that ends within this time is told of."""


class RolesDoNotGoTogether(ValueError):
    """The person has, or is proposed for, a role that does not go with this one. `reason` is for the user."""

    def __init__(self, role: Role, held: Role) -> None:
        super().__init__(f"{role} and {held}")
        self.held = held
        self.reason = INCOMPATIBLE[frozenset({role, held})]


def check_roles_go_together(
    *, user: User, role: Role, starts_on: dt.date, ends_before: dt.date | None, besides: RoleGrant | None = None
) -> None:
    """Raise RolesDoNotGoTogether if a grant or a proposal of the user's meets this one in time."""
    rows = RoleGrant.objects.filter(user=user, state__in=[GrantState.APPROVED, GrantState.PROPOSED]).unended(starts_on)
    if ends_before is not None:
        rows = rows.filter(starts_on__lt=ends_before)
    if besides is not None:
        rows = rows.exclude(pk=besides.pk)
    for held in rows:
        if frozenset({role, Role(held.role)}) in INCOMPATIBLE:
            raise RolesDoNotGoTogether(role, Role(held.role))


def longest_days(*, role: Role, boards: Iterable[Board]) -> int | None:
    """Return how many days the boards give the role at a time, the shortest of them; None: until somebody ends it."""
    default = DEFAULT_DAYS[role]
    if default is None:
        return None
    boards = list(boards)
    lengths = RoleLength.objects.filter(board__in=boards, role=role, state=GrantState.APPROVED)
    own = dict(lengths.values_list("board", "days"))
    return min(own.get(board.pk, default) for board in boards)
