"""The users of the demo: those one can try the site as without a password."""

from __future__ import annotations

from dataclasses import dataclass

from lyhord.accounts.enums import Role
from lyhord.accounts.models import User
from lyhord.common import clock


@dataclass(frozen=True)
class UserToTry:
    """scope: the board or the unit in which the role holds; empty for someone without a role."""

    username: str
    name: str
    role: str
    scope: str


def users_to_try() -> tuple[UserToTry, ...]:
    """Return the example users in the order of the roles, those without a role last. Five queries."""
    today = clock.today()
    order = list(Role)
    found: list[tuple[int, UserToTry]] = []
    users = User.objects.filter(is_example=True, is_active=True).prefetch_related(
        "grants__board", "grants__unit", "grants__programme"
    )
    for user in users:
        grants = [g for g in user.grants.all() if g.holds(today)]
        role = Role(grants[0].role) if grants else None
        scope = str(grants[0].scope) if grants else ""
        label = str(role.label) if role else ""
        found.append((order.index(role) if role else len(order), UserToTry(user.username, str(user), label, scope)))
    return tuple(user for _place, user in sorted(found, key=lambda pair: (pair[0], pair[1].name)))
