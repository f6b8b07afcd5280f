"""Who may plan, see a draft and answer it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from lyhord.accounts.crossings import still_crosses
from lyhord.accounts.enums import Role
from lyhord.accounts.models import RoleGrant, User
from lyhord.accounts.permissions import boards_of, programmes_of, register
from lyhord.planning.enums import DraftState
from lyhord.planning.models import PlanDraft, PlanRun
from lyhord.programme.models import Decision
from lyhord.programme.permissions import in_reach

type Grants = tuple[RoleGrant, ...]

MANAGERS = {Role.UNIT_MANAGER, Role.DEPUTY}


def own_decisions(user: User, grants: Grants, rows: QuerySet[Decision]) -> QuerySet[Decision]:
    """A partner board's answer is not planned: the decision that it answers is."""
    return rows.filter(in_reach(grants), answers=None)


def own_runs(user: User, grants: Grants, rows: QuerySet[PlanRun]) -> QuerySet[PlanRun]:
    return rows.filter(in_reach(grants, "decision__"))


def own_drafts(user: User, grants: Grants, rows: QuerySet[PlanDraft]) -> QuerySet[PlanDraft]:
    return rows.filter(in_reach(grants, "decision__"))


def drafts_to_answer(user: User, grants: Grants, rows: QuerySet[PlanDraft]) -> QuerySet[PlanDraft]:
    """Coordinators: their programme's. Managers: what their board sent. Trainers: what was sent to theirs, a while."""
    coordinated = programmes_of(grants)
    managed = {g.board_id for g in grants if Role(g.role) in MANAGERS}
    training = boards_of(g for g in grants if g.role == Role.TRAINER)
    sent, adopted = Q(state=DraftState.SENT), Q(state=DraftState.ADOPTED)
    crosses = sent | Q(adopted_at__gt=still_crosses())
    return rows.filter(
        Q(decision__programme__in=coordinated)
        | ((sent | adopted) & (Q(owner__in=managed) | Q(owner__in=training)))
        | (crosses & Q(decision__partner_board__in=training))
    )


register("planning.make_plan", roles={Role.COORDINATOR}, model=Decision, narrow=own_decisions)
register("planning.view_run", roles={Role.COORDINATOR}, model=PlanRun, narrow=own_runs)
register("planning.change_draft", roles={Role.COORDINATOR}, model=PlanDraft, narrow=own_drafts)
register(
    "planning.answer_draft",
    roles={Role.COORDINATOR, Role.TRAINER, *MANAGERS},
    model=PlanDraft,
    narrow=drafts_to_answer,
)
