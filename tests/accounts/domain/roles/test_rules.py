"""Where roles are held and how long, and which do not go together."""

from __future__ import annotations

from typing import Any

import pytest

from lyhord.accounts.domain.roles.approvals import (
    proposals_for,
)
from lyhord.accounts.domain.roles.grants import (
    GrantTooLong,
    ProgrammeMissing,
    ProgrammeNotMeant,
    end_grant,
)
from lyhord.accounts.domain.roles.rules import DEFAULT_DAYS, INCOMPATIBLE, RolesDoNotGoTogether
from lyhord.accounts.domain.roles.second_person import NothingToApprove, OwnProposal
from lyhord.accounts.enums import GrantState, Role
from lyhord.accounts.models import AuditEvent, RoleGrant, RoleLength, User
from lyhord.accounts.permissions import boards_of, can, grants_of, visible
from lyhord.programme.models import Decision
from tests.accounts.giving import DAY, NOW, approve, give, holds, propose
from tests.factories import TODAY, Cast, make_clauses, make_decision, make_programme, make_user

CHANGE = "organisation.change_board"


@pytest.fixture(autouse=True)
def today(time_machine: Any) -> None:
    time_machine.move_to(NOW)


def test_coordinator_of_a_programme_is_given_by_each_of_its_boards(cast: Cast) -> None:
    both = make_programme(cast.board, cast.partner)
    partners_own = make_user((Role.ACCESS_ADMINISTRATOR, cast.partner))
    grant = propose(cast, cast.outsider, Role.COORDINATOR, programme=both)
    assert list(proposals_for(partners_own, [cast.partner.pk], today=TODAY, now=NOW)) == [grant]
    assert approve(cast, grant).state == GrantState.PROPOSED
    assert not holds(cast.outsider, Role.COORDINATOR)
    assert list(proposals_for(cast.second_administrator, [cast.board.pk], today=TODAY, now=NOW)) == []
    with pytest.raises(NothingToApprove):
        approve(cast, grant)
    with pytest.raises(OwnProposal):
        approve(cast, grant, approved_by=cast.access_administrator)
    assert approve(cast, grant, approved_by=partners_own).state == GrantState.APPROVED
    user = User.objects.get(pk=cast.outsider.pk)
    assert boards_of(grants_of(user)) == {cast.board.pk, cast.partner.pk}
    assert can(user, CHANGE, cast.partner)
    logged = AuditEvent.objects.filter(object_id=grant.pk, action="accounts.propose_grant")
    assert set(logged.values_list("owner", flat=True)) == {cast.board.pk, cast.partner.pk}


def test_either_board_alone_ends_a_coordinator(cast: Cast) -> None:
    user = make_user((Role.COORDINATOR, make_programme(cast.board, cast.partner)))
    partners_own = make_user((Role.ACCESS_ADMINISTRATOR, cast.partner))
    for administrator in (cast.access_administrator, partners_own):
        assert can(administrator, "accounts.change_grants", user.grants.get())
    end_grant(grant=user.grants.get(), ended_by=partners_own, on=TODAY, now=NOW)
    assert not holds(user, Role.COORDINATOR)


def test_coordinator_sees_the_decisions_of_the_programme_and_no_other(cast: Cast) -> None:
    one, other = make_programme(cast.board, name="Ett (exempel)"), make_programme(cast.board, name="Annat (exempel)")
    user = make_user((Role.COORDINATOR, one))
    mine, not_mine = make_decision(cast.board, programme=one), make_decision(cast.board, programme=other)
    clauses = [*make_clauses(mine), *make_clauses(not_mine)]
    assert list(visible(user, "programme.view_decision", Decision.objects.all())) == [mine]
    for action in ("programme.change_decision", "planning.make_plan"):
        assert (can(user, action, mine), can(user, action, not_mine)) == (True, False)
    for action in ("programme.change_clause", "coverage.view_names"):
        assert [can(user, action, clause) for clause in clauses] == [True, True, False, False]
    assert {mine, not_mine} <= set(visible(cast.board_reader, "programme.view_decision", Decision.objects.all()))


def test_board_that_is_not_in_the_programme_does_not_ask(cast: Cast) -> None:
    for programme in (None, make_programme(cast.partner)):
        with pytest.raises(ProgrammeMissing):
            propose(cast, cast.outsider, Role.COORDINATOR, programme=programme)
    with pytest.raises(ProgrammeNotMeant):
        propose(cast, cast.outsider, Role.AUDITOR, programme=make_programme(cast.board))


def test_programme_role_is_as_short_as_its_strictest_board(cast: Cast) -> None:
    RoleLength.objects.create(board=cast.partner, role=Role.COORDINATOR, days=30, state=GrantState.APPROVED)
    both = make_programme(cast.board, cast.partner)
    assert propose(cast, cast.outsider, Role.COORDINATOR, programme=both).ends_before == TODAY + 30 * DAY


def test_every_role_has_a_length_and_a_board_may_shorten_it(cast: Cast) -> None:
    assert set(DEFAULT_DAYS) == set(Role)
    assert propose(cast, cast.outsider, Role.AUDITOR).ends_before == TODAY + 366 * DAY
    RoleLength.objects.create(board=cast.board, role=Role.AUDITOR, days=30, state=GrantState.APPROVED)
    assert propose(cast, make_user(), Role.AUDITOR).ends_before == TODAY + 30 * DAY
    with pytest.raises(GrantTooLong):
        propose(cast, make_user(), Role.AUDITOR, ends_before=TODAY + 31 * DAY)
    assert propose(cast, make_user(), Role.ACCESS_ADMINISTRATOR).ends_before is None


@pytest.mark.parametrize("pair", [tuple(sorted(pair)) for pair in INCOMPATIBLE], ids="-".join)
def test_roles_that_do_not_go_together_are_refused_in_either_order(cast: Cast, pair: tuple[Role, Role]) -> None:
    for first, second in (pair, pair[::-1]):
        user = make_user((first, cast.unit if first in {Role.UNIT_MANAGER, Role.DEPUTY} else cast.partner))
        fields: dict[str, Any] = {}  # `propose` adds the programme of a coordinator
        if second in {Role.UNIT_MANAGER, Role.DEPUTY}:
            fields = {"unit": cast.unit, "deputy_for": cast.manager if second == Role.DEPUTY else None}
        with pytest.raises(RolesDoNotGoTogether) as refused:
            propose(cast, user, second, **fields)
        assert str(refused.value.reason).endswith(".")


def test_who_grants_rights_cannot_read(cast: Cast) -> None:
    for role in (Role.COORDINATOR, Role.UNIT_MANAGER, Role.DEPUTY, Role.ADVISER, Role.AUDITOR):
        assert frozenset({Role.ACCESS_ADMINISTRATOR, role}) in INCOMPATIBLE


def test_roles_that_meet_in_time_only_are_refused(cast: Cast) -> None:
    user = make_user()
    give(cast, user, Role.AUDITOR, ends_before=TODAY + 10 * DAY)
    with pytest.raises(RolesDoNotGoTogether):
        propose(cast, user, Role.COORDINATOR, starts_on=TODAY + 9 * DAY)
    assert propose(cast, user, Role.COORDINATOR, starts_on=TODAY + 10 * DAY).pk


def test_two_proposals_that_do_not_go_together_cannot_both_be_made(cast: Cast) -> None:
    propose(cast, cast.outsider, Role.AUDITOR)
    with pytest.raises(RolesDoNotGoTogether):
        propose(cast, cast.outsider, Role.COORDINATOR)


def test_role_installed_meanwhile_stops_the_approval(cast: Cast) -> None:
    grant = propose(cast, cast.outsider, Role.AUDITOR)
    RoleGrant.objects.create(
        user=cast.outsider, role=Role.TRAINER, board=cast.partner, starts_on=TODAY, state=GrantState.APPROVED
    )
    with pytest.raises(RolesDoNotGoTogether):
        approve(cast, grant)
