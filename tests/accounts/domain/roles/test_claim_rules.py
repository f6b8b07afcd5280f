"""Rules give and take back roles as the claims come and go; two people stand behind each."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from lyhord.accounts.domain.personal_numbers import looks_like_personal_number
from lyhord.accounts.domain.roles.claim_rules import (
    PersonalNumberInRule,
    RoleNotByRule,
    apply_rules,
    approve_rule,
    end_rule,
    propose_rule,
)
from lyhord.accounts.domain.roles.grants import end_grant
from lyhord.accounts.domain.roles.second_person import OwnProposal, ProposalSettled
from lyhord.accounts.enums import Role
from lyhord.accounts.models import ClaimRule, RoleGrant, User
from lyhord.accounts.permissions import grants_of
from tests.factories import TODAY, Cast, make_user
from tests.factories.rows import at

NOW = at(TODAY, 9)
STAFF = {"groups": frozenset({"lyhord-personal", "alla"})}


def make_rule(cast: Cast, role: Role = Role.EMPLOYEE, text: str = "lyhord-personal") -> ClaimRule:
    unit = cast.unit if role in {Role.EMPLOYEE, Role.UNIT_MANAGER} else None
    by = cast.access_administrator
    return propose_rule(claim="groups", text=text, role=role, board=cast.board, unit=unit, proposed_by=by, now=NOW)


def approved(cast: Cast, role: Role = Role.EMPLOYEE, text: str = "lyhord-personal") -> ClaimRule:
    rule = make_rule(cast, role, text)
    approve_rule(rule=rule, approved_by=make_user(), now=NOW)
    return rule


def sign_in(user: User, claims: dict[str, frozenset[str]], on: dt.date = TODAY) -> list[str]:
    apply_rules(user=user, claims=claims, today=on, now=at(on, 9))
    return [grant.role for grant in grants_of(User.objects.get(pk=user.pk), on=on)]


def test_role_comes_with_the_claim_and_goes_with_it(cast: Cast) -> None:
    rule = approved(cast)
    assert sign_in(cast.outsider, STAFF) == [Role.EMPLOYEE]
    assert sign_in(cast.outsider, STAFF, TODAY + dt.timedelta(days=1)) == [Role.EMPLOYEE]
    grant = RoleGrant.objects.get(user=cast.outsider)
    assert (grant.by_rule, grant.unit) == (rule, cast.unit)
    assert sign_in(cast.outsider, {"groups": frozenset({"alla"})}, TODAY + dt.timedelta(days=2)) == []
    assert sign_in(cast.outsider, STAFF, TODAY + dt.timedelta(days=3)) == [Role.EMPLOYEE]


def test_role_that_somebody_has_ended_does_not_come_back_by_the_rule(cast: Cast) -> None:
    approved(cast)
    sign_in(cast.outsider, STAFF)
    grant = RoleGrant.objects.get(user=cast.outsider)
    end_grant(grant=grant, ended_by=cast.access_administrator, on=TODAY, now=NOW)
    assert sign_in(cast.outsider, STAFF, TODAY + dt.timedelta(days=1)) == []


@pytest.mark.parametrize(
    "claims",
    [{}, {"groups": frozenset()}, {"group": frozenset({"lyhord-personal"})}, {"groups": frozenset({"LYHORD"})}],
)
def test_nothing_but_the_claim_itself_gives_the_role(cast: Cast, claims: dict[str, frozenset[str]]) -> None:
    approved(cast)
    assert sign_in(cast.outsider, claims) == []


def test_rule_gives_nothing_before_another_has_approved(cast: Cast) -> None:
    rule = make_rule(cast)
    with pytest.raises(OwnProposal):
        approve_rule(rule=rule, approved_by=cast.access_administrator, now=NOW)
    assert sign_in(cast.outsider, STAFF) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        ClaimRule.objects.update(approved_by=cast.access_administrator)


def test_roles_given_by_people_are_not_taken_by_rules(cast: Cast) -> None:
    approved(cast)
    assert sign_in(cast.manager, {}) == [Role.UNIT_MANAGER]


def test_ended_rule_takes_its_roles_with_it(cast: Cast) -> None:
    rule = approved(cast)
    sign_in(cast.outsider, STAFF)
    end_rule(rule=rule, ended_by=cast.access_administrator, on=TODAY + dt.timedelta(days=1), now=NOW)
    assert grants_of(User.objects.get(pk=cast.outsider.pk), on=TODAY + dt.timedelta(days=1)) == ()
    with pytest.raises(ProposalSettled):
        end_rule(rule=rule, ended_by=cast.access_administrator, on=TODAY, now=NOW)


@pytest.mark.parametrize("role", [Role.ACCESS_ADMINISTRATOR, Role.AUDITOR, Role.COORDINATOR, Role.DEPUTY])
def test_roles_that_give_or_review_rights_never_come_by_rule(cast: Cast, role: Role) -> None:
    with pytest.raises(RoleNotByRule):
        make_rule(cast, role)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClaimRule.objects.create(
            claim="x", text="y", role=role, board=cast.board, proposed_by=cast.outsider, proposed_at=NOW
        )


def test_role_that_does_not_go_with_what_people_have_given_is_not_given(cast: Cast) -> None:
    approved(cast, Role.TRAINER)
    assert sign_in(cast.auditor, STAFF) == [Role.AUDITOR]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("811218-9876", True),
        ("198112189876", True),
        ("19811218-9876", True),
        ("811278-9873", True),
        ("811218-9875", False),
        ("811318-9876", False),
        ("9d3a-persistent", False),
        ("1234567890", False),
        ("", False),
    ],
)
def test_personal_numbers_are_recognised(cast: Cast, text: str, is_one: bool) -> None:
    assert looks_like_personal_number(text) is is_one
    if is_one:
        with pytest.raises(PersonalNumberInRule):
            make_rule(cast, text=text)
