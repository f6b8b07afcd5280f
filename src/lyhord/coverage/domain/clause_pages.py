"""Put coverage's page on the clauses of the programme area, which lies below and cannot know of it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lyhord.coverage.permissions import VIEW
from lyhord.programme.domain.links import ClausePage, register_clause_page, with_clause_id
from lyhord.programme.enums import ClauseKind


def register_pages() -> None:
    register_clause_page(
        ClausePage(
            kinds=frozenset(ClauseKind),
            text=_("Så långt har vi kommit"),
            action=VIEW,
            url=with_clause_id("coverage:clause-detail"),
        )
    )
