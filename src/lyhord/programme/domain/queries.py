"""Reads of decisions that more than one page needs."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from lyhord.programme.enums import DECIDED, DecisionState
from lyhord.programme.models import Clause, Decision, DefinitionOfDone


def own_decisions(rows: QuerySet[Decision]) -> QuerySet[Decision]:
    """Leave out the partner boards' answers: they are shown with the decision they answer."""
    return rows.filter(answers=None)


def current_decision(rows: QuerySet[Decision]) -> Decision | None:
    """Return the decision to work with: the latest decided one, else the latest that is not rejected."""
    alive = own_decisions(rows).exclude(state=DecisionState.REJECTED).select_related("owner", "partner_board")
    decided = alive.filter(state__in=DECIDED).order_by("-meeting_on", "-proposed_on", "diary_number").first()
    return decided or alive.order_by("-proposed_on", "diary_number").first()


def partner_decision(decision: Decision) -> Decision | None:
    """Return the partner board's latest answer, whatever it says."""
    answers = decision.partner_decisions.select_related("owner")
    return answers.order_by("-meeting_on", "-proposed_on", "diary_number").first()


def has_partner_decided(decision: Decision) -> bool:
    """Tell whether the partner board has said yes. True when the decision has no partner."""
    if decision.partner_board_id is None:
        return True
    return decision.partner_decisions.filter(owner=decision.partner_board_id, state__in=DECIDED).exists()


def definition_in_force(clause: Clause, on: dt.date) -> DefinitionOfDone | None:
    """Return the version of the definition of done that holds on the day."""
    return clause.definitions.filter(adopted_on__lte=on).order_by("-version").first()
