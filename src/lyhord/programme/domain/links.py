"""Pages of upper areas that belong to a clause, such as which modules it requires. Upper areas register them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from lyhord.accounts.permissions import Anyone, visible
from lyhord.programme.enums import ClauseKind
from lyhord.programme.models import Clause


@dataclass(frozen=True)
class ClausePage:
    """text: of the link. action: who may open it. url: the page's address for a clause."""

    kinds: frozenset[ClauseKind]
    text: str | Promise
    action: str
    url: Callable[[Clause], str]


@dataclass(frozen=True)
class Link:
    text: str
    url: str


_pages: list[ClausePage] = []


def register_clause_page(page: ClausePage) -> None:
    _pages.append(page)


def clause_links(user: Anyone, clauses: Collection[Clause]) -> dict[uuid.UUID, list[Link]]:
    """Return clause id → the links of its pages that this user may open. One query an action."""
    rows = Clause.objects.filter(pk__in=[clause.pk for clause in clauses])
    open_to = {
        action: set(visible(user, action, rows).values_list("pk", flat=True))
        for action in {page.action for page in _pages}
    }
    return {
        clause.pk: [
            Link(str(page.text), page.url(clause))
            for page in _pages
            if ClauseKind(clause.kind) in page.kinds and clause.pk in open_to[page.action]
        ]
        for clause in clauses
    }


def with_clause_id(url_name: str) -> Callable[[Clause], str]:
    """Return a builder of addresses that take the clause's id."""
    return lambda clause: reverse(url_name, args=[clause.pk])
