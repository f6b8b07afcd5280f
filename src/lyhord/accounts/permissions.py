"""The one policy: who may do what.

An area registers a rule per action: which roles hold it, and which rows it reaches. Both a list and a single
object are answered from the same rule, so a row that is not listed cannot be opened either. An action that nobody
registered is an error, an object that the rule does not reach is denied.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet

from lyhord.accounts.enums import Role
from lyhord.accounts.models import RoleGrant, User
from lyhord.common import clock

type Anyone = User | AnonymousUser
type Narrow = Callable[[User, tuple[RoleGrant, ...], Any], Any]


class UnknownAction(LookupError):
    """Nobody registered this action."""


@dataclass(frozen=True)
class Rule:
    """roles: who holds the action. model: what it is done to. narrow: (user, grants in those roles, rows) → rows."""

    action: str
    roles: frozenset[Role]
    model: type[Model] | None
    narrow: Narrow | None


_rules: dict[str, Rule] = {}


def register(
    action: str, *, roles: Iterable[Role], model: type[Model] | None = None, narrow: Narrow | None = None
) -> None:
    """Register who may do `action`. Without `model` it concerns no row. Registering twice is an error."""
    if action in _rules:
        raise ValueError(f"{action} is registered twice")
    if (model is None) != (narrow is None):
        raise ValueError(f"{action}: model and narrow go together")
    _rules[action] = Rule(action, frozenset(roles), model, narrow)


def rule_for(action: str) -> Rule:
    try:
        return _rules[action]
    except KeyError:
        raise UnknownAction(action) from None


def registered_actions() -> tuple[str, ...]:
    return tuple(sorted(_rules))


def grants_of(user: Anyone, roles: frozenset[Role] | None = None, on: dt.date | None = None) -> tuple[RoleGrant, ...]:
    """Return the user's grants that hold today. One or two queries per user object, that is, per request."""
    if not isinstance(user, User) or not user.is_active:
        return ()
    on = on or clock.today()
    cached: tuple[dt.date, tuple[RoleGrant, ...]] | None = getattr(user, "_grants_on", None)
    if cached is None or cached[0] != on:
        rows = tuple(
            RoleGrant.objects.filter(user=user)
            .active(on)
            .select_related("board", "unit", "programme")
            .prefetch_related("programme__boards")
        )
        cached = (on, rows)
        user._grants_on = cached  # type: ignore[attr-defined]  # a cache on the request's user object
    return tuple(g for g in cached[1] if roles is None or Role(g.role) in roles)


def can(user: Anyone, action: str, obj: Model | None = None) -> bool:
    """Tell whether the user may do the action: to this object, or to something at all."""
    rule = rule_for(action)
    grants = grants_of(user, rule.roles)
    if not grants:
        return False
    if obj is None:
        return True
    if rule.model is None or not isinstance(obj, rule.model):
        return False
    return bool(visible(user, action, rule.model._default_manager.filter(pk=obj.pk)).exists())


def visible[M: Model](user: Anyone, action: str, rows: QuerySet[M]) -> QuerySet[M]:
    """Return those of the rows to which the user may do the action."""
    rule = rule_for(action)
    grants = grants_of(user, rule.roles)
    if not isinstance(user, User) or not grants or rule.narrow is None or rows.model is not rule.model:
        return rows.none()
    narrowed: QuerySet[M] = rule.narrow(user, grants, rows)
    return narrowed


def boards_of(grants: Iterable[RoleGrant]) -> set[Any]:
    """Return the ids of the boards in which the grants hold for the whole board; a programme holds in all of its."""
    return {board.pk for g in grants if g.unit_id is None for board in g.boards}


def programmes_of(grants: Iterable[RoleGrant]) -> set[Any]:
    """Return the ids of the programmes in which the grants hold."""
    return {g.programme_id for g in grants if g.programme_id is not None}


def units_of(grants: Iterable[RoleGrant]) -> set[Any]:
    """Return the ids of the units in which the grants hold."""
    return {g.unit_id for g in grants if g.unit_id is not None}
