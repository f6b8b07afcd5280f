"""One person with one-time codes is not two people."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client

from lyhord.accounts.domain.roles.claim_rules import approve_rule, propose_rule
from lyhord.accounts.domain.roles.second_person import TIE_LASTS, TiedByCode, check_two_people
from lyhord.accounts.domain.sign_in.codes import issue_code, redeem_code
from lyhord.accounts.enums import GrantState, Role
from tests.accounts.giving import NOW, approve, propose
from tests.factories import Cast, make_user, sign_in_as

pytestmark = pytest.mark.django_db


def test_nobody_approves_through_an_account_that_they_have_made_a_code_for(cast: Cast) -> None:
    grant = propose(cast, cast.outsider, Role.BOARD_READER)
    victim = cast.second_administrator
    code = issue_code(user=victim, issued_by=cast.access_administrator, now=NOW, is_factor_lost=True)
    redeem_code(code=code, password="en lugn stund vid kaffet", now=NOW)
    with pytest.raises(TiedByCode):
        approve(cast, grant)
    grant.refresh_from_db()
    assert grant.state == GrantState.PROPOSED


def test_nor_proposes_through_it_and_approves_as_oneself(cast: Cast) -> None:
    issue_code(user=cast.second_administrator, issued_by=cast.access_administrator, now=NOW)
    grant = propose(cast, cast.outsider, Role.BOARD_READER, proposed_by=cast.second_administrator)
    with pytest.raises(TiedByCode):
        approve(cast, grant, approved_by=cast.access_administrator)


def test_nor_approves_a_rule_that_gives_roles(cast: Cast) -> None:
    rule = propose_rule(
        claim="grupp", text="lyhord-personal", role=Role.EMPLOYEE, board=cast.board, unit=cast.own.unit,
        proposed_by=cast.access_administrator, now=NOW,
    )  # fmt: skip
    issue_code(user=cast.second_administrator, issued_by=cast.access_administrator, now=NOW)
    with pytest.raises(TiedByCode):
        approve_rule(rule=rule, approved_by=cast.second_administrator, now=NOW)


def test_a_chain_of_codes_and_a_maker_in_common_tie_too() -> None:
    maker, first, second, far, stranger = (make_user() for _ in range(5))
    issue_code(user=first, issued_by=maker, now=NOW)
    issue_code(user=second, issued_by=maker, now=NOW)
    issue_code(user=far, issued_by=second, now=NOW)
    issue_code(user=maker, issued_by=far, now=NOW)  # going round ends
    for one, other in ((maker, far), (first, second), (first, far)):
        with pytest.raises(TiedByCode):
            check_two_people(one, other, now=NOW)
    check_two_people(first, stranger, now=NOW)


def test_codes_of_the_installation_tie_nobody_and_a_tie_ends() -> None:
    maker, first, second = (make_user() for _ in range(3))
    issue_code(user=first, issued_by=None, now=NOW)
    issue_code(user=second, issued_by=None, now=NOW)
    check_two_people(first, second, now=NOW)
    issue_code(user=first, issued_by=maker, now=NOW)
    with pytest.raises(TiedByCode):
        check_two_people(first, maker, now=NOW + TIE_LASTS - dt.timedelta(seconds=1))
    check_two_people(first, maker, now=NOW + TIE_LASTS)


def test_the_page_says_what_to_do(client: Client, cast: Cast) -> None:
    grant = propose(cast, cast.outsider, Role.BOARD_READER)
    issue_code(user=cast.second_administrator, issued_by=cast.access_administrator, now=NOW)
    with time_machine.travel(NOW, tick=False):
        sign_in_as(client, cast.second_administrator)
        answer = client.post(f"/konto/roller/{grant.pk}/godkann/", follow=True)
    assert "vänta tills koden är 14 dagar gammal" in answer.content.decode()
