"""What may be done to users' roles and to the organisation itself, registered in the one policy."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from lyhord.accounts.enums import GrantState, Role
from lyhord.accounts.models import (
    AccessCheck,
    AccessRound,
    ClaimRule,
    CodeRequest,
    RetentionMark,
    RoleGrant,
    RoleLength,
    User,
)
from lyhord.accounts.permissions import boards_of, register, units_of
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


def _users_who_may_leave(user: User, grants: Grants, rows: QuerySet[User]) -> QuerySet[User]:
    """Those with a role in a board of the administrator's, now or to come, also when another board gives them one;
    and all those whose account only the administrator's boards answer for."""
    standing = RoleGrant.objects.standing(clock.today()).filter(user=OuterRef("pk"))
    alone = _users_of_board(user, grants, User.objects.all()).values("pk")
    return rows.filter(Exists(standing.within(boards_of(grants))) | Q(pk__in=alone)).exclude(pk=user.pk)


def _users_of_several_boards(user: User, grants: Grants, rows: QuerySet[User]) -> QuerySet[User]:
    """Those with a role in a board of the administrator's and one in another, now or to come; not the administrator."""
    boards = boards_of(grants)
    standing = RoleGrant.objects.standing(clock.today()).filter(user=OuterRef("pk"))
    return rows.filter(Exists(standing.within(boards)), Exists(standing.beyond(boards))).exclude(pk=user.pk)


def _code_requests(user: User, grants: Grants, rows: QuerySet[CodeRequest]) -> QuerySet[CodeRequest]:
    """Those about somebody with a role in a board of the administrator's, now or to come; not the administrator."""
    standing = RoleGrant.objects.standing(clock.today()).within(boards_of(grants))
    return rows.filter(user__in=standing.values("user")).exclude(user=user)


def _rules_of_board(user: User, grants: Grants, rows: QuerySet[ClaimRule]) -> QuerySet[ClaimRule]:
    return rows.filter(board__in=boards_of(grants))


def _boards(user: User, grants: Grants, rows: QuerySet[Board]) -> QuerySet[Board]:
    return rows.filter(pk__in=boards_of(grants))


def _programmes(user: User, grants: Grants, rows: QuerySet[Programme]) -> QuerySet[Programme]:
    return rows.filter(pk__in=Programme.objects.filter(boards__in=boards_of(grants)).values("pk"))


def _administrations(user: User, grants: Grants, rows: QuerySet[Administration]) -> QuerySet[Administration]:
    return rows.filter(board__in=boards_of(grants))


def _units(user: User, grants: Grants, rows: QuerySet[Unit]) -> QuerySet[Unit]:
    return rows.filter(administration__board__in=boards_of(grants))


def _rounds(user: User, grants: Grants, rows: QuerySet[AccessRound]) -> QuerySet[AccessRound]:
    return rows.filter(board__in=boards_of(grants))


UNIT_STAFF = (Role.EMPLOYEE, Role.VOLUNTEER, Role.DEPUTY)


def _checks(user: User, grants: Grants, rows: QuerySet[AccessCheck]) -> QuerySet[AccessCheck]:
    """A manager answers for the staff of the unit; an administrator for the rest, and where no other manager is."""
    managers = RoleGrant.objects.active(clock.today()).filter(
        role=Role.UNIT_MANAGER, unit=OuterRef("grant__unit"), user__is_active=True
    )
    has_manager = Exists(managers.exclude(user=OuterRef("grant__user")))
    of_unit = Q(grant__unit__in=units_of(grants), grant__role__in=UNIT_STAFF)
    of_board = Q(round__board__in=boards_of(grants)) & (~Q(grant__role__in=UNIT_STAFF) | ~has_manager)
    return rows.filter(of_unit | of_board).exclude(grant__user=user)


def _lengths(user: User, grants: Grants, rows: QuerySet[RoleLength]) -> QuerySet[RoleLength]:
    return rows.filter(board__in=boards_of(grants))


def _marks(user: User, grants: Grants, rows: QuerySet[RetentionMark]) -> QuerySet[RetentionMark]:
    return rows.filter(owner__in=boards_of(grants))


SEES_GRANTS = (Role.ACCESS_ADMINISTRATOR, Role.AUDITOR)

register("accounts.view_grants", roles=SEES_GRANTS, model=RoleGrant, narrow=_grants_of_board)
register("accounts.view_access_round", roles=SEES_GRANTS, model=AccessRound, narrow=_rounds)
register("accounts.open_access_round", roles=[Role.ACCESS_ADMINISTRATOR], model=Board, narrow=_boards)
register(
    "accounts.check_access", roles=[Role.ACCESS_ADMINISTRATOR, Role.UNIT_MANAGER], model=AccessCheck, narrow=_checks
)
register("accounts.change_grants", roles=[Role.ACCESS_ADMINISTRATOR], model=RoleGrant, narrow=_grants_of_board)
register("accounts.change_rules", roles=[Role.ACCESS_ADMINISTRATOR], model=ClaimRule, narrow=_rules_of_board)
register("accounts.change_user", roles=[Role.ACCESS_ADMINISTRATOR], model=User, narrow=_users_of_board)
register("accounts.ask_for_code", roles=[Role.ACCESS_ADMINISTRATOR], model=User, narrow=_users_of_several_boards)
register("accounts.settle_code", roles=[Role.ACCESS_ADMINISTRATOR], model=CodeRequest, narrow=_code_requests)
register("accounts.let_leave", roles=[Role.ACCESS_ADMINISTRATOR], model=User, narrow=_users_who_may_leave)
register("accounts.propose_length", roles=[Role.ACCESS_ADMINISTRATOR], model=Board, narrow=_boards)
register("accounts.settle_length", roles=[Role.ACCESS_ADMINISTRATOR], model=RoleLength, narrow=_lengths)
register("organisation.change_board", roles=KEEPERS, model=Board, narrow=_boards)
register("organisation.change_programme", roles=[Role.ACCESS_ADMINISTRATOR], model=Programme, narrow=_programmes)
register("organisation.change_administration", roles=KEEPERS, model=Administration, narrow=_administrations)
register("organisation.change_unit", roles=KEEPERS, model=Unit, narrow=_units)
register("accounts.view_log", roles=[Role.AUDITOR], model=Board, narrow=_boards)
register("retention.keep_rules", roles=[Role.COORDINATOR], model=Board, narrow=_boards)
register("retention.hold", roles=[Role.COORDINATOR], model=RetentionMark, narrow=_marks)
