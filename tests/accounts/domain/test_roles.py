"""Roles are given and taken back, with an audit row, never to oneself."""

from __future__ import annotations

import datetime as dt

import pytest

from lyhord.accounts.domain.roles import (
    GrantToOneself,
    LastAccessAdministrator,
    UnitMissing,
    UnitNotMeant,
    UnitOfAnotherBoard,
    end_grant,
    grant_role,
)
from lyhord.accounts.enums import Role
from lyhord.accounts.models import AuditEvent, RoleGrant, User
from lyhord.accounts.permissions import can
from tests.factories import TODAY, Cast, make_board, make_unit, make_user
from tests.factories.rows import at

NOW = at(TODAY, 9)
CHANGE = "organisation.change_board"


def give(cast: Cast, user: User, role: Role, **fields: object) -> RoleGrant:
    defaults = {"board": cast.board, "unit": None, "starts_on": TODAY, "granted_by": cast.access_administrator}
    return grant_role(user=user, role=role, now=NOW, **(defaults | fields))  # type: ignore[arg-type]  # test fields


def test_role_gives_the_right_and_leaves_an_audit_row(cast: Cast) -> None:
    assert not can(cast.outsider, CHANGE)
    grant = give(cast, cast.outsider, Role.COORDINATOR)
    assert can(User.objects.get(pk=cast.outsider.pk), CHANGE, cast.board)
    assert not can(User.objects.get(pk=cast.outsider.pk), CHANGE, cast.partner)
    event = AuditEvent.objects.get(action="accounts.grant_role")
    assert (event.actor, event.owner, event.object_id, event.at) == (
        cast.access_administrator,
        cast.board,
        grant.pk,
        NOW,
    )


def test_role_within_a_unit_needs_the_unit(cast: Cast) -> None:
    with pytest.raises(UnitMissing):
        give(cast, cast.outsider, Role.UNIT_MANAGER)
    assert give(cast, cast.outsider, Role.UNIT_MANAGER, unit=cast.unit).unit == cast.unit


def test_role_for_the_board_takes_no_unit(cast: Cast) -> None:
    with pytest.raises(UnitNotMeant):
        give(cast, cast.outsider, Role.AUDITOR, unit=cast.unit)


def test_unit_must_belong_to_the_board(cast: Cast) -> None:
    with pytest.raises(UnitOfAnotherBoard):
        give(cast, cast.outsider, Role.EMPLOYEE, board=cast.partner, unit=cast.unit)


def test_nobody_gives_a_role_to_themselves(cast: Cast) -> None:
    with pytest.raises(GrantToOneself):
        give(cast, cast.access_administrator, Role.COORDINATOR)
    assert not AuditEvent.objects.filter(action="accounts.grant_role").exists()


def test_ended_grant_holds_no_longer_that_day(cast: Cast) -> None:
    grant = give(cast, cast.outsider, Role.COORDINATOR, starts_on=TODAY - dt.timedelta(days=7))
    end_grant(grant=grant, ended_by=cast.access_administrator, on=TODAY, now=NOW)
    assert list(RoleGrant.objects.active(TODAY).filter(user=cast.outsider)) == []
    assert list(RoleGrant.objects.active(TODAY - dt.timedelta(days=1)).filter(user=cast.outsider)) == [grant]


def test_grant_that_had_not_begun_is_removed(cast: Cast) -> None:
    grant = give(cast, cast.outsider, Role.COORDINATOR)
    end_grant(grant=grant, ended_by=cast.access_administrator, on=TODAY, now=NOW)
    assert not RoleGrant.objects.filter(user=cast.outsider).exists()
    assert AuditEvent.objects.filter(action="accounts.end_grant", owner=cast.board).count() == 1


def test_last_access_administrator_stays(cast: Cast) -> None:
    grant = cast.access_administrator.grants.get()
    with pytest.raises(LastAccessAdministrator):
        end_grant(grant=grant, ended_by=cast.access_administrator, on=TODAY, now=NOW)
    give(cast, make_user(), Role.ACCESS_ADMINISTRATOR)
    end_grant(grant=grant, ended_by=cast.access_administrator, on=TODAY, now=NOW)
    assert RoleGrant.objects.active(TODAY).filter(role=Role.ACCESS_ADMINISTRATOR).count() == 1


def test_administrator_of_another_board_does_not_count_as_another(cast: Cast) -> None:
    give(cast, make_user(), Role.ACCESS_ADMINISTRATOR, board=make_board("Annan nämnd (exempel)"))
    with pytest.raises(LastAccessAdministrator):
        end_grant(grant=cast.access_administrator.grants.get(), ended_by=cast.access_administrator, on=TODAY, now=NOW)


def test_unit_manager_of_a_board_unit_has_no_board_wide_right(cast: Cast) -> None:
    give(cast, cast.outsider, Role.UNIT_MANAGER, unit=make_unit(cast.board, "Enhet Tre (exempel)"))
    assert not can(User.objects.get(pk=cast.outsider.pk), CHANGE)
