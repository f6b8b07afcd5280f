"""Two access administrators decide how long a board gives a role at a time."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lyhord.accounts.domain.roles.lengths import (
    LengthNotMeant,
    approve_length,
    decline_length,
    propose_length,
)
from lyhord.accounts.domain.roles.rules import longest_days
from lyhord.accounts.domain.roles.second_person import ProposalSettled
from lyhord.accounts.domain.sign_in.codes import issue_code
from lyhord.accounts.enums import GrantState, Role
from lyhord.accounts.models import AuditEvent, RoleLength
from tests.accounts.giving import DAY, NOW, give
from tests.factories import TODAY, Cast, make_board, make_user, sign_in_as

LIST = "/konto/rollangder/"


@pytest.fixture(autouse=True)
def today(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


def form(cast: Cast) -> str:
    return f"{LIST}namnder/{cast.board.pk}/"


def days(cast: Cast) -> int | None:
    return longest_days(role=Role.AUDITOR, boards=[cast.board])


def test_it_holds_once_another_has_approved_and_for_new_roles_only(client: Client, cast: Cast) -> None:
    before = give(cast, make_user(), Role.AUDITOR)
    sign_in_as(client, cast.access_administrator)
    assert client.post(form(cast), {"role": "auditor", "days": "30"})["Location"] == LIST
    length = RoleLength.objects.get()
    approve = f"{LIST}{length.pk}/godkann/"
    assert approve not in client.get(LIST).content.decode()
    assert "En annan" in client.post(approve, follow=True).content.decode()
    assert "redan föreslagit" in client.post(form(cast), {"role": "auditor", "days": "40"}).content.decode()
    assert days(cast) == 366
    assert approve in sign_in_as(client, cast.second_administrator).get(LIST).content.decode()
    client.post(approve)
    assert days(cast) == 30
    assert "redan bestämt" in client.post(approve, follow=True).content.decode()
    assert give(cast, make_user(), Role.AUDITOR).ends_before == TODAY + 30 * DAY
    before.refresh_from_db()
    assert before.ends_before == TODAY + 366 * DAY
    told = AuditEvent.objects.filter(action__endswith="role_length").order_by("id")
    assert [(event.action, event.owner, event.counts) for event in told] == [
        ("accounts.propose_role_length", cast.board, {"days": 30}),
        ("accounts.approve_role_length", cast.board, {"days": 30}),
    ]


def test_a_new_length_takes_the_place_of_the_old_one(cast: Cast) -> None:
    for number in (30, 60):
        length = propose_length(
            board=cast.board, role=Role.AUDITOR, days=number, proposed_by=cast.access_administrator, now=NOW
        )
        approve_length(length=length, approved_by=cast.second_administrator, now=NOW)
    assert days(cast) == 60
    length = propose_length(
        board=cast.board, role=Role.AUDITOR, days=90, proposed_by=cast.access_administrator, now=NOW
    )
    decline_length(length=length, declined_by=cast.second_administrator, now=NOW)
    with pytest.raises(ProposalSettled):
        approve_length(length=length, approved_by=cast.second_administrator, now=NOW)
    assert days(cast) == 60
    assert longest_days(role=Role.AUDITOR, boards=[cast.partner]) == 366
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleLength.objects.update(settled_by=cast.access_administrator)


def test_what_cannot_be_is_refused(client: Client, cast: Cast) -> None:
    with pytest.raises(LengthNotMeant):
        propose_length(
            board=cast.board,
            role=Role.ACCESS_ADMINISTRATOR,
            days=30,
            proposed_by=cast.access_administrator,
            now=NOW,
        )
    sign_in_as(client, cast.access_administrator)
    for wrong in ({"days": "0"}, {"days": "1099"}, {"days": "x"}, {"role": "access_administrator"}):
        assert client.post(form(cast), {"role": "auditor", "days": "30"} | wrong).status_code == 200
    assert not RoleLength.objects.exists()
    client.post(form(cast), {"role": "auditor", "days": "30"})
    issue_code(user=cast.second_administrator, issued_by=cast.access_administrator, now=NOW)
    sign_in_as(client, cast.second_administrator)
    answer = client.post(f"{LIST}{RoleLength.objects.get().pk}/godkann/", follow=True).content.decode()
    assert "engångskod" in answer
    assert RoleLength.objects.get().state == GrantState.PROPOSED


def test_the_list_costs_the_same_however_many_boards(client: Client, cast: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(LIST)
        return len(found)

    def administrator(count: int) -> None:
        boards = [make_board(f"Nämnd {number} (exempel)") for number in range(count)]
        user = make_user(*((Role.ACCESS_ADMINISTRATOR, board) for board in boards))
        for board in boards:
            RoleLength.objects.filter(board=board).delete()
            propose_length(board=board, role=Role.AUDITOR, days=9, proposed_by=user, now=NOW)
        sign_in_as(client, user)

    administrator(1)
    queries()
    few = queries()
    administrator(5)
    queries()
    assert queries() == few
