"""Links without a hand's turn: by what the provider or an administrator vouches for, when and only when it is certain.

A rule says which claim, or the username, equals which column of a board's register. Never a name.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict

from django.db import transaction
from django.db.models import Q

from lyhord.accounts.domain import audit
from lyhord.accounts.domain.personal_numbers import looks_like_personal_number
from lyhord.accounts.domain.roles.claim_rules import Claims
from lyhord.accounts.domain.roles.proposed_rules import let_end, let_hold
from lyhord.accounts.models import User
from lyhord.accounts.models.proposals import STANDS
from lyhord.organisation.models import Board
from lyhord.people.domain.links import hold, let_go
from lyhord.people.domain.registers import REGISTERS, Register, Row, boards_in, certain_rows
from lyhord.people.enums import LinkState, RegisterColumn
from lyhord.people.models import AccountLink, LinkRule


class RuleTwice(ValueError):
    """The board has that rule, or it is proposed."""


@transaction.atomic
def propose_link_rule(
    *, owner: Board, claim: str, column: RegisterColumn, proposed_by: User, now: dt.datetime
) -> LinkRule:
    """Propose a rule; it links nobody before another person has approved it. Raises RuleTwice."""
    Board.objects.select_for_update().get(pk=owner.pk)
    if LinkRule.objects.filter(owner=owner, claim=claim, column=column, ended_at=None).exists():
        raise RuleTwice
    rule = LinkRule.objects.create(owner=owner, claim=claim, column=column, proposed_by=proposed_by, proposed_at=now)
    audit.record("people.propose_link_rule", actor=proposed_by, obj=rule, at=now)
    return rule


@transaction.atomic
def approve_link_rule(*, rule: LinkRule, approved_by: User, now: dt.datetime) -> None:
    """Let the rule hold from the next sign-in on. Raises ProposalSettled, OwnProposal, TiedByCode."""
    rule = let_hold(rule, approved_by=approved_by, now=now)
    audit.record("people.approve_link_rule", actor=approved_by, obj=rule, at=now)


@transaction.atomic
def end_link_rule(*, rule: LinkRule, ended_by: User, now: dt.datetime) -> None:
    """End the rule, or take back the proposal. Links that it has made stay. Raises ProposalSettled."""
    rule = let_end(rule, ended_by=ended_by, now=now)
    audit.record("people.end_link_rule", actor=ended_by, obj=rule, at=now)


def link_by_rules(user: User, claims: Claims, today: dt.date, now: dt.datetime) -> None:
    """Link the account to the one row that the rules point at, in each register. One query where there are no rules."""
    rules: dict[uuid.UUID, list[LinkRule]] = defaultdict(list)
    for rule in LinkRule.objects.filter(STANDS):
        rules[rule.owner_id].append(rule)
    if rules:
        _link(user, claims, rules, today, now)


@transaction.atomic
def _link(user: User, claims: Claims, rules: dict[uuid.UUID, list[LinkRule]], today: dt.date, now: dt.datetime) -> None:
    user = User.objects.select_for_update().get(pk=user.pk)
    boards = {register: boards_in(register, user, today) & rules.keys() for register in REGISTERS}
    found = [(register, _the_one(register, user, claims, boards[register], rules)) for register in REGISTERS]
    for register, fitting in found:
        if fitting is not None:
            row, rule = fitting
            if row.user is not None and row.user != user:
                _dispute(register, row, user, now)
            elif _may_link(register, row, user, boards[register], today):
                _make_link(register, row, user, rule, now)


def _the_one(
    register: Register,
    user: User,
    claims: Claims,
    boards: set[uuid.UUID],
    rules: dict[uuid.UUID, list[LinkRule]],
) -> tuple[Row, LinkRule] | None:
    """Return the only row, locked, at which the rules of the boards point; None for none and for several."""
    fitting: dict[uuid.UUID, LinkRule] = {}
    for rule in (rule for board in boards for rule in rules[board]):
        fitting |= dict.fromkeys(_ids_fitting(register, rule, user, claims), rule)
    if len(fitting) != 1:
        return None
    ((id, rule),) = fitting.items()
    return register.model._default_manager.select_for_update(of=("self",)).select_related("user").get(pk=id), rule


def _ids_fitting(register: Register, rule: LinkRule, user: User, claims: Claims) -> set[uuid.UUID]:
    """Return the rows of the rule's board that say the same as the account, whether or not they are free."""
    said = {user.username} if not rule.claim else claims.get(rule.claim, frozenset())
    is_email = rule.column == RegisterColumn.EMAIL
    condition = Q(pk__in=[])
    for text in (text.strip() for text in said):
        if text and not looks_like_personal_number(text):
            condition |= Q(email__iexact=text) if is_email else Q(key=text)
    return set(register.model._default_manager.filter(condition, owner=rule.owner_id).values_list("pk", flat=True))


def _may_link(register: Register, row: Row, user: User, boards: set[uuid.UUID], today: dt.date) -> bool:
    """Tell whether row and account are both free, and nobody has undone this very link."""
    if not user.is_active or register.model._default_manager.filter(user=user).exists():
        return False
    undone = AccountLink.objects.filter(user=user, **{register.name: row}, state=LinkState.ENDED)
    return certain_rows(register, boards, today).filter(pk=row.pk).exists() and not undone.exists()


def _make_link(register: Register, row: Row, user: User, rule: LinkRule, now: dt.datetime) -> None:
    link = AccountLink.objects.create(
        owner_id=row.owner_id,
        user=user,
        **{register.name: row},
        state=LinkState.HOLDS,
        by_rule=rule,
        settled_at=now,
    )
    hold(link)
    audit.record("people.link_by_rule", actor=user, obj=user, owner_id=row.owner_id, at=now)


def _dispute(register: Register, row: Row, user: User, now: dt.datetime) -> None:
    """Two accounts fit one row: undo a link that a rule has made, and let people decide. What people did stands."""
    links = AccountLink.objects.filter(**{register.name: row}, state=LinkState.HOLDS).exclude(by_rule=None)
    link = links.select_for_update(of=("self",)).select_related("user", "employee", "trainer").first()
    if link is not None:
        let_go(link, LinkState.DISPUTED, None, now)
        audit.record("people.dispute_link", actor=user, obj=link.user, owner_id=row.owner_id, at=now)
