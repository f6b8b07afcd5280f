"""What may be done to users' roles and to the organisation itself, registered in the one policy."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from lyhord.accounts.enums import GrantState, Role
from lyhord.accounts.models import RoleGrant, User
from lyhord.accounts.permissions import boards_of, register
from lyhord.common import clock
from lyhord.organisation.models import Administration, Board, Programme, Unit

KEEPERS = (Role.ACCESS_ADMINISTRATOR, Role.COORDINATOR)

type Grants = tuple[RoleGrant, ...]


def _grants_of_board(user: User, grants: Grants, rows: QuerySet[RoleGrant]) -> QuerySet[RoleGrant]:
    return rows.filter(pk__in=RoleGrant.objects.within(boards_of(grants)).values("pk"))


def _users_of_board(user: User, grants: Grants, rows: QuerySet[User]) -> QuerySet[User]:
    """Those who have or had a role in a board of the administrator's, and none elsewhere now; not the administrator."""
    boards, today = boards_of(grants), clock.today()
    held = RoleGrant.objects.filter(user=OuterRef("pk"), state=GrantState.APPROVED)
    return rows.filter(Exists(held.within(boards)), ~Exists(held.unended(today).beyond(boards))).exclude(pk=user.pk)


def _boards(user: User, grants: Grants, rows: QuerySet[Board]) -> QuerySet[Board]:
    return rows.filter(pk__in=boards_of(grants))


def _programmes(user: User, grants: Grants, rows: QuerySet[Programme]) -> QuerySet[Programme]:
    return rows.filter(pk__in=Programme.objects.filter(boards__in=boards_of(grants)).values("pk"))


def _administrations(user: User, grants: Grants, rows: QuerySet[Administration]) -> QuerySet[Administration]:
    return rows.filter(board__in=boards_of(grants))


def _units(user: User, grants: Grants, rows: QuerySet[Unit]) -> QuerySet[Unit]:
    return rows.filter(administration__board__in=boards_of(grants))


SEES_GRANTS = (Role.ACCESS_ADMINISTRATOR, Role.AUDITOR)

register("accounts.view_grants", roles=SEES_GRANTS, model=RoleGrant, narrow=_grants_of_board)
register("accounts.change_grants", roles=[Role.ACCESS_ADMINISTRATOR], model=RoleGrant, narrow=_grants_of_board)
register("accounts.change_user", roles=[Role.ACCESS_ADMINISTRATOR], model=User, narrow=_users_of_board)
register("organisation.change_board", roles=KEEPERS, model=Board, narrow=_boards)
register("organisation.change_programme", roles=[Role.ACCESS_ADMINISTRATOR], model=Programme, narrow=_programmes)
register("organisation.change_administration", roles=KEEPERS, model=Administration, narrow=_administrations)
register("organisation.change_unit", roles=KEEPERS, model=Unit, narrow=_units)
