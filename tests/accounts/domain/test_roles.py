"""Roles are proposed by one and approved by another, end early by one, and stay as history."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from lyhord.accounts.domain.administrators import (
    FewAccessAdministrators,
    LastAccessAdministrator,
    few_administrators,
)
from lyhord.accounts.domain.approvals import (
    NothingToApprove,
    NotOwnProposal,
    OwnProposal,
    ProposalSettled,
    ProposalTooOld,
    approve_grant,
    decline_grant,
    proposals_for,
    withdraw_grant,
)
from lyhord.accounts.domain.role_rules import DEFAULT_DAYS, INCOMPATIBLE, RolesDoNotGoTogether
from lyhord.accounts.domain.roles import (
    AccountClosed,
    AlreadyGiven,
    EndNotEarlier,
    EndNotMeant,
    GrantTooLong,
    GrantToOneself,
    ManagerMissing,
    UnitMissing,
    UnitNotMeant,
    UnitOfAnotherBoard,
    end_grant,
    install_grant,
    prolong_grant,
    propose_grant,
)
from lyhord.accounts.enums import GrantState, Role
from lyhord.accounts.models import AuditEvent, RoleGrant, RoleLength, User
from lyhord.accounts.permissions import can, grants_of
from tests.factories import TODAY, Cast, make_board, make_unit, make_user
from tests.factories.rows import at

NOW = at(TODAY, 9)
DAY = dt.timedelta(days=1)
CHANGE = "organisation.change_board"


@pytest.fixture(autouse=True)
def today(time_machine: Any) -> None:
    time_machine.move_to(NOW)


def propose(cast: Cast, user: User, role: Role, **fields: Any) -> RoleGrant:
    defaults = {"board": cast.board, "unit": None, "starts_on": TODAY, "proposed_by": cast.access_administrator}
    return propose_grant(user=user, role=role, now=NOW, **(defaults | fields))


def approve(cast: Cast, grant: RoleGrant, **fields: Any) -> RoleGrant:
    return approve_grant(
        **({"grant": grant, "approved_by": cast.second_administrator, "today": TODAY, "now": NOW} | fields)
    )


def give(cast: Cast, user: User, role: Role, **fields: Any) -> RoleGrant:
    return approve(cast, propose(cast, user, role, **fields))


def holds(user: User, role: Role, on: dt.date = TODAY) -> bool:
    return any(grant.role == role for grant in grants_of(User.objects.get(pk=user.pk), on=on))


def test_proposed_role_holds_once_another_person_has_approved(cast: Cast) -> None:
    grant = propose(cast, cast.outsider, Role.COORDINATOR)
    assert not can(User.objects.get(pk=cast.outsider.pk), CHANGE)
    approve(cast, grant)
    user = User.objects.get(pk=cast.outsider.pk)
    assert can(user, CHANGE, cast.board)
    assert not can(user, CHANGE, cast.partner)
    events = AuditEvent.objects.filter(object_id=grant.pk).values_list("action", "actor", "owner", "at")
    assert list(events) == [
        ("accounts.propose_grant", cast.access_administrator.pk, cast.board.pk, NOW),
        ("accounts.approve_grant", cast.second_administrator.pk, cast.board.pk, NOW),
    ]


def test_who_proposed_does_not_approve_nor_decline(cast: Cast) -> None:
    grant = propose(cast, cast.outsider, Role.COORDINATOR)
    with pytest.raises(OwnProposal):
        approve(cast, grant, approved_by=cast.access_administrator)
    with pytest.raises(OwnProposal):
        decline_grant(grant=grant, declined_by=cast.access_administrator, now=NOW)
    assert not holds(cast.outsider, Role.COORDINATOR)


def test_receiver_neither_proposes_nor_approves(cast: Cast) -> None:
    with pytest.raises(GrantToOneself):
        propose(cast, cast.access_administrator, Role.EMPLOYEE, unit=cast.unit)
    grant = propose(cast, cast.second_administrator, Role.EMPLOYEE, unit=cast.unit)
    with pytest.raises(GrantToOneself):
        approve(cast, grant)


def test_administrator_of_another_board_does_not_approve(cast: Cast) -> None:
    grant = propose(cast, cast.outsider, Role.BOARD_READER)
    stranger = make_user((Role.ACCESS_ADMINISTRATOR, cast.partner))
    for other in (stranger, cast.coordinator, cast.auditor):
        with pytest.raises(NothingToApprove):
            approve(cast, grant, approved_by=other)
    assert not holds(cast.outsider, Role.BOARD_READER)


def test_database_itself_refuses_one_person_for_both(cast: Cast) -> None:
    fields = {"user": cast.outsider, "role": Role.AUDITOR, "board": cast.board, "starts_on": TODAY}
    one, two = cast.access_administrator, cast.second_administrator
    given = {"state": GrantState.APPROVED, "proposed_at": NOW}
    for wrong in (
        given | {"proposed_by": one, "settled_by": one},
        given | {"proposed_by": one, "settled_by": cast.outsider},
        given | {"proposed_by": cast.outsider, "settled_by": two},
        given | {"proposed_by": one, "settled_by": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            RoleGrant.objects.create(**(fields | wrong))
    assert RoleGrant.objects.create(**(fields | given | {"proposed_by": one, "settled_by": two})).pk


def test_declined_and_withdrawn_proposals_are_settled_for_good(cast: Cast) -> None:
    declined, withdrawn = propose(cast, cast.outsider, Role.AUDITOR), propose(cast, make_user(), Role.AUDITOR)
    decline_grant(grant=declined, declined_by=cast.second_administrator, now=NOW)
    with pytest.raises(NotOwnProposal):
        withdraw_grant(grant=withdrawn, withdrawn_by=cast.second_administrator, now=NOW)
    withdraw_grant(grant=withdrawn, withdrawn_by=cast.access_administrator, now=NOW)
    for grant in (declined, withdrawn):
        with pytest.raises(ProposalSettled):
            approve(cast, grant)
    states = RoleGrant.objects.filter(pk__in=[declined.pk, withdrawn.pk]).values_list("state", flat=True)
    assert set(states) == {GrantState.DECLINED, GrantState.WITHDRAWN}


def test_old_proposal_must_be_made_anew(cast: Cast) -> None:
    grant = propose(cast, cast.outsider, Role.AUDITOR)
    late = NOW + dt.timedelta(days=30)
    with pytest.raises(ProposalTooOld):
        approve(cast, grant, today=late.date(), now=late)
    assert not proposals_for(cast.second_administrator, [cast.board.pk], today=late.date(), now=late).exists()


def test_role_approved_late_begins_on_the_day_of_approval(cast: Cast) -> None:
    grant = propose(cast, cast.outsider, Role.AUDITOR)
    grant = approve(cast, grant, today=TODAY + 3 * DAY, now=NOW + 3 * DAY)
    assert grant.starts_on == TODAY + 3 * DAY
    assert not holds(cast.outsider, Role.AUDITOR, TODAY + 2 * DAY)
    assert holds(cast.outsider, Role.AUDITOR, TODAY + 3 * DAY)


def test_waiting_list_leaves_out_ones_own_proposals_and_those_about_oneself(cast: Cast) -> None:
    one, two = cast.access_administrator, cast.second_administrator
    theirs = propose(cast, cast.outsider, Role.AUDITOR)
    propose(cast, cast.outsider, Role.BOARD_READER, proposed_by=two)
    propose(cast, two, Role.EMPLOYEE, unit=cast.unit, proposed_by=one)
    assert list(proposals_for(two, [cast.board.pk], today=TODAY, now=NOW)) == [theirs]


@pytest.mark.parametrize(
    ("error", "role", "fields"),
    [
        (UnitMissing, Role.UNIT_MANAGER, {}),
        (UnitNotMeant, Role.AUDITOR, {"unit": "unit"}),
        (UnitOfAnotherBoard, Role.EMPLOYEE, {"unit": "unit", "board": "partner"}),
        (ManagerMissing, Role.DEPUTY, {"unit": "unit"}),
        (ManagerMissing, Role.DEPUTY, {"unit": "other_unit", "deputy_for": "manager"}),
        (ManagerMissing, Role.DEPUTY, {"unit": "unit", "deputy_for": "outsider"}),
        (EndNotMeant, Role.ACCESS_ADMINISTRATOR, {"ends_before": TODAY + DAY}),
        (GrantTooLong, Role.AUDITOR, {"ends_before": TODAY + 367 * DAY}),
    ],
)
def test_bad_proposal_is_refused(cast: Cast, error: type[Exception], role: Role, fields: dict[str, Any]) -> None:
    named = {key: getattr(cast, text) if isinstance(text, str) else text for key, text in fields.items()}
    with pytest.raises(error):
        propose(cast, cast.outsider, role, **named)
    assert not RoleGrant.objects.filter(user=cast.outsider).exists()


def test_deputy_takes_the_place_of_a_named_manager(cast: Cast) -> None:
    grant = give(cast, cast.outsider, Role.DEPUTY, unit=cast.unit, deputy_for=cast.manager)
    assert (grant.deputy_for, grant.ends_before) == (cast.manager, TODAY + 92 * DAY)


def test_closed_account_gets_no_role(cast: Cast) -> None:
    User.objects.filter(pk=cast.outsider.pk).update(is_active=False)
    with pytest.raises(AccountClosed):
        propose(cast, cast.outsider, Role.AUDITOR)


def test_account_closed_meanwhile_is_not_approved(cast: Cast) -> None:
    grant = propose(cast, cast.outsider, Role.AUDITOR)
    User.objects.filter(pk=cast.outsider.pk).update(is_active=False)
    with pytest.raises(AccountClosed):
        approve(cast, grant)


def test_same_role_twice_at_once_is_refused_but_not_one_after_the_other(cast: Cast) -> None:
    first = propose(cast, cast.outsider, Role.AUDITOR, ends_before=TODAY + 10 * DAY)
    with pytest.raises(AlreadyGiven):
        propose(cast, cast.outsider, Role.AUDITOR, starts_on=TODAY + 9 * DAY)
    approve(cast, first)
    with pytest.raises(AlreadyGiven):
        propose(cast, cast.outsider, Role.AUDITOR, starts_on=TODAY + 9 * DAY)
    assert propose(cast, cast.outsider, Role.AUDITOR, starts_on=TODAY + 10 * DAY).pk


def test_every_role_has_a_length_and_a_board_may_shorten_it(cast: Cast) -> None:
    assert set(DEFAULT_DAYS) == set(Role)
    assert propose(cast, cast.outsider, Role.AUDITOR).ends_before == TODAY + 366 * DAY
    RoleLength.objects.create(board=cast.board, role=Role.AUDITOR, days=30)
    assert propose(cast, make_user(), Role.AUDITOR).ends_before == TODAY + 30 * DAY
    with pytest.raises(GrantTooLong):
        propose(cast, make_user(), Role.AUDITOR, ends_before=TODAY + 31 * DAY)
    assert propose(cast, make_user(), Role.ACCESS_ADMINISTRATOR).ends_before is None


@pytest.mark.parametrize("pair", [tuple(sorted(pair)) for pair in INCOMPATIBLE], ids="-".join)
def test_roles_that_do_not_go_together_are_refused_in_either_order(cast: Cast, pair: tuple[Role, Role]) -> None:
    for first, second in (pair, pair[::-1]):
        user = make_user((first, cast.unit if first in {Role.UNIT_MANAGER, Role.DEPUTY} else cast.partner))
        fields: dict[str, Any] = {}
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


def test_ended_role_holds_no_longer_that_day_and_stays_as_history(cast: Cast) -> None:
    grant = give(cast, cast.outsider, Role.COORDINATOR)
    later = TODAY + 7 * DAY
    end_grant(grant=grant, ended_by=cast.access_administrator, on=later, now=NOW)
    assert list(RoleGrant.objects.active(later).filter(user=cast.outsider)) == []
    assert list(RoleGrant.objects.active(later - DAY).filter(user=cast.outsider)) == [grant]
    grant.refresh_from_db()
    assert (grant.ended_by, grant.ended_at) == (cast.access_administrator, NOW)


def test_role_ended_on_its_first_day_is_history_that_never_held(cast: Cast) -> None:
    grant = give(cast, cast.outsider, Role.COORDINATOR)
    end_grant(grant=grant, ended_by=cast.access_administrator, on=TODAY, now=NOW)
    assert not RoleGrant.objects.active(TODAY).filter(pk=grant.pk).exists()
    assert RoleGrant.objects.get(pk=grant.pk).ends_before == TODAY
    assert AuditEvent.objects.filter(action="accounts.end_grant", owner=cast.board).count() == 1


def test_ending_cannot_give_more_time(cast: Cast) -> None:
    grant = give(cast, cast.outsider, Role.AUDITOR, ends_before=TODAY + 10 * DAY)
    for on in (TODAY + 10 * DAY, TODAY + 20 * DAY):
        with pytest.raises(EndNotEarlier):
            end_grant(grant=grant, ended_by=cast.access_administrator, on=on, now=NOW)
    with pytest.raises(EndNotEarlier):
        end_grant(grant=propose(cast, make_user(), Role.AUDITOR), ended_by=None, on=TODAY, now=NOW)


def test_more_time_takes_two_and_begins_where_the_first_ends(cast: Cast) -> None:
    grant = give(cast, cast.outsider, Role.AUDITOR, ends_before=TODAY + 10 * DAY)
    more = prolong_grant(grant=grant, ends_before=None, proposed_by=cast.access_administrator, today=TODAY, now=NOW)
    assert not holds(cast.outsider, Role.AUDITOR, TODAY + 10 * DAY)
    with pytest.raises(OwnProposal):
        approve(cast, more, approved_by=cast.access_administrator)
    approve(cast, more)
    assert holds(cast.outsider, Role.AUDITOR, TODAY + 10 * DAY)
    assert more.starts_on == grant.ends_before


def test_ending_a_role_ends_what_would_have_continued_it(cast: Cast) -> None:
    grant = give(cast, cast.outsider, Role.AUDITOR, ends_before=TODAY + 10 * DAY)
    fields = {"proposed_by": cast.access_administrator, "today": TODAY, "now": NOW}
    more = prolong_grant(grant=grant, ends_before=TODAY + 20 * DAY, **fields)
    approve(cast, more)
    waiting = prolong_grant(grant=more, ends_before=None, **fields)
    end_grant(grant=grant, ended_by=cast.access_administrator, on=TODAY, now=NOW)
    assert not RoleGrant.objects.active(TODAY + 10 * DAY).filter(user=cast.outsider).exists()
    waiting.refresh_from_db()
    assert waiting.state == GrantState.WITHDRAWN


def test_role_without_an_end_cannot_be_prolonged(cast: Cast) -> None:
    with pytest.raises(EndNotMeant):
        prolong_grant(
            grant=cast.second_administrator.grants.get(),
            ends_before=None,
            proposed_by=cast.access_administrator,
            today=TODAY,
            now=NOW,
        )


def test_board_keeps_an_access_administrator_and_one_alone_is_a_warning(cast: Cast) -> None:
    one, two = cast.access_administrator.grants.get(), cast.second_administrator.grants.get()
    end: dict[str, Any] = {"ended_by": cast.access_administrator, "on": TODAY, "now": NOW}
    assert few_administrators([cast.board.pk], TODAY) == {}
    with pytest.raises(FewAccessAdministrators):
        end_grant(grant=two, **end)
    end_grant(grant=two, accepts_one_left=True, **end)
    assert few_administrators([cast.board.pk], TODAY) == {cast.board: 1}
    for accepts in (False, True):
        with pytest.raises(LastAccessAdministrator):
            end_grant(grant=one, accepts_one_left=accepts, **end)


def test_administrators_that_do_not_count(cast: Cast) -> None:
    """Those of another board, those not approved, those who cannot sign in, and the same person twice."""
    end_grant(grant=cast.second_administrator.grants.get(), ended_by=None, on=TODAY, now=NOW, accepts_one_left=True)
    make_user((Role.ACCESS_ADMINISTRATOR, make_board("Annan nämnd (exempel)")))
    closed = make_user((Role.ACCESS_ADMINISTRATOR, cast.board))
    User.objects.filter(pk=closed.pk).update(is_active=False)
    propose(cast, make_user(), Role.ACCESS_ADMINISTRATOR)
    RoleGrant.objects.create(
        user=cast.access_administrator,
        role=Role.ACCESS_ADMINISTRATOR,
        board=cast.board,
        starts_on=TODAY,
        state=GrantState.APPROVED,
    )
    assert few_administrators([cast.board.pk], TODAY) == {cast.board: 1}
    with pytest.raises(LastAccessAdministrator):
        end_grant(
            grant=cast.access_administrator.grants.first(),
            ended_by=None,
            on=TODAY,
            now=NOW,
            accepts_one_left=True,
        )


def test_unit_manager_of_a_board_unit_has_no_board_wide_right(cast: Cast) -> None:
    give(cast, cast.outsider, Role.UNIT_MANAGER, unit=make_unit(cast.board, "Enhet Tre (exempel)"))
    assert not can(User.objects.get(pk=cast.outsider.pk), CHANGE)


def test_installed_role_holds_at_once_and_is_told_apart_in_the_log(cast: Cast) -> None:
    install_grant(user=cast.outsider, role=Role.AUDITOR, board=cast.board, unit=None, starts_on=TODAY, now=NOW)
    assert holds(cast.outsider, Role.AUDITOR)
    assert AuditEvent.objects.get(action="accounts.install_grant").actor is None
