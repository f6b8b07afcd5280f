"""Which accounts and which of a check's questions an access administrator reaches."""

from __future__ import annotations

from lyhord.accounts.domain.roles.access_checks import open_round
from lyhord.accounts.enums import Role
from lyhord.accounts.models import AccessCheck, User
from lyhord.accounts.permissions import visible
from lyhord.common import clock
from tests.factories import Cast, make_board, make_user


def test_an_administrator_answers_for_who_has_or_had_a_role_here_and_has_none_elsewhere(cast: Cast) -> None:
    administrator, elsewhere = cast.access_administrator, make_board("Annan nämnd (exempel)")
    make_user()
    former = make_user((Role.AUDITOR, elsewhere))
    former.grants.update(ends_before=clock.today())
    left = make_user((Role.AUDITOR, cast.board))
    left.grants.update(ends_before=clock.today())
    in_both = make_user((Role.AUDITOR, cast.board), (Role.BOARD_READER, elsewhere))
    reached = set(visible(administrator, "accounts.change_user", User.objects.all()))
    assert {left, cast.employee} <= reached
    assert reached & {administrator, former, in_both} == set()
    assert [user for user in reached if not user.grants.exists()] == []


def test_where_the_only_other_manager_is_closed_the_administrator_answers(cast: Cast) -> None:
    open_round(board=cast.board, opened_by=None, today=clock.today(), now=clock.now())
    of_staff = AccessCheck.objects.filter(grant__user=cast.employee)

    def reached() -> bool:
        return visible(cast.access_administrator, "accounts.check_access", of_staff).exists()

    assert not reached()
    User.objects.filter(grants__role=Role.UNIT_MANAGER).update(is_active=False)
    assert reached()
