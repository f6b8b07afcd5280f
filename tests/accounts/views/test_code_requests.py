"""A new one-time code for somebody with roles in two boards: one asks, the other agrees, the first hands it over."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lyhord.accounts.domain.duties import duties_of
from lyhord.accounts.domain.retention.account_kinds import ended_code_requests
from lyhord.accounts.domain.roles.grants import end_grant
from lyhord.accounts.domain.roles.second_person import (
    AboutOneself,
    NothingToApprove,
    NotOwnProposal,
    OwnProposal,
    ProposalSettled,
    ProposalTooOld,
    TiedByCode,
)
from lyhord.accounts.domain.sign_in.code_requests import (
    ApprovalMissing,
    AskedAlready,
    NotSeveralBoards,
    approve_code,
    ask_for_code,
    decline_code,
    issue_asked_code,
    withdraw_request,
)
from lyhord.accounts.domain.sign_in.codes import issue_code, redeem_code
from lyhord.accounts.enums import GrantState, Role
from lyhord.accounts.models import AuditEvent, CodeApproval, CodeRequest, RoleGrant, SignInCode, User
from tests.accounts.giving import DAY, NOW
from tests.factories import TODAY, Cast, make_board, make_user, sign_in_as
from tests.factories.factors import add_app

LIST = "/konto/engangskoder/"
WHY = "Kom hit och visade legitimation."
OLD, GOOD = "exempel-losenord-1", "en lugn stund vid kaffet"


@pytest.fixture(autouse=True)
def today(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def other(cast: Cast) -> User:
    """The access administrator of the other board."""
    return make_user((Role.ACCESS_ADMINISTRATOR, cast.partner), name="Andra Nämnden (exempel)")


def ask(cast: Cast, **fields: Any) -> CodeRequest:
    defaults = {"user": cast.coordinator, "asked_by": cast.access_administrator, "reason": WHY, "is_factor_lost": True}
    return ask_for_code(**(defaults | {"today": TODAY, "now": NOW} | fields))


def approve(request: CodeRequest, by: User, now: dt.datetime = NOW) -> bool:
    return approve_code(request=request, approved_by=by, today=TODAY, now=now)


def issue(request: CodeRequest, by: User, now: dt.datetime = NOW) -> str:
    return issue_asked_code(request=request, issued_by=by, today=TODAY, now=now)


def works(user: User) -> bool:
    return User.objects.get(pk=user.pk).check_password(OLD)


def duties(user: User) -> str:
    return " ".join(duty.text for duty in duties_of(User.objects.get(pk=user.pk), today=TODAY, now=NOW))


def test_from_the_role_to_the_code_in_the_hand(client: Client, cast: Cast, other: User) -> None:
    add_app(cast.coordinator)
    asking = sign_in_as(client, cast.access_administrator)
    grant = cast.coordinator.grants.filter(board=cast.board).get()
    address = f"/konto/anvandare/{cast.coordinator.pk}/be-om-engangskod/"
    assert address in asking.get(f"/konto/roller/{grant.pk}/").content.decode()
    assert "reason" in asking.post(address, {"is_factor_lost": "on"}).context["form"].errors
    assert asking.post(address, {"reason": WHY, "is_factor_lost": "on"})["Location"] == LIST
    request = CodeRequest.objects.get()
    show, yes = f"{LIST}{request.pk}/visa/", f"{LIST}{request.pk}/godkann/"
    page = asking.get(LIST).content.decode()
    assert "Väntar på en nämnd till" in page and show not in page and yes not in page
    assert "inte godkänt än" in asking.post(show, follow=True).content.decode()
    assert "föreslog det själv" in asking.post(yes, follow=True).content.decode()
    assert "redan bett" in asking.post(address, {"reason": WHY}, follow=True).content.decode()
    assert works(cast.coordinator)

    agreeing = sign_in_as(Client(), other)
    assert "1 engångskod väntar på ditt godkännande" in duties(other)
    page = agreeing.get(LIST).content.decode()
    assert WHY in page and "passkey" in page and cast.board.name in page and yes in page and show not in page
    assert "lämna ut koden" in agreeing.post(yes, follow=True).content.decode()
    assert "Bara den som föreslog" in agreeing.post(show, follow=True).content.decode()
    assert works(cast.coordinator) and not SignInCode.objects.exists()
    assert "engångskod" not in duties(other) and "lämna över den" in duties(cast.access_administrator)

    assert show in asking.get(LIST).content.decode()
    code = asking.post(show).context["code"]
    assert not works(cast.coordinator) and not Authenticator.objects.filter(user=cast.coordinator).exists()
    assert "redan bestämt" in asking.post(show, follow=True).content.decode()
    assert redeem_code(code=code, password=GOOD, now=NOW) == cast.coordinator
    request.refresh_from_db()
    assert (request.state, request.settled_by) == (GrantState.APPROVED, other)
    assert "engångskod" not in duties(cast.access_administrator)
    told = AuditEvent.objects.filter(object_id=cast.coordinator.pk, action__contains="code")
    wanted = {
        ("accounts.ask_for_code", cast.access_administrator, cast.board),
        ("accounts.ask_for_code", cast.access_administrator, cast.partner),
        ("accounts.approve_code", other, cast.partner),
        ("accounts.issue_code", cast.access_administrator, None),
        ("accounts.redeem_code", cast.coordinator, None),
    }
    assert {(event.action, event.actor, event.owner) for event in told} == wanted


def test_a_no_has_a_reason_and_ends_it(client: Client, cast: Cast, other: User) -> None:
    request = ask(cast)
    address = f"{LIST}{request.pk}/neka/"
    sign_in_as(client, other)
    assert address in client.get(LIST).content.decode()
    assert "reason" in client.post(address, {"reason": ""}).context["form"].errors
    assert client.post(address, {"reason": "Hon har inte hört av sig."})["Location"] == LIST
    assert "redan bestämt" in client.post(address, {"reason": "x"}, follow=True).content.decode()
    assert "Hon har inte hört av sig." in sign_in_as(client, cast.access_administrator).get(LIST).content.decode()
    with pytest.raises(ProposalSettled):
        approve(request, other)
    with pytest.raises(ProposalSettled):
        issue(request, cast.access_administrator)
    events = AuditEvent.objects.filter(action="accounts.decline_code")
    assert {event.owner for event in events} == {cast.board, cast.partner}
    assert ask(cast).state == GrantState.PROPOSED


def test_who_asked_takes_it_back_and_nobody_else(client: Client, cast: Cast, other: User) -> None:
    request = ask(cast)
    address = f"{LIST}{request.pk}/ta-tillbaka/"
    assert "Bara den som" in sign_in_as(client, other).post(address, follow=True).content.decode()
    assert "återtaget" in sign_in_as(client, cast.access_administrator).post(address, follow=True).content.decode()
    with pytest.raises(ProposalSettled):
        withdraw_request(request=request, withdrawn_by=cast.access_administrator, today=TODAY, now=NOW)
    assert AuditEvent.objects.filter(action="accounts.withdraw_code_request").count() == 2
    assert works(cast.coordinator)


def test_nobody_decides_alone_about_themselves_or_through_an_account_that_they_made_a_code_for(
    cast: Cast, other: User
) -> None:
    both = make_user((Role.ACCESS_ADMINISTRATOR, cast.board), (Role.BOARD_READER, cast.partner))
    for wrong, refusal in (
        ({"user": cast.access_administrator}, AboutOneself),
        ({"user": cast.manager}, NotSeveralBoards),
        ({"user": cast.adviser}, NotSeveralBoards),
        ({"asked_by": cast.manager}, NotSeveralBoards),
    ):
        with pytest.raises(refusal):
            ask(cast, **wrong)
    request = ask(cast, user=both)
    for by, refused in (
        (cast.access_administrator, OwnProposal),
        (both, AboutOneself),
        (cast.manager, NothingToApprove),
    ):
        with pytest.raises(refused):
            approve(request, by)
    for by, refused in ((cast.access_administrator, OwnProposal), (both, AboutOneself)):
        with pytest.raises(refused):
            decline_code(request=request, declined_by=by, reason="x", today=TODAY, now=NOW)
    with pytest.raises(NothingToApprove):  # the board that asked has agreed by asking
        approve(request, cast.second_administrator)
    with pytest.raises(AskedAlready):
        ask(cast, user=both, asked_by=other)
    issue_code(user=other, issued_by=cast.access_administrator, now=NOW)
    with pytest.raises(TiedByCode):
        approve(request, other)
    with pytest.raises(NotOwnProposal):
        issue(request, other)
    with pytest.raises(IntegrityError), transaction.atomic():
        CodeRequest.objects.update(state=GrantState.APPROVED, settled_by=cast.access_administrator)
    with pytest.raises(IntegrityError), transaction.atomic():
        CodeRequest.objects.update(state=GrantState.APPROVED, settled_by=both)
    with pytest.raises(IntegrityError), transaction.atomic():
        CodeRequest.objects.update(proposed_by=both)


def test_a_role_that_has_begun_adds_a_board_and_one_that_has_ended_takes_it_away(cast: Cast, other: User) -> None:
    third = make_board("Tredje nämnden (exempel)")
    keeper = make_user((Role.ACCESS_ADMINISTRATOR, third))
    request = ask(cast)
    assert approve(request, other)
    grant = RoleGrant.objects.create(
        user=cast.coordinator,
        role=Role.BOARD_READER,
        board=third,
        starts_on=TODAY + DAY,
        state=GrantState.APPROVED,
    )
    with pytest.raises(ApprovalMissing):
        issue(request, cast.access_administrator)
    assert "engångskod väntar" in duties(keeper) and "lämna över" not in duties(cast.access_administrator)
    end_grant(grant=grant, ended_by=keeper, on=TODAY, now=NOW)
    assert "engångskod väntar" not in duties(keeper)
    with pytest.raises(NothingToApprove):
        approve(request, keeper)
    RoleGrant.objects.filter(pk=grant.pk).update(ends_before=None)
    assert approve(request, keeper)
    assert issue(request, cast.access_administrator)


def test_without_anybody_elses_yes_there_is_no_code(cast: Cast) -> None:
    """The role in the other board has ended: then the ordinary code is there to be given."""
    request = ask(cast)
    RoleGrant.objects.filter(user=cast.coordinator, board=cast.partner).update(ends_before=TODAY)
    with pytest.raises(ApprovalMissing):
        issue(request, cast.access_administrator)


def test_it_runs_out_and_can_be_asked_for_anew(cast: Cast, other: User, settings: Any) -> None:
    settings.PROPOSAL_DAYS = 3
    late = NOW + 3 * DAY
    request = ask(cast)
    with pytest.raises(ProposalTooOld):
        approve(request, other, now=late)
    assert approve(request, other, now=late - dt.timedelta(seconds=1))
    with pytest.raises(ProposalTooOld):
        issue(request, cast.access_administrator, now=late)
    assert [ended.id for ended in ended_code_requests(cast.board)] == []
    assert ask(cast, now=late) != request
    assert [ended.id for ended in ended_code_requests(cast.board)] == [request.pk]
    assert [ended.id for ended in ended_code_requests(cast.partner)] == []


def test_nobody_who_cannot_sign_in_gets_a_code(client: Client, cast: Cast, other: User) -> None:
    request = ask(cast)
    User.objects.filter(pk=cast.coordinator.pk).update(is_active=False)
    with pytest.raises(ProposalTooOld):
        approve(request, other)
    sign_in_as(client, cast.access_administrator)
    assert client.get(f"/konto/anvandare/{cast.coordinator.pk}/be-om-engangskod/").status_code == 404


def test_the_list_costs_the_same_however_many_wait(client: Client, cast: Cast, other: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(LIST)
        return len(found)

    def several(count: int) -> None:
        for _number in range(count):
            person = make_user((Role.BOARD_READER, cast.board), (Role.BOARD_READER, cast.partner))
            ask(cast, user=person)
            person = make_user((Role.BOARD_READER, cast.board), (Role.BOARD_READER, cast.partner))
            ask(cast, user=person, asked_by=other)

    sign_in_as(client, other)
    several(1)
    queries()
    few = queries()
    several(6)
    assert queries() == few
    assert CodeApproval.objects.count() == 14
