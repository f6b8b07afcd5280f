"""Who leaves hands over what they own; then everything of theirs ends at once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lyhord.accounts.domain.duties import duties_of
from lyhord.accounts.domain.offboarding import (
    OwnAccount,
    StillOwns,
    all_boards,
    close_account,
    leave_boards,
    leavers,
    open_account,
    owned_by,
    stop_account,
)
from lyhord.accounts.domain.roles.administrators import LastAccessAdministrator
from lyhord.accounts.domain.roles.grants import end_grant
from lyhord.accounts.domain.sign_in.codes import CodeNotValid, issue_code, redeem_code
from lyhord.accounts.enums import GrantState, Role
from lyhord.accounts.models import AuditEvent, RoleGrant, User
from lyhord.organisation.models import Board
from lyhord.people.models import Employment
from lyhord.planning.domain.feeds import create_feed
from lyhord.planning.models import FeedToken
from tests.accounts.giving import DAY, NOW, give, propose
from tests.factories import (
    TODAY,
    Cast,
    make_decision,
    make_employee,
    make_module,
    make_place,
    make_programme,
    make_session,
    make_trainer,
    make_unit,
    make_user,
    make_visit,
    sign_in_as,
)


@pytest.fixture(autouse=True)
def today(time_machine: Any) -> None:
    time_machine.move_to(NOW)


def texts(user: User) -> list[str]:
    return [item.text for item in owned_by(user, boards=all_boards(), today=TODAY, now=NOW)]


def close(cast: Cast, user: User, by: User | None = None) -> None:
    close_account(user=user, closed_by=by or cast.access_administrator, today=TODAY, now=NOW)


def test_closing_ends_roles_sessions_and_addresses_at_once(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.employee)
    own, _secret = create_feed(subject=cast.employee_row, created_by=cast.coordinator, now=NOW)
    made, _secret = create_feed(subject=cast.own, created_by=cast.employee, now=NOW)
    other, _secret = create_feed(subject=cast.own, created_by=cast.manager, now=NOW)
    later = give(cast, cast.employee, Role.BOARD_READER, starts_on=TODAY + 30 * DAY)
    close(cast, cast.employee)
    assert client.get("/")["Location"].startswith(reverse("accounts:sign-in"))
    user = User.objects.get(pk=cast.employee.pk)
    assert (user.is_active, user.closed_at) == (False, NOW)
    for on in (TODAY, later.starts_on):
        assert not RoleGrant.objects.active(on).filter(user=user).exists()
    assert set(FeedToken.objects.filter(revoked_at=None)) == {other}
    assert {own, made} == set(FeedToken.objects.exclude(revoked_at=None))
    assert AuditEvent.objects.get(action="accounts.close_account").object_id == user.pk


def test_closing_withdraws_proposals_about_and_by_the_person(cast: Cast) -> None:
    third = give(cast, make_user(), Role.ACCESS_ADMINISTRATOR).user
    about, by = propose(cast, cast.employee, Role.BOARD_READER), propose(cast, cast.outsider, Role.AUDITOR)
    close(cast, cast.employee)
    close(cast, cast.access_administrator, by=third)
    states = RoleGrant.objects.filter(pk__in=[about.pk, by.pk]).values_list("state", flat=True)
    assert set(states) == {GrantState.WITHDRAWN}


def test_trainer_hands_over_coming_sessions_and_visits_but_not_past_ones(cast: Cast) -> None:
    module, trainers = make_module(), [cast.trainer_row]
    make_session(module, cast.own, TODAY - 7 * DAY, trainers=trainers)
    assert texts(cast.trainer) == []
    coming = [make_session(module, cast.own, TODAY + week * 7 * DAY, trainers=trainers) for week in (1, 2)]
    visit = make_visit(cast.own, TODAY + 9 * DAY, trainers=trainers)
    assert texts(cast.trainer) == ["Går på 1 kommande besök", "Utbildare på 2 kommande tillfällen"]
    with pytest.raises(StillOwns) as refused:
        close(cast, cast.trainer)
    assert len(refused.value.items) == 2
    assert User.objects.get(pk=cast.trainer.pk).is_active
    assert RoleGrant.objects.active(TODAY).filter(user=cast.trainer).exists()
    for row in (*coming, visit):
        row.trainers.clear()
    close(cast, cast.trainer)
    assert not User.objects.get(pk=cast.trainer.pk).is_active


def test_only_coordinator_of_a_decision_hands_it_over(cast: Cast) -> None:
    decision = make_decision(cast.board)
    assert texts(cast.coordinator) == ["Ensam samordnare för 1 beslut"]
    make_user((Role.COORDINATOR, make_programme(cast.partner)))
    assert texts(cast.coordinator) == ["Ensam samordnare för 1 beslut"]
    make_user((Role.COORDINATOR, decision.programme))
    assert texts(cast.coordinator) == []


def test_unit_is_not_left_without_manager_or_deputy(cast: Cast) -> None:
    assert texts(cast.manager) == []
    end_grant(grant=cast.deputy.grants.get(), ended_by=None, on=TODAY, now=NOW)
    assert texts(cast.manager) == ["Ensam enhetschef för Enhet Ett (exempel)"]
    User.objects.filter(pk=make_user((Role.UNIT_MANAGER, cast.unit)).pk).update(is_active=False)
    assert texts(cast.manager) == ["Ensam enhetschef för Enhet Ett (exempel)"]


def test_last_administrator_stays_and_one_alone_is_left_with_a_warning(cast: Cast) -> None:
    close(cast, cast.second_administrator)
    warnings = [duty.text for duty in duties_of(cast.access_administrator, today=TODAY, now=NOW) if duty.is_urgent]
    assert warnings == ["Äldrenämnden (exempel) har bara 1 behörighetsadministratör. Det ska finnas två."]
    assert texts(cast.access_administrator) == ["Ensam behörighetsadministratör för Äldrenämnden (exempel)"]
    with pytest.raises(LastAccessAdministrator):
        close_account(user=cast.access_administrator, closed_by=cast.outsider, today=TODAY, now=NOW)
    with pytest.raises(LastAccessAdministrator):
        stop_account(user=cast.access_administrator, stopped_by=cast.outsider, today=TODAY, now=NOW)
    assert User.objects.get(pk=cast.access_administrator.pk).is_active


def test_nobody_closes_stops_or_opens_their_own_account(cast: Cast) -> None:
    own = cast.access_administrator
    with pytest.raises(OwnAccount):
        close(cast, own, by=own)
    with pytest.raises(OwnAccount):
        stop_account(user=own, stopped_by=own, today=TODAY, now=NOW)
    with pytest.raises(OwnAccount):
        open_account(user=own, opened_by=own, now=NOW)


def test_stopped_account_keeps_its_roles_and_can_be_opened(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.manager)
    code = issue_code(user=cast.manager, issued_by=cast.access_administrator, now=NOW)
    stop_account(user=cast.manager, stopped_by=cast.access_administrator, today=TODAY, now=NOW)
    assert client.get("/")["Location"].startswith(reverse("accounts:sign-in"))
    open_account(user=cast.manager, opened_by=cast.access_administrator, now=NOW)
    assert User.objects.get(pk=cast.manager.pk).is_active
    assert RoleGrant.objects.active(TODAY).filter(user=cast.manager).exists()
    with pytest.raises(CodeNotValid):
        redeem_code(code=code, password="en lugn stund vid kaffet", now=NOW)


def test_who_has_left_is_told_while_the_account_is_open(cast: Cast) -> None:
    assert leavers(TODAY) == set()
    Employment.objects.filter(employee=cast.employee_row).update(ends_before=TODAY + DAY)
    assert leavers(TODAY) == set()
    assert leavers(TODAY + DAY) == {cast.employee.pk}

    def told(on: dt.date) -> list[str]:
        return [duty.text for duty in duties_of(cast.access_administrator, today=on, now=NOW)]

    assert "1 person har slutat men kan logga in." in told(TODAY + DAY)
    close(cast, cast.employee)
    assert not any("har slutat" in text for text in told(TODAY + DAY))


def test_pages_show_what_stands_in_the_way_then_close(client: Client, cast: Cast) -> None:
    deputy = make_user((Role.DEPUTY, make_unit(cast.partner, "Enhet Deras")))
    theirs = make_employee("Exempel Deras", place=make_place(unit=deputy.grants.get().unit), user=deputy)
    Employment.objects.filter(employee__in=[cast.employee_row, theirs]).update(ends_before=TODAY)
    sign_in_as(client, cast.access_administrator)
    address = reverse("accounts:account-close", args=[cast.employee.pk])
    page = client.get(reverse("accounts:leaver-list"))
    assert list(page.context["people"]) == [cast.employee]
    assert address in page.content.decode()
    assert "Roller som slutar" in client.get(address).content.decode()
    assert client.post(reverse("accounts:account-stop", args=[cast.employee.pk])).status_code == 302
    assert "kan inte logga in" in client.get(address).content.decode()
    assert client.post(reverse("accounts:account-open", args=[cast.employee.pk])).status_code == 302
    assert client.post(address).status_code == 302
    assert "konto är stängt" in client.get(address).content.decode()

    end_grant(grant=cast.deputy.grants.get(), ended_by=None, on=TODAY, now=NOW)
    address = reverse("accounts:account-close", args=[cast.manager.pk])
    page = client.post(address).content.decode()
    assert "Ensam enhetschef för Enhet Ett (exempel)" in page
    assert User.objects.get(pk=cast.manager.pk).is_active


@pytest.mark.parametrize("page", ["account-close", "account-stop", "account-open"])
def test_accounts_of_others_boards_and_ones_own_are_not_there(client: Client, cast: Cast, page: str) -> None:
    sign_in_as(client, cast.access_administrator)
    for user in (cast.trainer, cast.outsider, cast.access_administrator):
        assert client.post(reverse(f"accounts:{page}", args=[user.pk])).status_code == 404
        assert User.objects.get(pk=user.pk).is_active
    sign_in_as(client, cast.manager)
    assert client.post(reverse(f"accounts:{page}", args=[cast.employee.pk])).status_code == 403


def in_two_boards(cast: Cast) -> User:
    """Return somebody who manages a unit here, and reads for the partner board."""
    user = make_user((Role.UNIT_MANAGER, cast.unit), (Role.BOARD_READER, cast.partner), name="Exempel Båda")
    make_user((Role.UNIT_MANAGER, cast.unit))
    return user


def leave(cast: Cast, user: User, board: Board) -> bool:
    by = cast.access_administrator
    return leave_boards(user=user, boards=frozenset({board.pk}), ended_by=by, today=TODAY, now=NOW)


def standing(user: User) -> set[Board]:
    return {grant.board for grant in RoleGrant.objects.standing(TODAY).filter(user=user)}


def test_each_board_ends_its_own_and_the_last_one_closes_the_account(cast: Cast) -> None:
    user = in_two_boards(cast)
    later = give(cast, user, Role.BOARD_SECRETARY, starts_on=TODAY + 30 * DAY)
    about, elsewhere = propose(cast, user, Role.BOARD_READER), make_user((Role.BOARD_READER, cast.partner))
    kept = RoleGrant.objects.create(
        user=elsewhere,
        role=Role.BOARD_SECRETARY,
        board=cast.partner,
        starts_on=TODAY,
        proposed_by=user,
        proposed_at=NOW,
    )
    here, _secret = create_feed(subject=cast.own, created_by=user, now=NOW)
    there, _secret = create_feed(subject=make_place(unit=make_unit(cast.partner, "X")), created_by=user, now=NOW)
    row = make_employee("Exempel Båda", place=cast.own, user=user)

    assert leave(cast, user, cast.board) is False
    assert standing(user) == {cast.partner}
    for grant, state in ((later, GrantState.APPROVED), (about, GrantState.WITHDRAWN), (kept, GrantState.PROPOSED)):
        grant.refresh_from_db()
        assert grant.state == state
    assert set(FeedToken.objects.filter(revoked_at=None, pk__in=[here.pk, there.pk])) == {there}
    row.refresh_from_db()
    user.refresh_from_db()
    assert (row.user, user.is_active, user.closed_at) == (None, True, None)

    assert leave(cast, user, cast.partner) is True
    user.refresh_from_db()
    assert (standing(user), user.is_active, user.closed_at) == (set(), False, NOW)


def test_what_is_owned_in_the_board_moves_first_and_what_is_owned_elsewhere_waits(cast: Cast) -> None:
    user = make_user((Role.UNIT_MANAGER, cast.unit), (Role.UNIT_MANAGER, make_unit(cast.partner, "Enhet Deras")))
    RoleGrant.objects.filter(user__in=[cast.manager, cast.deputy]).delete()
    with pytest.raises(StillOwns) as refused:
        leave(cast, user, cast.board)
    assert [item.text for item in refused.value.items] == ["Ensam enhetschef för Enhet Ett (exempel)"]
    assert standing(user) == {cast.board, cast.partner}
    make_user((Role.DEPUTY, cast.unit))
    assert leave(cast, user, cast.board) is False
    with pytest.raises(StillOwns):
        leave(cast, user, cast.partner)
    assert standing(user) == {cast.partner}


def test_a_trainer_hands_over_only_to_the_board_that_is_left(cast: Cast) -> None:
    trainer = make_user((Role.TRAINER, cast.partner), (Role.BOARD_READER, cast.board))
    row = make_trainer("Exempel Båda", board=cast.partner, user=trainer)
    make_session(make_module(), cast.own, TODAY + 7 * DAY, trainers=[row])
    make_visit(cast.own, TODAY + 9 * DAY, trainers=[row])
    with pytest.raises(StillOwns) as refused:
        leave(cast, trainer, cast.partner)
    assert len(refused.value.items) == 2
    assert leave(cast, trainer, cast.board) is False


def test_the_coordinator_of_two_boards_is_let_go_by_either(cast: Cast) -> None:
    """The role reaches into both, and no other holds: whoever ends it closes the account."""
    programme = make_programme(cast.board, cast.partner)
    user = make_user((Role.COORDINATOR, programme))
    make_decision(cast.board, programme=programme)
    with pytest.raises(StillOwns):
        leave(cast, user, cast.partner)
    make_user((Role.COORDINATOR, programme))
    assert leave(cast, user, cast.partner) is True
    user.refresh_from_db()
    assert user.closed_at == NOW


def test_the_page_says_that_another_board_has_given_roles(client: Client, cast: Cast) -> None:
    user = in_two_boards(cast)
    sign_in_as(client, cast.access_administrator)
    address = reverse("accounts:account-close", args=[user.pk])
    page = client.get(address).content.decode()
    assert "Exempel Båda lämnar er" in page and "Stoppa inloggningen nu" not in page and "Ledamot" not in page
    detail = reverse("accounts:grant-detail", args=[user.grants.get(board=cast.board).pk])
    assert address in client.get(detail).content.decode()
    assert client.post(reverse("accounts:account-stop", args=[user.pk])).status_code == 404
    page = client.post(address, follow=True).content.decode()
    assert "har inga roller kvar hos er" in page
    assert standing(user) == {cast.partner}
    assert client.get(address).status_code == 404, "what is left is the other board's"


def test_who_administers_one_board_ends_nothing_in_another_where_they_have_another_role(
    client: Client, cast: Cast
) -> None:
    user = in_two_boards(cast)
    by = make_user((Role.ACCESS_ADMINISTRATOR, cast.board), (Role.BOARD_READER, cast.partner))
    address = reverse("accounts:account-close", args=[user.pk])
    assert sign_in_as(client, by).get(address).context["stays"] is True
    client.post(address)
    assert standing(user) == {cast.partner}
