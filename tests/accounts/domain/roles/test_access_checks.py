"""Every board asks again and again whether each role is still needed, and keeps the answers."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from lyhord.accounts.domain.duties import duties_of
from lyhord.accounts.domain.roles.access_checks import (
    EVERY_DAYS,
    WITHIN_DAYS,
    CheckSettled,
    OwnGrant,
    RoundOpen,
    change_rule,
    close_if_done,
    decide_check,
    due_boards,
    open_round,
    sweep_access_checks,
)
from lyhord.accounts.domain.roles.administrators import FewAccessAdministrators
from lyhord.accounts.domain.roles.grants import end_grant
from lyhord.accounts.enums import CheckDecision, Role
from lyhord.accounts.models import AccessCheck, AccessRound, AuditEvent, RoleGrant, User
from lyhord.accounts.permissions import visible
from tests.accounts.giving import DAY, NOW
from tests.factories import TODAY, Cast, make_programme, make_user

CHECK = "accounts.check_access"


@pytest.fixture(autouse=True)
def today(time_machine: Any) -> None:
    time_machine.move_to(NOW)


@pytest.fixture
def opened(cast: Cast) -> AccessRound:
    return open_round(board=cast.board, opened_by=cast.access_administrator, today=TODAY, now=NOW)


def check_of(opened: AccessRound, user: User) -> AccessCheck:
    return opened.checks.get(grant__user=user)


def decide(check: AccessCheck, by: User, *, keeps: bool = True, on: dt.date = TODAY) -> None:
    decide_check(check=check, keeps=keeps, decided_by=by, today=on, now=NOW)


def asked(user: User) -> set[User]:
    rows = visible(User.objects.get(pk=user.pk), CHECK, AccessCheck.objects.filter(decision=""))
    return {check.grant.user for check in rows}


def test_every_role_that_reaches_into_the_board_is_asked_about(cast: Cast, opened: AccessRound) -> None:
    both = make_user((Role.COORDINATOR, make_programme(cast.board, cast.partner)))
    again = open_round(board=cast.partner, opened_by=None, today=TODAY, now=NOW)
    assert set(opened.checks.values_list("grant", flat=True)) == set(
        RoleGrant.objects.filter(board=cast.board).exclude(user=both).values_list("pk", flat=True)
    )
    assert check_of(again, both).grant == both.grants.get()
    assert opened.due_on == TODAY + WITHIN_DAYS * DAY


def test_manager_answers_for_the_staff_of_the_unit_and_administrator_for_the_rest(
    cast: Cast, opened: AccessRound
) -> None:
    staff = {cast.employee, cast.volunteer, cast.deputy}
    assert asked(cast.manager) == staff
    everybody = {check.grant.user for check in opened.checks.all()}
    assert asked(cast.access_administrator) == everybody - staff - {cast.access_administrator}
    stranger = make_user((Role.ACCESS_ADMINISTRATOR, cast.partner), (Role.UNIT_MANAGER, cast.other_unit))
    for other in (cast.auditor, cast.deputy, cast.employee, stranger):
        assert asked(other) == set()


def test_administrator_answers_for_a_unit_without_a_manager(cast: Cast, opened: AccessRound) -> None:
    end_grant(grant=cast.manager.grants.get(), ended_by=None, on=TODAY, now=NOW)
    assert {cast.employee, cast.volunteer, cast.deputy} <= asked(cast.access_administrator)


def test_answer_is_recorded_with_who_and_when(cast: Cast, opened: AccessRound) -> None:
    check = check_of(opened, cast.employee)
    decide(check, cast.manager)
    check.refresh_from_db()
    assert (check.decision, check.decided_by, check.decided_at) == (CheckDecision.KEPT, cast.manager, NOW)
    assert AuditEvent.objects.get(action="accounts.keep_grant").actor == cast.manager
    assert cast.employee not in asked(cast.manager)
    with pytest.raises(CheckSettled):
        decide(check, cast.manager, keeps=False)
    assert RoleGrant.objects.active(TODAY).filter(user=cast.employee).exists()


def test_role_that_is_not_needed_ends_at_once(cast: Cast, opened: AccessRound) -> None:
    decide(check_of(opened, cast.volunteer), cast.manager, keeps=False)
    assert not RoleGrant.objects.active(TODAY).filter(user=cast.volunteer).exists()
    assert check_of(opened, cast.volunteer).decision == CheckDecision.ENDED


def test_nobody_answers_for_their_own_role(cast: Cast, opened: AccessRound) -> None:
    with pytest.raises(OwnGrant):
        decide(check_of(opened, cast.access_administrator), cast.access_administrator)


def test_check_does_not_quietly_leave_one_administrator(cast: Cast, opened: AccessRound) -> None:
    with pytest.raises(FewAccessAdministrators):
        decide(check_of(opened, cast.second_administrator), cast.access_administrator, keeps=False)
    assert check_of(opened, cast.second_administrator).decision == ""


def test_last_answer_closes_the_round(cast: Cast, opened: AccessRound) -> None:
    end_grant(grant=cast.auditor.grants.get(), ended_by=None, on=TODAY, now=NOW)
    for check in opened.checks.exclude(grant__user=cast.auditor):
        opened.refresh_from_db()
        assert opened.closed_at is None
        by = cast.access_administrator if check.grant.user != cast.access_administrator else cast.second_administrator
        decide(check, by)
    opened.refresh_from_db()
    assert opened.closed_at == NOW
    assert check_of(opened, cast.auditor).decision == CheckDecision.LAPSED
    kept = opened.checks.count() - 1
    assert AuditEvent.objects.get(action="accounts.close_access_round").counts == {"kept": kept, "lapsed": 1}


def test_one_check_at_a_time_a_board(cast: Cast, opened: AccessRound) -> None:
    with pytest.raises(RoundOpen):
        open_round(board=cast.board, opened_by=cast.access_administrator, today=TODAY, now=NOW)


def test_sweep_opens_a_check_when_one_is_due_and_only_then(cast: Cast) -> None:
    sweep_access_checks(NOW, lambda: False)
    first = AccessRound.objects.get(board=cast.board)
    assert {one.board for one in AccessRound.objects.all()} == {cast.board, cast.partner}
    sweep_access_checks(NOW, lambda: False)
    assert AccessRound.objects.filter(board=cast.board).count() == 1
    AccessRound.objects.filter(pk=first.pk).update(closed_at=NOW)
    assert cast.board not in due_boards(TODAY + (EVERY_DAYS - 1) * DAY)
    assert cast.board in due_boards(TODAY + EVERY_DAYS * DAY)


def test_board_without_roles_or_with_young_ones_has_nothing_to_check(cast: Cast) -> None:
    RoleGrant.objects.all().update(starts_on=TODAY - (EVERY_DAYS - 1) * DAY)
    assert due_boards(TODAY) == []
    assert set(due_boards(TODAY + DAY)) == {cast.board, cast.partner}


def test_board_says_how_often(cast: Cast, opened: AccessRound) -> None:
    AccessRound.objects.filter(pk=opened.pk).update(closed_at=NOW)
    change_rule(board=cast.board, every_days=30, within_days=7, changed_by=cast.access_administrator, now=NOW)
    assert cast.board not in due_boards(TODAY + 29 * DAY)
    assert cast.board in due_boards(TODAY + 30 * DAY)
    again = open_round(board=cast.board, opened_by=None, today=TODAY + 30 * DAY, now=NOW)
    assert again.due_on == TODAY + 37 * DAY


def test_round_whose_last_roles_ended_is_closed_by_the_sweep(cast: Cast, opened: AccessRound) -> None:
    opened.checks.exclude(grant__user=cast.auditor).delete()
    RoleGrant.objects.filter(user=cast.auditor).update(ends_before=TODAY + DAY)
    close_if_done(opened=opened, today=TODAY, now=NOW)
    assert AccessRound.objects.filter(pk=opened.pk, closed_at=None).exists()
    sweep_access_checks(NOW + DAY, lambda: False)
    assert AccessRound.objects.filter(pk=opened.pk, closed_at=NOW + DAY).exists()


def test_waiting_and_late_checks_stand_on_the_start_page(cast: Cast, opened: AccessRound) -> None:
    def texts(on: dt.date) -> list[tuple[str, bool]]:
        return [(duty.text, duty.is_urgent) for duty in duties_of(cast.manager, today=on, now=NOW)]

    assert texts(opened.due_on) == [("Roller att kontrollera: 3. Svara senast 5 nov 2025.", False)]
    assert texts(opened.due_on + DAY) == [("Roller som skulle ha kontrollerats senast 5 nov 2025: 3.", True)]
    assert duties_of(cast.employee, today=TODAY, now=NOW) == ()
