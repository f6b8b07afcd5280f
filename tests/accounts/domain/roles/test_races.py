"""Two people give, take back and use roles at once: on PostgreSQL, where transactions really run side by side."""

from __future__ import annotations

from functools import partial

import pytest
from allauth.socialaccount.models import SocialAccount
from django.db import connection

from lyhord.accounts.domain.offboarding import close_account, leave_boards
from lyhord.accounts.domain.roles.approvals import withdraw_grant
from lyhord.accounts.domain.roles.claim_rules import apply_rules, approve_rule, propose_rule
from lyhord.accounts.domain.sign_in.identity import Identity, user_of
from lyhord.accounts.enums import GrantState, Role
from lyhord.accounts.models import AuditEvent, RoleGrant, User
from tests.accounts.giving import approve, propose
from tests.factories import TODAY, Cast, make_cast, make_user
from tests.factories.rows import at
from tests.racing import at_once

NOW = at(TODAY, 9)
CLAIMS = {"groups": frozenset({"nexus"})}
TIMES = 4

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]


def cast_with_rule() -> Cast:
    cast = make_cast()
    by, also = cast.access_administrator, cast.second_administrator
    rule = propose_rule(
        claim="groups", text="nexus", role=Role.TRAINER, board=cast.board, unit=None, proposed_by=by, now=NOW
    )
    approve_rule(rule=rule, approved_by=also, now=NOW)
    return cast


@pytest.mark.parametrize("is_known", [False, True])
def test_who_signs_in_by_two_windows_is_one_user_with_one_role(is_known: bool) -> None:
    cast = cast_with_rule()
    username = cast.outsider.username if is_known else "ny"
    if is_known:
        SocialAccount.objects.create(user=cast.outsider, provider="p", uid="nyckel")
    identity = Identity("p", "nyckel", username, "Exempel", CLAIMS, False)
    assert at_once(*[lambda: user_of(identity=identity, now=NOW, today=TODAY)] * 3) == ["done"] * 3
    assert RoleGrant.objects.get(user__username=username).role == Role.TRAINER


def test_rule_and_proposal_do_not_give_roles_that_do_not_go_together() -> None:
    cast = cast_with_rule()
    for _time in range(TIMES):
        user = make_user()
        at_once(
            partial(apply_rules, user=user, claims=CLAIMS, today=TODAY, now=NOW),
            partial(propose, cast, user, Role.ACCESS_ADMINISTRATOR),
        )
        assert RoleGrant.objects.filter(user=user).count() == 1


def test_proposal_is_either_approved_or_withdrawn() -> None:
    cast = make_cast()
    for _time in range(TIMES):
        grant = propose(cast, make_user(), Role.BOARD_READER)
        ends = at_once(
            partial(withdraw_grant, grant=grant, withdrawn_by=cast.access_administrator, now=NOW),
            partial(approve, cast, grant),
        )
        assert sorted(ends) == ["ProposalSettled", "done"]


def test_who_leaves_takes_back_only_what_still_waits() -> None:
    cast = make_cast()
    for _time in range(TIMES):
        leaver = make_user((Role.ACCESS_ADMINISTRATOR, cast.board))
        grant = propose(cast, make_user(), Role.BOARD_READER, proposed_by=leaver)
        at_once(
            partial(close_account, user=leaver, closed_by=cast.access_administrator, today=TODAY, now=NOW),
            partial(approve, cast, grant),
        )
        done = AuditEvent.objects.filter(object_id=grant.pk).exclude(action="accounts.propose_grant").get()
        grant.refresh_from_db()
        assert (done.action, grant.state) in {
            ("accounts.approve_grant", GrantState.APPROVED),
            ("accounts.withdraw_grant", GrantState.WITHDRAWN),
        }


def test_two_boards_that_let_go_at_once_close_the_account_once() -> None:
    """Whoever comes second sees that nothing is left. Neither leaves an account that can sign in and has no role."""
    cast = make_cast()
    for _time in range(TIMES):
        leaver = make_user((Role.BOARD_READER, cast.board), (Role.BOARD_READER, cast.partner))
        when = {"user": leaver, "ended_by": cast.access_administrator, "today": TODAY, "now": NOW}
        leave = [partial(leave_boards, boards=frozenset({board.pk}), **when) for board in (cast.board, cast.partner)]
        assert at_once(*leave) == ["done", "done"]
        assert User.objects.get(pk=leaver.pk).closed_at == NOW
        closed = AuditEvent.objects.filter(action="accounts.close_account", object_id=leaver.pk)
        assert closed.count() == 1
