"""What adopting a draft would do, or why it cannot be done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lyhord.planning.domain.drafts import DraftAlreadyAdopted, DraftDropped, preview_adoption
from lyhord.planning.domain.names import find_names
from lyhord.planning.domain.stored import draft_of
from lyhord.planning.domain.words import BROKEN
from lyhord.planning.enums import DraftState
from lyhord.planning.models import PlanDraft


@dataclass(frozen=True)
class Fault:
    """One broken rule in words, with those it concerns by name."""

    text: str
    who: tuple[str, ...]


class AdoptionPage:
    """The draft against the site of today. Raises as `preview_adoption`, DraftAlreadyAdopted and DraftDropped."""

    def __init__(self, draft: PlanDraft, *, today: dt.date) -> None:
        if draft.state == DraftState.ADOPTED:
            raise DraftAlreadyAdopted
        if draft.state == DraftState.DROPPED:
            raise DraftDropped
        verdict, placing = preview_adoption(draft, today=today)
        self.unreached_then = len(draft_of(draft).unreached)
        self.unreached_now = verdict.unreached
        new_sessions = sum(it.session is None for it in placing.sessions)
        self.created = new_sessions + sum(it.visit is None for it in placing.visits)
        self.changed = len(placing.sessions) + len(placing.visits) - self.created
        self.cancelled = len(placing.cancelled_sessions) + len(placing.cancelled_visits)
        subjects = [it.subject for it in verdict.broken if it.subject]
        names = find_names(places=subjects, people=subjects, trainers=subjects, modules=subjects)
        self.faults = tuple(
            Fault(
                str(BROKEN[rule]),
                tuple(sorted({names.of_anything(it.subject) for it in verdict.broken if it.rule == rule} - {""})),
            )
            for rule in dict.fromkeys(it.rule for it in verdict.broken)
        )

    @property
    def answer(self) -> str:
        if self.faults:
            return _("Utkastet stämmer inte längre.")
        return _("Utkastet håller. Vill du anta det?")

    @property
    def newly_unreached(self) -> int:
        """How many requirements are open today that the draft did not know of."""
        return max(0, self.unreached_now - self.unreached_then)


def why_not(error: Exception) -> str:
    """Return why a draft can no longer be changed, in words."""
    if isinstance(error, DraftAlreadyAdopted):
        return _("Utkastet är redan antaget.")
    if isinstance(error, DraftDropped):
        return _("Utkastet är bortlagt. Räkna fram ett nytt.")
    raise error
