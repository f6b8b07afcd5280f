"""What the area holds about a person, for the register extract."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lyhord.accounts.domain.extracts.extracts import Part, register_part
from lyhord.messaging.models import CalendarEvent, Message


def register() -> None:
    register_part(Part("messaging.50_event", _("Kalenderhändelser"), CalendarEvent, ("employees", "trainers")))
    register_part(Part("messaging.51_message", _("Besked om tider"), Message, ("employee", "trainer")))
