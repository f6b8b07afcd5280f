"""Drafts that wait for the user's own answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from lyhord.accounts.models import User
from lyhord.accounts.permissions import visible
from lyhord.planning.domain.answerers import parties_for
from lyhord.planning.domain.replies import items_by_party
from lyhord.planning.domain.reply_page import party_of
from lyhord.planning.domain.stored import draft_of
from lyhord.planning.enums import DraftState
from lyhord.planning.models import DraftReply, PlanDraft


@dataclass(frozen=True)
class AnswersDue:
    """left: how many of the activities that the user is asked about have no answer yet; at least 1."""

    draft: PlanDraft
    left: int


def answers_due(user: User, *, today: dt.date) -> tuple[AnswersDue, ...]:
    """Return the sent drafts that still want answers from the user, the most urgent first. A few queries a draft."""
    sent = PlanDraft.objects.filter(state=DraftState.SENT, replies_until__gte=today)
    rows = visible(user, "planning.answer_draft", sent).select_related("run", "decision").order_by("replies_until")
    due = (AnswersDue(row, _left(user, row)) for row in rows)
    return tuple(one for one in due if one.left)


def _left(user: User, row: PlanDraft) -> int:
    asked = items_by_party(draft_of(row))
    parties = parties_for(user, row, asked)
    given = {(party_of(reply), reply.item) for reply in DraftReply.objects.filter(draft=row)}
    return sum((party, item.key) not in given for party in parties for item in asked[party])
