"""Giving people roles takes two: one access administrator proposes, another approves. Ending takes one."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Model

from lyhord.accounts.domain import audit
from lyhord.accounts.domain.roles.administrators import check_administrators_left
from lyhord.accounts.domain.roles.rules import UNIT_ROLES, check_roles_go_together, longest_days
from lyhord.accounts.domain.roles.second_person import AboutOneself
from lyhord.accounts.enums import GrantState, Role
from lyhord.accounts.models import ClaimRule, RoleGrant, User
from lyhord.organisation.models import Board, Programme, Unit


class UnitMissing(ValueError):
    """The role is held within a unit, and none was named."""


class UnitNotMeant(ValueError):
    """The role holds for the whole board, but a unit was named."""


class UnitOfAnotherBoard(ValueError):
    """The unit belongs to another board than the grant."""


class ProgrammeMissing(ValueError):
    """A coordinator coordinates a programme, and none was named, or the asking board is not in it."""


class ProgrammeNotMeant(ValueError):
    """Only a coordinator's role holds within a programme."""


class AccountClosed(ValueError):
    """The person cannot sign in."""


class ManagerMissing(ValueError):
    """A deputy takes the place of a named manager of the unit."""


class GrantTooLong(ValueError):
    """The board does not give the role for so long at a time. `days` is the longest."""

    def __init__(self, days: int) -> None:
        super().__init__(f"at most {days} days")
        self.days = days


class EndNotMeant(ValueError):
    """An access administrator stays until ended."""


class AlreadyGiven(ValueError):
    """The person has the same role in the same place for some of the time, or is proposed for it."""


class EndNotLater(ValueError):
    """A role must hold for a day at least: its end comes after its beginning."""


class EndNotEarlier(ValueError):
    """A grant is ended before it would end by itself; a longer time is proposed and approved."""


@transaction.atomic
def propose_grant(
    *,
    user: User,
    role: Role,
    board: Board,
    unit: Unit | None,
    starts_on: dt.date,
    proposed_by: User | None,
    now: dt.datetime,
    ends_before: dt.date | None = None,
    programme: Programme | None = None,
    deputy_for: User | None = None,
    continues: RoleGrant | None = None,
) -> RoleGrant:
    """Propose a role within the board, one unit of it, or a programme. It holds only once another has approved it.

    Without `ends_before` it gets the board's longest time for the role. `proposed_by` is None only at installation.
    Raises UnitMissing, UnitNotMeant, UnitOfAnotherBoard, ProgrammeMissing, ProgrammeNotMeant, AboutOneself,
    AccountClosed, ManagerMissing, GrantTooLong, EndNotMeant, EndNotLater, AlreadyGiven, RolesDoNotGoTogether.
    """
    if proposed_by == user:
        raise AboutOneself(user.username)
    if not User.objects.select_for_update().get(pk=user.pk).is_active:  # one proposal at a time about a person
        raise AccountClosed(user.username)
    check_scope(role, board, unit, programme)
    if role == Role.DEPUTY:
        _check_manager(unit, deputy_for, user, starts_on)
    ends_before = _end(role, _boards(board, programme), starts_on, ends_before)
    scope: dict[str, Model | None] = {"programme": programme} if programme else {"board": board, "unit": unit}
    _check_not_given(user, role, scope, starts_on, ends_before)
    check_roles_go_together(user=user, role=role, starts_on=starts_on, ends_before=ends_before)
    grant = RoleGrant.objects.create(
        user=user,
        role=role,
        board=board,
        unit=unit,
        programme=programme,
        deputy_for=deputy_for,
        starts_on=starts_on,
        ends_before=ends_before,
        proposed_by=proposed_by,
        proposed_at=now,
        continues=continues,
    )
    audit.record_for_boards("accounts.propose_grant", boards=grant.boards, actor=proposed_by, obj=grant, at=now)
    return grant


@transaction.atomic
def prolong_grant(
    *, grant: RoleGrant, ends_before: dt.date | None, proposed_by: User, today: dt.date, now: dt.datetime
) -> RoleGrant:
    """Propose that the role goes on when the grant ends: a grant of its own, that another person approves.

    Raises EndNotMeant when the grant has no end, else as `propose_grant`.
    """
    if grant.ends_before is None:
        raise EndNotMeant(grant.role)
    return propose_grant(
        user=grant.user,
        role=Role(grant.role),
        board=grant.board,
        unit=grant.unit,
        programme=grant.programme,
        deputy_for=grant.deputy_for,
        starts_on=max(grant.ends_before, today),
        ends_before=ends_before,
        proposed_by=proposed_by,
        now=now,
        continues=grant,
    )


@transaction.atomic
def install_grant(
    *,
    user: User,
    role: Role,
    board: Board,
    unit: Unit | None,
    starts_on: dt.date,
    now: dt.datetime,
    programme: Programme | None = None,
    deputy_for: User | None = None,
) -> RoleGrant:
    """Give a role at installation, when there is nobody yet to propose or approve. Raises as `propose_grant`."""
    check_scope(role, board, unit, programme)
    check_roles_go_together(user=user, role=role, starts_on=starts_on, ends_before=None)
    grant = RoleGrant.objects.create(
        user=user,
        role=role,
        board=board,
        unit=unit,
        programme=programme,
        deputy_for=deputy_for,
        starts_on=starts_on,
        ends_before=_end(role, _boards(board, programme), starts_on, None),
        state=GrantState.APPROVED,
        settled_at=now,
    )
    audit.record_for_boards("accounts.install_grant", boards=grant.boards, actor=None, obj=grant, at=now)
    return grant


@transaction.atomic
def give_by_rule(*, user: User, rule: ClaimRule, starts_on: dt.date, now: dt.datetime) -> RoleGrant:
    """Give the role of a rule that two people stand behind, for as long as the claim is there.

    Raises RolesDoNotGoTogether.
    """
    check_roles_go_together(user=user, role=Role(rule.role), starts_on=starts_on, ends_before=None)
    grant = RoleGrant.objects.create(
        user=user,
        role=rule.role,
        board=rule.board,
        unit=rule.unit,
        starts_on=starts_on,
        ends_before=_end(Role(rule.role), [rule.board], starts_on, None),
        state=GrantState.APPROVED,
        settled_at=now,
        by_rule=rule,
    )
    audit.record_for_boards("accounts.give_by_rule", boards=grant.boards, actor=user, obj=grant, at=now)
    return grant


@transaction.atomic
def end_grant(
    *, grant: RoleGrant, ended_by: User | None, on: dt.date, now: dt.datetime, accepts_one_left: bool = False
) -> None:
    """Let the grant end: it no longer holds on the day `on`. What would have continued it ends too.

    One person is enough, since it only takes away. The row stays as history.
    Raises EndNotEarlier, LastAccessAdministrator, FewAccessAdministrators.
    """
    grant = (
        RoleGrant.objects.select_for_update(of=("self",)).select_related("board", "user", "programme").get(pk=grant.pk)
    )
    if grant.state != GrantState.APPROVED or (grant.ends_before is not None and on >= grant.ends_before):
        raise EndNotEarlier(grant.pk)
    if grant.role == Role.ACCESS_ADMINISTRATOR:
        check_administrators_left(board=grant.board, without=grant.user, on=on, accepts_one_left=accepts_one_left)
    later_grants = grant.continuations.filter(state__in=[GrantState.PROPOSED, GrantState.APPROVED])
    for later in later_grants.select_for_update(of=("self",)):  # one that is being declined waits here
        _end_continuation(later, ended_by, now)
    grant.ends_before = max(on, grant.starts_on)
    grant.ended_by, grant.ended_at = ended_by, now
    grant.save(update_fields=["ends_before", "ended_by", "ended_at"])
    audit.record_for_boards("accounts.end_grant", boards=grant.boards, actor=ended_by, obj=grant, at=now)


def _end_continuation(later: RoleGrant, ended_by: User | None, now: dt.datetime) -> None:
    if later.state == GrantState.APPROVED:
        end_grant(grant=later, ended_by=ended_by, on=later.starts_on, now=now)
        return
    settle_grant(grant=later, state=GrantState.WITHDRAWN, settled_by=ended_by, now=now)


_SETTLING = {GrantState.DECLINED: "accounts.decline_grant", GrantState.WITHDRAWN: "accounts.withdraw_grant"}


def settle_grant(*, grant: RoleGrant, state: GrantState, settled_by: User | None, now: dt.datetime) -> None:
    """Say what became of a proposal that gives nothing: declined, or withdrawn. The caller has a transaction."""
    grant.state, grant.settled_by, grant.settled_at = state, settled_by, now
    grant.save(update_fields=["state", "settled_by", "settled_at"])
    audit.record_for_boards(_SETTLING[state], boards=grant.boards, actor=settled_by, obj=grant, at=now)


def _boards(board: Board, programme: Programme | None) -> list[Board]:
    return list(programme.boards.all()) if programme else [board]


def check_scope(role: Role, board: Board, unit: Unit | None, programme: Programme | None) -> None:
    if role == Role.COORDINATOR and (programme is None or board not in programme.boards.all()):
        raise ProgrammeMissing(role)
    if role != Role.COORDINATOR and programme is not None:
        raise ProgrammeNotMeant(role)
    if role in UNIT_ROLES and unit is None:
        raise UnitMissing(role)
    if unit is not None and role not in UNIT_ROLES:
        raise UnitNotMeant(role)
    if unit is not None and unit.board != board:
        raise UnitOfAnotherBoard(unit.name)


def _check_manager(unit: Unit | None, manager: User | None, user: User, on: dt.date) -> None:
    """The named manager holds the unit on the day the deputy begins, and is somebody else."""
    holds = RoleGrant.objects.active(on).filter(role=Role.UNIT_MANAGER, unit=unit, user=manager)
    if manager is None or manager == user or not holds.exists():
        raise ManagerMissing(unit)


def _end(role: Role, boards: list[Board], starts_on: dt.date, ends_before: dt.date | None) -> dt.date | None:
    days = longest_days(role=role, boards=boards)
    if days is None:
        if ends_before is not None:
            raise EndNotMeant(role)
        return None
    if ends_before is not None and ends_before <= starts_on:
        raise EndNotLater(ends_before)
    last = starts_on + dt.timedelta(days=days)
    if ends_before is not None and ends_before > last:
        raise GrantTooLong(days)
    return ends_before or last


def _check_not_given(
    user: User, role: Role, scope: dict[str, Model | None], starts_on: dt.date, ends_before: dt.date | None
) -> None:
    same = RoleGrant.objects.filter(user=user, role=role, **scope).unended(starts_on)
    if ends_before is not None:
        same = same.filter(starts_on__lt=ends_before)
    if same.filter(state__in=[GrantState.PROPOSED, GrantState.APPROVED]).exists():
        raise AlreadyGiven(role)
