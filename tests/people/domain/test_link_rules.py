"""A rule links account and register only when it is certain who is who."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lyhord.accounts.domain.roles.second_person import OwnProposal, ProposalSettled, TiedByCode
from lyhord.accounts.domain.sign_in.codes import issue_code
from lyhord.accounts.domain.sign_in.identity import Identity, user_of
from lyhord.accounts.domain.sign_in.oidc import claims_in
from lyhord.accounts.enums import Role
from lyhord.accounts.models import AuditEvent, User
from lyhord.organisation.models import Board
from lyhord.people.domain.link_rules import (
    RuleTwice,
    approve_link_rule,
    end_link_rule,
    link_by_rules,
    propose_link_rule,
)
from lyhord.people.domain.links import approve_link, end_link, propose_link
from lyhord.people.domain.privacy_requests import ask
from lyhord.people.enums import LinkState, RegisterColumn, RequestKind
from lyhord.people.models import AccountLink, Employee, LinkRule, Trainer
from tests.accounts.domain.roles.test_claim_rules import STAFF, approved
from tests.accounts.giving import give
from tests.factories import TODAY, Cast, make_employee, make_place, make_trainer, make_unit, make_user
from tests.factories.rows import at

NOW = at(TODAY, 9)
NUMBER = {"employeeNumber": frozenset({"4711"})}


@pytest.fixture(autouse=True)
def today(time_machine: Any) -> None:
    time_machine.move_to(NOW)


def make_rule(
    cast: Cast, claim: str = "employeeNumber", column: str = RegisterColumn.KEY, owner: Board | None = None
) -> LinkRule:
    rule = propose_link_rule(
        owner=owner or cast.board,
        claim=claim,
        column=RegisterColumn(column),
        proposed_by=cast.access_administrator,
        now=NOW,
    )
    approve_link_rule(rule=rule, approved_by=cast.second_administrator, now=NOW)
    return rule


def come(user: User, claims: dict[str, frozenset[str]] = NUMBER) -> None:
    link_by_rules(user, claims, TODAY, NOW)


def linked(row: Employee | Trainer) -> User | None:
    return type(row).objects.get(pk=row.pk).user


@pytest.fixture
def row(cast: Cast) -> Employee:
    return make_employee("Exempel Utan Konto", place=cast.own, key="4711", email="anna@exempel.se")


@pytest.fixture
def account(cast: Cast) -> User:
    return make_user((Role.EMPLOYEE, cast.unit), name="Exempel Konto")


def test_number_that_the_provider_vouches_for_links(cast: Cast, row: Employee, account: User) -> None:
    come(account)
    assert linked(row) is None, "no rule yet"
    rule = make_rule(cast)
    come(account, {"employeeNumber": frozenset({"4712"})})
    come(account, {"name": frozenset({"4711", row.name})})
    assert linked(row) is None
    come(account)
    assert linked(row) == account
    link = AccountLink.objects.get()
    assert (link.owner, link.user, link.employee, link.by_rule) == (cast.board, account, row, rule)
    event = AuditEvent.objects.get(action="people.link_by_rule")
    assert (event.owner, event.object_id) == (cast.board, account.pk)
    come(account)
    assert AccountLink.objects.count() == 1


def test_first_sign_in_through_the_provider_gives_the_role_and_finds_the_row(cast: Cast, row: Employee) -> None:
    approved(cast)
    make_rule(cast)
    user = user_of(
        identity=Identity("p", "nyckel", "annaex", "Någon Annan", STAFF | NUMBER, is_strong=False), now=NOW, today=TODAY
    )
    assert linked(row) == user


def test_role_that_is_approved_finds_the_row_by_the_username(cast: Cast, row: Employee) -> None:
    make_rule(cast, claim="")
    user = make_user(username="4711")
    assert linked(row) is None
    give(cast, user, Role.EMPLOYEE, unit=cast.unit)
    assert linked(row) == user


def test_trainers_by_address_whatever_its_capitals(cast: Cast) -> None:
    make_rule(cast, "mail", RegisterColumn.EMAIL, cast.partner)
    row = make_trainer(board=cast.partner, email="Bo@Exempel.se")
    nobody, user = make_trainer(board=cast.partner, email=""), make_user((Role.TRAINER, cast.partner))
    come(user, {"mail": frozenset({"", " "})})
    assert linked(nobody) is None
    come(user, {"mail": frozenset({"bo@exempel.SE"})})
    assert linked(row) == user


@pytest.mark.parametrize(
    ("said", "kept"), [(True, {"anna@exempel.se"}), (False, set()), ("true", set()), (None, set())]
)
def test_address_that_the_provider_does_not_vouch_for_is_no_claim(said: object, kept: set[str]) -> None:
    claims = claims_in({"email": "anna@exempel.se", "email_verified": said, "sub": "x"})
    assert claims.get("email", frozenset()) == kept
    assert claims["sub"] == {"x"}


def test_two_rows_are_no_answer(cast: Cast, row: Employee, account: User) -> None:
    make_rule(cast, "mail", RegisterColumn.EMAIL)
    make_rule(cast)
    other = make_employee(place=cast.neighbour, key="9", email="ANNA@exempel.se")
    come(account, {"mail": frozenset({"anna@exempel.se"})})
    come(account, {"employeeNumber": frozenset({"4711", "9"})})
    assert (linked(row), linked(other)) == (None, None)
    come(account, {"employeeNumber": frozenset({"9"})})
    assert linked(other) == account


def test_board_without_a_role_is_not_looked_in(cast: Cast, row: Employee) -> None:
    make_rule(cast)
    elsewhere = make_user((Role.EMPLOYEE, make_unit(cast.partner, "Enhet Tre (exempel)")))
    for user in (elsewhere, make_user(), make_user((Role.TRAINER, cast.board)), cast.auditor):
        come(user)
    assert linked(row) is None


def test_rule_of_one_board_says_nothing_of_another(cast: Cast, row: Employee, account: User) -> None:
    make_rule(cast, owner=cast.partner)
    there = make_employee(place=make_place(unit=make_unit(cast.partner, "Enhet Tre (exempel)")), key="4711")
    come(account)
    assert (linked(row), linked(there)) == (None, None)


@pytest.mark.parametrize("state", ["left", "missing", "restricted", "asked to be erased", "stopped"])
def test_who_is_not_certainly_there_is_left_to_people(cast: Cast, row: Employee, account: User, state: str) -> None:
    make_rule(cast)
    if state == "left":
        row.employments.update(ends_before=TODAY)
    elif state == "missing":
        Employee.objects.filter(pk=row.pk).update(missing_since=TODAY)
    elif state == "stopped":
        User.objects.filter(pk=account.pk).update(is_active=False)
    else:
        kind = RequestKind.RESTRICTION if state == "restricted" else RequestKind.ERASURE
        ask(person=row, board=row.owner, kind=kind, text="x", asked_by=cast.coordinator, now=NOW)
    come(account)
    assert linked(row) is None


def test_two_accounts_that_fit_one_row_get_nothing(cast: Cast, row: Employee, account: User) -> None:
    make_rule(cast)
    other = make_user((Role.EMPLOYEE, cast.unit))
    come(account)
    come(other)
    assert linked(row) is None
    assert AccountLink.objects.get().state == LinkState.DISPUTED
    assert AuditEvent.objects.get(action="people.dispute_link").object_id == account.pk
    come(account)
    come(other)
    assert linked(row) is None, "people decide from here on"


def test_what_two_people_decided_stands(cast: Cast, row: Employee, account: User) -> None:
    make_rule(cast)
    by_hand = make_user((Role.EMPLOYEE, cast.unit))
    link = propose_link(user=by_hand, row=row, proposed_by=cast.access_administrator, today=TODAY, now=NOW)
    approve_link(link=link, approved_by=cast.second_administrator, today=TODAY, now=NOW)
    come(account)
    assert linked(row) == by_hand


def test_link_that_somebody_has_undone_does_not_come_back(cast: Cast, row: Employee, account: User) -> None:
    make_rule(cast)
    come(account)
    end_link(row=Employee.objects.get(pk=row.pk), ended_by=cast.access_administrator, now=NOW)
    come(account)
    assert linked(row) is None


def test_personal_number_links_nobody(cast: Cast, account: User) -> None:
    make_rule(cast)
    row = make_employee(place=cast.own, key="811218-9876")
    come(account, {"employeeNumber": frozenset({"811218-9876"})})
    assert linked(row) is None


def test_rule_takes_two_and_ends_by_one(cast: Cast, row: Employee, account: User) -> None:
    rule = propose_link_rule(
        owner=cast.board,
        claim="employeeNumber",
        column=RegisterColumn.KEY,
        proposed_by=cast.access_administrator,
        now=NOW,
    )
    come(account)
    assert linked(row) is None
    with pytest.raises(RuleTwice):
        make_rule(cast)
    with pytest.raises(OwnProposal):
        approve_link_rule(rule=rule, approved_by=cast.access_administrator, now=NOW)
    issue_code(user=cast.second_administrator, issued_by=cast.access_administrator, now=NOW)
    with pytest.raises(TiedByCode):
        approve_link_rule(rule=rule, approved_by=cast.second_administrator, now=NOW)
    later = NOW + dt.timedelta(days=15)
    approve_link_rule(rule=rule, approved_by=cast.second_administrator, now=later)
    with pytest.raises(ProposalSettled):
        approve_link_rule(rule=rule, approved_by=make_user(), now=later)
    end_link_rule(rule=rule, ended_by=cast.access_administrator, now=later)
    with pytest.raises(ProposalSettled):
        end_link_rule(rule=rule, ended_by=cast.access_administrator, now=later)
    come(account)
    assert linked(row) is None


def test_without_rules_it_costs_one_query(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as found:
        come(cast.employee)
    assert len(found) == 1
