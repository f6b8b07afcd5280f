"""The plan that a new one is compared with: nothing that is announced moves without need."""

from __future__ import annotations

from lyhord.planning.domain.adapter import OldPlan, Prepared, draft_activities, standing_plan
from lyhord.planning.domain.stored import draft_of
from lyhord.planning.enums import Answer
from lyhord.planning.models import DraftReply, PlanDraft


def old_plan_of(prepared: Prepared, previous: PlanDraft | None) -> OldPlan | None:
    """Return what shall move as little as possible: the draft with its wishes, else what stands on the site.

    A wish moves the activity in this old plan to the wished day, so that the planner is drawn to it; it never forces.
    None when there is nothing yet.
    """
    if previous is None:
        return standing_plan(prepared)
    replies = DraftReply.objects.filter(draft=previous, answer=Answer.WISH, wished_on__isnull=False)
    wishes = {reply.item: reply.wished_on for reply in replies if reply.wished_on is not None}
    return draft_activities(prepared, draft_of(previous), wishes)
