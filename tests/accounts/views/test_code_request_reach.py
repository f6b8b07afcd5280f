"""Whom a code is asked for, and whose requests an administrator sees: never those about oneself or of other boards."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from lyhord.accounts.domain.duties import duties_of
from lyhord.accounts.domain.sign_in.code_requests import approve_code, ask_for_code
from lyhord.accounts.enums import GrantState, Role
from lyhord.accounts.models import CodeApproval, CodeRequest, RoleGrant, User
from lyhord.accounts.permissions import visible
from tests.accounts.giving import DAY, NOW
from tests.factories import TODAY, Cast, make_board, make_user, sign_in_as

LIST = "/konto/engangskoder/"


@pytest.fixture(autouse=True)
def today(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def mixed(cast: Cast) -> User:
    """Administers the board, and reads in the partner board."""
    return make_user((Role.ACCESS_ADMINISTRATOR, cast.board), (Role.BOARD_READER, cast.partner))


@pytest.fixture
def other(cast: Cast) -> User:
    """Administers the partner board."""
    return make_user((Role.ACCESS_ADMINISTRATOR, cast.partner))


def reader(*boards: Any) -> User:
    return make_user(*((Role.BOARD_READER, board) for board in boards))


def ask(user: User, asked_by: User, now: dt.datetime = NOW) -> CodeRequest:
    return ask_for_code(user=user, asked_by=asked_by, reason="Ny telefon", is_factor_lost=True, today=TODAY, now=now)


def listed(client: Client, user: User) -> tuple[list[CodeRequest], list[CodeRequest], list[CodeRequest]]:
    """Return what waits for the user, what they have asked for, and what others have said no to."""
    page = sign_in_as(client, user).get(LIST).context
    return list(page["to_decide"]), [request for request, _missing in page["own"]], list(page["declined"])


def told(user: User) -> bool:
    return any("engångskod" in duty.text for duty in duties_of(user, today=TODAY, now=NOW))


def test_it_is_asked_for_about_others_with_a_role_here_and_one_elsewhere(cast: Cast, mixed: User) -> None:
    third = make_board("Tredje nämnden (exempel)")
    both, beyond, had = reader(cast.board, third), reader(cast.partner, third), reader(cast.board, third)
    RoleGrant.objects.filter(user=had, board=third).update(ends_before=TODAY)
    reached = set(visible(mixed, "accounts.ask_for_code", User.objects.all()))
    assert reached == {both, cast.coordinator}
    assert not {mixed, beyond, had} & reached


def test_a_request_is_seen_where_the_person_has_a_role_but_not_by_the_person(
    client: Client, cast: Cast, mixed: User, other: User
) -> None:
    third = make_board("Tredje nämnden (exempel)")
    about_mixed, about_coordinator = ask(mixed, other), ask(cast.coordinator, other)
    beyond = ask(reader(cast.partner, third), other)
    requests = CodeRequest.objects.all()
    assert set(visible(mixed, "accounts.settle_code", requests)) == {about_coordinator}
    assert set(visible(cast.access_administrator, "accounts.settle_code", requests)) == {about_mixed, about_coordinator}
    assert listed(client, mixed) == ([about_coordinator], [], [])
    assert set(listed(client, other)[1]) == {about_mixed, about_coordinator, beyond}
    about_coordinator.delete()
    assert told(cast.access_administrator) and not told(mixed)


def test_who_administers_one_board_agrees_for_no_other_where_they_have_another_role(
    client: Client, cast: Cast, mixed: User, other: User
) -> None:
    asked = ask(cast.coordinator, mixed)
    assert [approval.board for approval in CodeApproval.objects.all()] == [cast.board]
    asked.delete()
    asked = ask(cast.coordinator, cast.second_administrator)
    assert listed(client, mixed) == ([], [], [])
    assert approve_code(request=asked, approved_by=other, today=TODAY, now=NOW)


def test_a_no_is_told_to_who_asked_for_some_days(client: Client, cast: Cast) -> None:
    by = cast.access_administrator
    days = dt.timedelta(days=settings.PROPOSAL_DAYS)
    for age, state in ((days, GrantState.DECLINED), (0 * DAY, GrantState.WITHDRAWN), (days - DAY, GrantState.DECLINED)):
        asked = ask(cast.coordinator, by)
        CodeRequest.objects.filter(pk=asked.pk).update(state=state, settled_by=by, settled_at=NOW - age)
    assert listed(client, by) == ([], [], [asked])


def test_asking_anew_settles_only_what_is_too_old_about_the_same_person(cast: Cast) -> None:
    days = dt.timedelta(days=settings.PROPOSAL_DAYS)
    too_old = ask(cast.coordinator, cast.access_administrator, NOW - days)
    declined = CodeRequest.objects.create(
        user=cast.coordinator,
        board=cast.board,
        reason="Ny telefon",
        state=GrantState.DECLINED,
        proposed_by=cast.access_administrator,
        proposed_at=NOW,
    )
    another = ask(reader(cast.board, cast.partner), cast.access_administrator)
    ask(cast.coordinator, cast.access_administrator)
    states = dict(CodeRequest.objects.values_list("pk", "state"))
    wanted = [GrantState.WITHDRAWN, GrantState.DECLINED, GrantState.PROPOSED]
    assert [states[row.pk] for row in (too_old, declined, another)] == wanted


def test_the_roles_page_offers_it_where_it_can_be_asked_for(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.access_administrator)
    for user, may in ((reader(cast.board, cast.partner), True), (cast.secretary, False)):
        grant = user.grants.get(board=cast.board)
        assert client.get(f"/konto/roller/{grant.pk}/").context["may_ask_for_code"] is may
