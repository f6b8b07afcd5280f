"""States of a decision, kinds of clauses, reasons for exceptions, what funding covers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DecisionState(models.TextChoices):
    PROPOSED = "proposed", _("föreslaget")
    DECIDED = "decided", _("beslutat")
    DECIDED_WITH_CHANGES = "decided_with_changes", _("beslutat med ändringar")
    TABLED = "tabled", _("bordlagt")
    SENT_BACK = "sent_back", _("återremitterat")
    REJECTED = "rejected", _("avslaget")


DECIDED = [DecisionState.DECIDED, DecisionState.DECIDED_WITH_CHANGES]


class ClauseKind(models.TextChoices):
    VISIT_PLACES = "visit_places", _("besöka varje träffpunkt")
    TRAIN_EMPLOYEES = "train_employees", _("utbilda varje medarbetare")


class ExceptionReason(models.TextChoices):
    LONG_LEAVE = "long_leave", _("borta hela perioden")
    ENDING = "ending", _("slutar före perioden är över")
    TRAINED_ELSEWHERE = "trained_elsewhere", _("utbildad på annat håll")
    PLACE_CLOSING = "place_closing", _("träffpunkten stänger")
    OTHER_DECISION = "other_decision", _("annat beslut")


class FundingPurpose(models.TextChoices):
    TRAINING = "training", _("utbildning")
    VISITS = "visits", _("besök")


class CostKind(models.TextChoices):
    COMMITTED = "committed", _("bundet")
    SPENT = "spent", _("förbrukat")
