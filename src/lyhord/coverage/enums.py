"""What the ledger may say of a cell, and why something is not counted or not known."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CellState(models.TextChoices):
    TO_DO = "to_do", _("ej planerat")
    PLANNED = "planned", _("planerat")
    DONE = "done", _("klart")
    EXCEPTED = "excepted", _("undantag")
    NOT_COUNTED = "not_counted", _("räknas inte")


class NotCounted(models.TextChoices):
    """Why a person or a place is outside the denominator on a day."""

    CLASS_NOT_COUNTED = "class_not_counted", _("gruppen ingår inte i definitionen")
    NO_EMPLOYMENT = "no_employment", _("har ingen anställning i registret")
    NOT_STARTED = "not_started", _("har inte börjat än")
    LEFT = "left", _("har slutat")
    PLACE_NOT_OPENED = "place_not_opened", _("träffpunkten har inte öppnat än")
    PLACE_CLOSED = "place_closed", _("träffpunkten har stängt")
    JOINED_RECENTLY = "joined_recently", _("har inte varit anställd tillräckligt länge")
    AWAY = "away", _("är borta perioden ut")
    RESTRICTED = "restricted", _("begränsad: uppgifterna får bara sparas")


class CatchUpReason(models.TextChoices):
    """Why somebody needs a new time. The last two get none by itself: they wait already, or no plan has come so far."""

    MISSED = "missed", _("kom inte")
    PARTLY = "partly", _("var bara med en del")
    EXCUSED = "excused", _("hade anmält frånvaro")
    DECLINED = "declined", _("kunde inte då")
    CANCELLED = "cancelled", _("tillfället ställdes in")
    JOINED = "joined", _("började senare")
    BACK = "back", _("har kommit tillbaka")
    WAITING = "waiting", _("står på kö")
    UNPLANNED = "unplanned", _("har inte fått någon tid än")


class Unknown(models.TextChoices):
    """Why nothing can be said of a clause. Not known is never shown as zero."""

    NO_DEFINITION = "no_definition", _("Nämnden har inte bestämt vad som räknas som genomfört.")
    NO_MODULES = "no_modules", _("Det är inte bestämt vilka moduler som krävs.")
    NO_VISITS_REQUIRED = "no_visits_required", _("Det är inte bestämt hur många besök som krävs.")
    NO_PLACES = "no_places", _("Inga träffpunkter är inlagda än.")
    NO_PEOPLE = "no_people", _("Inga medarbetare är inlagda än.")
