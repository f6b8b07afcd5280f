"""Who may see coverage. A board reader sees what has been frozen, and neither live figures nor any person."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from lyhord.accounts.enums import Role
from lyhord.accounts.models import RoleGrant, User
from lyhord.accounts.permissions import boards_of, register, units_of
from lyhord.coverage.models import CoverageSnapshot
from lyhord.places.models import MeetingPlace
from lyhord.programme.models import Clause
from lyhord.programme.permissions import in_reach

VIEW, NAMES, FREEZE, VIEW_SNAPSHOT, VIEW_PLACE = (
    "coverage.view_coverage",
    "coverage.view_names",
    "coverage.freeze",
    "coverage.view_snapshot",
    "coverage.view_place",
)
FOLLOWERS = (Role.COORDINATOR, Role.BOARD_SECRETARY)
READERS = (*FOLLOWERS, Role.BOARD_READER)

type Grants = tuple[RoleGrant, ...]


def _clauses(user: User, grants: Grants, rows: QuerySet[Clause]) -> QuerySet[Clause]:
    return rows.filter(in_reach(grants, "decision__"))


def _snapshots(user: User, grants: Grants, rows: QuerySet[CoverageSnapshot]) -> QuerySet[CoverageSnapshot]:
    """Those of decisions in reach; a frozen figure also crosses to the partner board's readers."""
    readers = boards_of(g for g in grants if g.role != Role.COORDINATOR)
    return rows.filter(in_reach(grants, "clause__decision__") | Q(clause__decision__partner_board__in=readers))


def _places(user: User, grants: Grants, rows: QuerySet[MeetingPlace]) -> QuerySet[MeetingPlace]:
    """Places whose people the user plans for: of the board, or of the unit."""
    return rows.filter(Q(owner__in=boards_of(grants)) | Q(unit__in=units_of(grants)))


register(VIEW, roles=FOLLOWERS, model=Clause, narrow=_clauses)
register(NAMES, roles=(Role.COORDINATOR,), model=Clause, narrow=_clauses)
register(FREEZE, roles=FOLLOWERS, model=Clause, narrow=_clauses)
register(VIEW_SNAPSHOT, roles=READERS, model=CoverageSnapshot, narrow=_snapshots)
register(VIEW_PLACE, roles=(Role.COORDINATOR, Role.UNIT_MANAGER, Role.DEPUTY), model=MeetingPlace, narrow=_places)
