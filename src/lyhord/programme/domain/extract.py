"""What the area holds about a person, for the register extract."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lyhord.accounts.domain.extracts.extracts import Part, register_part
from lyhord.programme.models import ClauseException, DefinitionOfDone


def register() -> None:
    register_part(
        Part("programme.55_exception", _("Undantag från en att-sats"), ClauseException, ("employee", "approved_by"))
    )
    register_part(
        Part("programme.56_definition", _("Definitioner som du har fastställt"), DefinitionOfDone, ("adopted_by",))
    )
