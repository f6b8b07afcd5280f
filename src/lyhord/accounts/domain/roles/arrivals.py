"""What areas above do when somebody has signed in or been given a role, such as finding them in a register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from lyhord.accounts.domain.roles.claim_rules import Claims
from lyhord.accounts.models import User
from lyhord.common.registry import Registry

type Arrival = Callable[[User, Claims, dt.date, dt.datetime], None]

_arrivals: Registry[Arrival] = Registry()


def register_arrival(name: str, act: Arrival) -> None:
    """act: (user, claims, today, now). It is called often: one that has nothing to do costs next to nothing."""
    _arrivals.add(name, act)


def arrived(user: User, *, claims: Claims, today: dt.date, now: dt.datetime) -> None:
    """Tell the areas. claims: what the identity provider vouches for; empty without one."""
    for act in _arrivals.values():
        act(user, claims, today, now)
