"""A grant says of itself what the rows are filtered by, and where it reaches."""

from __future__ import annotations

import datetime as dt

import pytest

from lyhord.accounts.enums import GrantState, Role
from lyhord.accounts.models import RoleGrant
from tests.factories import TODAY, Cast, make_board, make_programme, make_user

DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("starts", "ends", "state", "stands", "holds"),
    [
        (0, None, GrantState.APPROVED, True, True),
        (0, 1, GrantState.APPROVED, True, True),
        (-1, 0, GrantState.APPROVED, False, False),
        (1, 2, GrantState.APPROVED, True, False),
        (1, 1, GrantState.APPROVED, False, False),
        (0, 1, GrantState.PROPOSED, False, False),
    ],
)
def test_a_grant_stands_until_it_ends_and_holds_from_its_first_day(
    db: None, starts: int, ends: int | None, state: GrantState, stands: bool, holds: bool
) -> None:
    grant = RoleGrant.objects.create(
        user=make_user(),
        role=Role.AUDITOR,
        board=make_board(),
        starts_on=TODAY + starts * DAY,
        ends_before=None if ends is None else TODAY + ends * DAY,
        state=state,
    )
    assert (grant.is_standing(TODAY), grant.holds(TODAY)) == (stands, holds)
    assert RoleGrant.objects.standing(TODAY).filter(pk=grant.pk).exists() is stands
    assert RoleGrant.objects.active(TODAY).filter(pk=grant.pk).exists() is holds
    assert grant.last_day == (None if ends is None else TODAY + (ends - 1) * DAY)


def test_a_grant_reaches_into_its_board_unit_or_programme(cast: Cast) -> None:
    both = make_programme(cast.board, cast.partner)
    grant = make_user((Role.COORDINATOR, both)).grants.get()
    assert (grant.scope, set(grant.boards)) == (both, {cast.board, cast.partner})
    assert (cast.manager.grants.get().scope, cast.auditor.grants.get().scope) == (cast.unit, cast.board)
    assert (cast.manager.grants.get().boards, cast.auditor.grants.get().boards) == ((cast.board,), (cast.board,))


def test_a_programme_is_reached_by_the_boards_it_has_not_by_who_once_asked(cast: Cast) -> None:
    both = make_programme(cast.board, cast.partner)
    grant = make_user((Role.COORDINATOR, both)).grants.get()
    grants = RoleGrant.objects.filter(pk=grant.pk)
    assert grants.within([cast.board.pk]).exists() and grants.within([cast.partner.pk]).exists()
    both.boards.remove(grant.board)
    assert not grants.within([grant.board_id]).exists()
