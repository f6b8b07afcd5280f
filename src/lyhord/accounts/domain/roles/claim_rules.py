"""Rules from claims to roles: one proposes, another approves, one ends. Applied each time somebody signs in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from lyhord.accounts.domain import audit
from lyhord.accounts.domain.personal_numbers import looks_like_personal_number
from lyhord.accounts.domain.roles.grants import check_scope, end_grant, give_by_rule
from lyhord.accounts.domain.roles.proposed_rules import let_end, let_hold
from lyhord.accounts.domain.roles.rules import RolesDoNotGoTogether
from lyhord.accounts.enums import Role
from lyhord.accounts.models import ClaimRule, RoleGrant, User
from lyhord.accounts.models.claims import NEVER_BY_RULE
from lyhord.accounts.models.proposals import STANDS
from lyhord.organisation.models import Board, Unit

type Claims = Mapping[str, frozenset[str]]


class RoleNotByRule(ValueError):
    """The role is given to people one by one."""


class PersonalNumberInRule(ValueError):
    """The rule would name one person by their personal identity number."""


@transaction.atomic
def propose_rule(
    *,
    claim: str,
    text: str,
    role: Role,
    board: Board,
    unit: Unit | None,
    proposed_by: User,
    now: dt.datetime,
) -> ClaimRule:
    """Propose a rule; it gives nobody anything before another person has approved it.

    Raises RoleNotByRule, PersonalNumberInRule, UnitMissing, UnitNotMeant, UnitOfAnotherBoard.
    """
    if role in NEVER_BY_RULE:
        raise RoleNotByRule(role)
    if looks_like_personal_number(text):
        raise PersonalNumberInRule
    check_scope(role, board, unit, None)
    rule = ClaimRule.objects.create(
        claim=claim, text=text, role=role, board=board, unit=unit, proposed_by=proposed_by, proposed_at=now
    )
    audit.record("accounts.propose_rule", actor=proposed_by, obj=rule, owner=board, at=now)
    return rule


@transaction.atomic
def approve_rule(*, rule: ClaimRule, approved_by: User, now: dt.datetime) -> None:
    """Let the rule hold from the next sign-in on. Raises ProposalSettled, OwnProposal, TiedByCode."""
    rule = let_hold(rule, approved_by=approved_by, now=now)
    audit.record("accounts.approve_rule", actor=approved_by, obj=rule, owner=rule.board, at=now)


@transaction.atomic
def end_rule(*, rule: ClaimRule, ended_by: User, on: dt.date, now: dt.datetime) -> None:
    """End the rule, or take back the proposal, and the roles that it has given. Raises ProposalSettled."""
    rule = let_end(rule, ended_by=ended_by, now=now)
    for grant in list(RoleGrant.objects.filter(by_rule=rule).active(on).select_for_update(of=("self",))):
        end_grant(grant=grant, ended_by=ended_by, on=on, now=now)
    audit.record("accounts.end_rule", actor=ended_by, obj=rule, owner=rule.board, at=now)


def some_rule_matches(claims: Claims) -> bool:
    return any(_matches(rule, claims) for rule in ClaimRule.objects.filter(STANDS))


@transaction.atomic
def apply_rules(*, user: User, claims: Claims, today: dt.date, now: dt.datetime) -> None:
    """Give the roles of the rules that match, and end those of rules that do not any more.

    What people decided stands: a role that does not go together with one that they have given is not given, nor one
    that somebody has ended for this person, as in an access check.
    """
    User.objects.select_for_update().get(pk=user.pk)  # two windows may not be given the same role each
    rules = ClaimRule.objects.filter(STANDS).select_for_update()  # nor a role by a rule that is being ended
    matching = {rule.pk: rule for rule in rules if _matches(rule, claims)}
    held = list(RoleGrant.objects.filter(user=user).exclude(by_rule=None).active(today).select_for_update(of=("self",)))
    for grant in held:
        if grant.by_rule_id not in matching:
            end_grant(grant=grant, ended_by=None, on=today, now=now)
    ended = RoleGrant.objects.filter(user=user, by_rule__in=matching).exclude(ended_by=None)
    settled = {grant.by_rule_id for grant in held} | set(ended.values_list("by_rule", flat=True))
    for key, rule in matching.items():
        if key not in settled:
            _give(rule, user, today, now)


def _give(rule: ClaimRule, user: User, today: dt.date, now: dt.datetime) -> None:
    try:
        give_by_rule(user=user, rule=rule, starts_on=today, now=now)
    except RolesDoNotGoTogether:
        audit.record("accounts.rule_not_applied", actor=user, obj=rule, owner=rule.board, at=now)


def _matches(rule: ClaimRule, claims: Claims) -> bool:
    return rule.text in claims.get(rule.claim, frozenset())
