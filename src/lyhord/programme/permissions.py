"""Who may see and change decisions. A board's decision is public; who is excepted from it is not, and what still
moves, such as costs, is for those who follow it. A board reader waits until it is frozen."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from lyhord.accounts.enums import Role
from lyhord.accounts.models import RoleGrant, User
from lyhord.accounts.permissions import boards_of, programmes_of, register
from lyhord.programme.models import Clause, ClauseException, Cost, Decision, Funding

READERS = (Role.COORDINATOR, Role.BOARD_READER, Role.BOARD_SECRETARY)
WRITERS = (Role.COORDINATOR,)
MINUTES = (Role.COORDINATOR, Role.BOARD_SECRETARY)

type Grants = tuple[RoleGrant, ...]


def in_reach(grants: Grants, decision: str = "") -> Q:
    """Return the condition that the decision is of a programme the user coordinates, or, for other roles, a board's.

    decision: the path from the row to its decision, "decision__" or the like.
    """
    others = boards_of(grant for grant in grants if grant.programme_id is None)
    return Q(**{f"{decision}programme__in": programmes_of(grants)}) | Q(**{f"{decision}owner__in": others})


def _decisions(user: User, grants: Grants, rows: QuerySet[Decision]) -> QuerySet[Decision]:
    """The programme's or the board's own decisions, and the partner boards' answers to them."""
    return rows.filter(in_reach(grants) | in_reach(grants, "answers__"))


def _own_decisions(user: User, grants: Grants, rows: QuerySet[Decision]) -> QuerySet[Decision]:
    return rows.filter(in_reach(grants))


def _clauses(user: User, grants: Grants, rows: QuerySet[Clause]) -> QuerySet[Clause]:
    return rows.filter(in_reach(grants, "decision__"))


def _exceptions(user: User, grants: Grants, rows: QuerySet[ClauseException]) -> QuerySet[ClauseException]:
    return rows.filter(in_reach(grants, "clause__decision__"))


def _funding(user: User, grants: Grants, rows: QuerySet[Funding]) -> QuerySet[Funding]:
    return rows.filter(in_reach(grants, "decision__"))


def _costs(user: User, grants: Grants, rows: QuerySet[Cost]) -> QuerySet[Cost]:
    return rows.filter(in_reach(grants, "funding__decision__"))


register("programme.view_decision", roles=READERS, model=Decision, narrow=_decisions)
register("programme.follow_decision", roles=MINUTES, model=Decision, narrow=_own_decisions)
register("programme.change_decision", roles=WRITERS, model=Decision, narrow=_own_decisions)
register("programme.note_outcome", roles=MINUTES, model=Decision, narrow=_decisions)
register("programme.view_clause", roles=READERS, model=Clause, narrow=_clauses)
register("programme.change_clause", roles=WRITERS, model=Clause, narrow=_clauses)
register("programme.change_exception", roles=WRITERS, model=ClauseException, narrow=_exceptions)
register("programme.change_funding", roles=WRITERS, model=Funding, narrow=_funding)
register("programme.change_cost", roles=WRITERS, model=Cost, narrow=_costs)
