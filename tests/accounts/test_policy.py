"""Which accounts and which of a check's questions an access administrator reaches."""

from __future__ import annotations

from lyhord.accounts.domain.roles.access_checks import open_round
from lyhord.accounts.enums import GrantState, Role
from lyhord.accounts.models import AccessCheck, User
from lyhord.accounts.permissions import visible
from lyhord.common import clock
from tests.factories import Cast, make_board, make_user


def test_an_administrator_answers_for_who_has_or_had_a_role_here_and_has_none_elsewhere(cast: Cast) -> None:
    administrator, elsewhere = cast.access_administrator, make_board("Annan nämnd (exempel)")
    make_user()
    former = make_user((Role.AUDITOR, elsewhere))
    former.grants.update(ends_before=clock.today())
    asked = make_user((Role.AUDITOR, cast.board))
    asked.grants.update(state=GrantState.PROPOSED)
    left = make_user((Role.AUDITOR, cast.board))
    left.grants.update(ends_before=clock.today())
    in_both = make_user((Role.AUDITOR, cast.board), (Role.BOARD_READER, elsewhere))
    reached = set(visible(administrator, "accounts.change_user", User.objects.all()))
    assert {left, cast.employee} <= reached
    assert reached & {administrator, asked, former, in_both} == set()
    assert [user for user in reached if not user.grants.exists()] == []


def open_check(cast: Cast) -> None:
    open_round(board=cast.board, opened_by=None, today=clock.today(), now=clock.now())


def asked(user: User, *about: User) -> set[User]:
    """Return those of the people whose check the user answers."""
    rows = AccessCheck.objects.filter(grant__user__in=about).select_related("grant__user")
    return {check.grant.user for check in visible(user, "accounts.check_access", rows)}


def test_where_the_only_other_manager_is_closed_the_administrator_answers(cast: Cast) -> None:
    open_check(cast)
    assert not asked(cast.access_administrator, cast.employee)
    User.objects.filter(grants__role=Role.UNIT_MANAGER).update(is_active=False)
    make_user((Role.UNIT_MANAGER, cast.other_unit))
    assert asked(cast.access_administrator, cast.employee)


def test_managers_do_not_answer_for_each_other(cast: Cast) -> None:
    other = make_user((Role.UNIT_MANAGER, cast.unit))
    open_check(cast)
    assert asked(cast.access_administrator, cast.manager, other) == {cast.manager, other}
    assert asked(cast.manager, cast.manager, other) == asked(other, cast.manager, other) == set()


def test_for_a_manager_who_is_also_a_volunteer_another_manager_answers_or_the_administrator(cast: Cast) -> None:
    cast.manager.grants.update(ends_before=clock.today())
    both = make_user((Role.UNIT_MANAGER, cast.unit), (Role.VOLUNTEER, cast.unit))
    open_check(cast)
    volunteering = AccessCheck.objects.filter(grant__user=both, grant__role=Role.VOLUNTEER)
    assert visible(cast.access_administrator, "accounts.check_access", volunteering)
    assert not visible(both, "accounts.check_access", volunteering)
    another = make_user((Role.UNIT_MANAGER, cast.unit))
    assert not visible(cast.access_administrator, "accounts.check_access", volunteering)
    assert visible(another, "accounts.check_access", volunteering)
