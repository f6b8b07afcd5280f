"""What the area holds about a person, for the register extract."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lyhord.accounts.domain.extracts.extracts import Part, register_part
from lyhord.places.models import MeetingPlace


def register() -> None:
    register_part(
        Part(
            "places.58_checked",
            _("Träffpunkter som du har kontrollerat"),
            MeetingPlace,
            ("checked_by",),
            fields=("name", "checked_on"),
            note=_("Resten av raden handlar om träffpunkten."),
        )
    )
