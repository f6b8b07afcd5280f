"""Links a clause's page to the page of the visits it requires."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lyhord.programme.domain.links import ClausePage, register_clause_page, with_clause_id
from lyhord.programme.enums import ClauseKind

register_clause_page(
    ClausePage(
        kinds=frozenset({ClauseKind.VISIT_PLACES}),
        text=_("Vilka besök krävs?"),
        action="programme.change_clause",
        url=with_clause_id("outreach:clause-visits"),
    )
)
