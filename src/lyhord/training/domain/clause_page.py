"""Links a clause's page to the page of the modules it requires."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lyhord.programme.domain.links import ClausePage, register_clause_page, with_clause_id
from lyhord.programme.enums import ClauseKind

register_clause_page(
    ClausePage(
        kinds=frozenset({ClauseKind.TRAIN_EMPLOYEES}),
        text=_("Vilka moduler krävs?"),
        action="programme.change_clause",
        url=with_clause_id("training:clause-modules"),
    )
)
