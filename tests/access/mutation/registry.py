"""Mutants of what the areas have registered: a rule without its predicate or its roles, a view without its mark."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lyhord.accounts import permissions
from lyhord.accounts.domain.access_matrix import addresses, mark_of
from lyhord.accounts.enums import Role
from lyhord.accounts.middleware import SIGNED_IN
from lyhord.accounts.models import RoleGrant, User
from lyhord.accounts.permissions import Rule, registered_actions, rule_for
from tests.access.mutation.source import SOURCE


@dataclass(frozen=True)
class RuleMutant:
    """An action that reaches every row, or that every role holds."""

    action: str
    name: str
    where: str
    rule: Rule

    @property
    def touched_by(self) -> frozenset[tuple[str, object]]:
        return frozenset({("action", self.action)})

    @contextmanager
    def mutated(self) -> Iterator[None]:
        original = rule_for(self.action)
        permissions._rules[self.action] = self.rule
        try:
            yield
        finally:
            permissions._rules[self.action] = original


@dataclass(frozen=True)
class MarkMutant:
    """A view that is open to whoever is signed in."""

    view: Callable[..., Any]
    name: str
    where: str

    @property
    def touched_by(self) -> frozenset[tuple[str, object]]:
        return frozenset({("view", id(self.view))})

    @contextmanager
    def mutated(self) -> Iterator[None]:
        original = self.view.action  # type: ignore[attr-defined]  # the mark
        self.view.action = SIGNED_IN  # type: ignore[attr-defined]  # as above
        try:
            yield
        finally:
            self.view.action = original  # type: ignore[attr-defined]  # as above


def rule_mutants() -> Iterator[RuleMutant]:
    for action in registered_actions():
        rule = rule_for(action)
        if rule.narrow is not None:
            reaches_all = replace(rule, narrow=_every_row)
            yield RuleMutant(action, f"{action} reaches every row", _where(rule.narrow), reaches_all)
        if rule.roles != frozenset(Role):
            where = _where(rule.narrow) if rule.narrow else action
            yield RuleMutant(action, f"{action} is held by every role", where, replace(rule, roles=frozenset(Role)))


def _every_row(user: User, grants: tuple[RoleGrant, ...], rows: Any) -> Any:
    return rows


def mark_mutants() -> Iterator[MarkMutant]:
    views: dict[int, tuple[Callable[..., Any], str]] = {}
    for address, view in addresses():
        views.setdefault(id(view), (view, address))
    for view, address in views.values():
        if hasattr(view, "action") and mark_of(view) != SIGNED_IN:
            yield MarkMutant(view, f"{address} asks only for being signed in", _where(view))


def _where(function: Callable[..., Any]) -> str:
    code = inspect.unwrap(function).__code__
    return f"{Path(code.co_filename).relative_to(SOURCE.parents[1])}:{code.co_firstlineno}"
