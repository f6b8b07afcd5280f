"""Roles end early by one, go on by two, and stay as history. A board keeps its access administrators."""

from __future__ import annotations

from typing import Any

import pytest

from lyhord.accounts.domain.roles.administrators import (
    FewAccessAdministrators,
    LastAccessAdministrator,
    few_administrators,
)
from lyhord.accounts.domain.roles.grants import (
    EndNotEarlier,
    EndNotMeant,
    end_grant,
    prolong_grant,
)
from lyhord.accounts.domain.roles.second_person import OwnProposal
from lyhord.accounts.enums import GrantState, Role
from lyhord.accounts.models import AuditEvent, RoleGrant, User
from tests.accounts.giving import DAY, NOW, approve, give, holds, propose
from tests.factories import TODAY, Cast, make_board, make_user

CHANGE = "organisation.change_board"


@pytest.fixture(autouse=True)
def today(time_machine: Any) -> None:
    time_machine.move_to(NOW)


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
