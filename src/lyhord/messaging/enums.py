"""States of what is told about events."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageState(models.TextChoices):
    WAITING = "waiting", _("går av sig självt")
    HELD = "held", _("väntar på dig")
    RELEASED = "released", _("släppt")
    SENDING = "sending", _("skickas nu")
    SENT = "sent", _("skickat")
    FAILED = "failed", _("kom inte fram")
    DROPPED = "dropped", _("inget att säga längre")


OPEN = (MessageState.WAITING, MessageState.HELD, MessageState.RELEASED, MessageState.FAILED)
"""Not told yet: what it says follows the event. There is one at most for a person and an event."""
TOLD = (MessageState.SENDING, MessageState.SENT)
"""What the person knows, or is being told this moment."""


class MessageKind(models.TextChoices):
    INVITE = "invite", _("ny tid")
    CHANGE = "change", _("ändrad tid eller plats")
    CANCEL = "cancel", _("utgår")


class MessageWay(models.TextChoices):
    MAIL = "mail", _("med e-post")
    SPOKEN = "spoken", _("muntligt")


class Failure(models.TextChoices):
    """Why somebody could not be told, in words that say what to do."""

    NONE = "", ""
    ADDRESS = "address", _("Adressen tar inte emot post. Rätta den i personens uppgifter, och försök igen.")
    REFUSED = "refused", _("E-postservern tog inte emot brevet. Fråga den som sköter driften, och försök sedan igen.")
    UNREACHABLE = "unreachable", _("E-postservern har inte svarat på länge. Fråga den som sköter driften.")
    TELLING = "telling", _("Texten eller platsens namn säger vad det handlar om. Ändra det, och försök sedan igen.")
