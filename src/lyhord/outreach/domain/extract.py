"""What the area holds about a person, for the register extract."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lyhord.accounts.domain.extracts.extracts import Part, register_part
from lyhord.outreach.models import Visit


def register() -> None:
    register_part(Part("outreach.40_visit", _("Besök som du gör"), Visit, ("trainers",)))
