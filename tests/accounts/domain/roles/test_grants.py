"""Roles are proposed by one and approved by another."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from lyhord.accounts.domain.roles.approvals import (
    decline_grant,
    proposals_for,
    withdraw_grant,
)
from lyhord.accounts.domain.roles.grants import (
    AccountClosed,
    AlreadyGiven,
    EndNotLater,
    EndNotMeant,
    GrantTooLong,
    ManagerMissing,
    UnitMissing,
    UnitNotMeant,
    UnitOfAnotherBoard,
    install_grant,
)
from lyhord.accounts.domain.roles.second_person import (
    AboutOneself,
    NothingToApprove,
    NotOwnProposal,
    OwnProposal,
    ProposalSettled,
    ProposalTooOld,
)
from lyhord.accounts.enums import GrantState, Role
from lyhord.accounts.models import AuditEvent, RoleGrant, User
from lyhord.accounts.permissions import can
from tests.accounts.giving import DAY, NOW, approve, give, holds, propose
from tests.factories import TODAY, Cast, make_unit, make_user

CHANGE = "organisation.change_board"


@pytest.fixture(autouse=True)
def today(time_machine: Any) -> None:
    time_machine.move_to(NOW)


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
    with pytest.raises(AboutOneself):
        propose(cast, cast.access_administrator, Role.EMPLOYEE, unit=cast.unit)
    grant = propose(cast, cast.second_administrator, Role.EMPLOYEE, unit=cast.unit)
    with pytest.raises(AboutOneself):
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
    propose(cast, make_user(), Role.AUDITOR, starts_on=late.date())
    RoleGrant.objects.exclude(pk=grant.pk).filter(state=GrantState.PROPOSED).update(proposed_at=late)
    with pytest.raises(ProposalTooOld):
        approve(cast, grant, today=late.date(), now=late)
    assert grant not in proposals_for(cast.second_administrator, [cast.board.pk], today=late.date(), now=late)


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
        (EndNotLater, Role.AUDITOR, {"ends_before": TODAY}),
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


def test_unit_manager_of_a_board_unit_has_no_board_wide_right(cast: Cast) -> None:
    give(cast, cast.outsider, Role.UNIT_MANAGER, unit=make_unit(cast.board, "Enhet Tre (exempel)"))
    assert not can(User.objects.get(pk=cast.outsider.pk), CHANGE)


def test_installed_role_holds_at_once_and_is_told_apart_in_the_log(cast: Cast) -> None:
    install_grant(user=cast.outsider, role=Role.AUDITOR, board=cast.board, unit=None, starts_on=TODAY, now=NOW)
    assert holds(cast.outsider, Role.AUDITOR)
    assert AuditEvent.objects.get(action="accounts.install_grant").actor is None
