"""The pages of the access check: questions to the responsible, the record to print."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lyhord.accounts.domain.roles.access_checks import open_round, rule_of
from lyhord.accounts.enums import CheckDecision, Role
from lyhord.accounts.models import AccessCheck, AccessRound, RoleGrant
from tests.accounts.giving import NOW
from tests.factories import TODAY, Cast, make_user, sign_in_as


@pytest.fixture(autouse=True)
def today(time_machine: Any) -> None:
    time_machine.move_to(NOW)


@pytest.fixture
def opened(cast: Cast) -> AccessRound:
    return open_round(board=cast.board, opened_by=cast.access_administrator, today=TODAY, now=NOW)


def answer(client: Client, check: AccessCheck, text: str) -> int:
    return client.post(reverse("accounts:check-decide", args=[check.pk]), {"answer": text}).status_code


def test_manager_keeps_one_and_ends_another(client: Client, cast: Cast, opened: AccessRound) -> None:
    sign_in_as(client, cast.manager)
    assert "Källa: Lag (2001:454)" in client.get(reverse("accounts:check-list")).content.decode()
    kept, ended = opened.checks.get(grant__user=cast.employee), opened.checks.get(grant__user=cast.volunteer)
    assert (answer(client, kept, "keep"), answer(client, ended, "end")) == (302, 302)
    assert opened.checks.get(pk=kept.pk).decision == CheckDecision.KEPT
    assert opened.checks.get(pk=ended.pk).decision == CheckDecision.ENDED
    assert not RoleGrant.objects.active(TODAY).filter(user=cast.volunteer).exists()


def test_anything_but_the_two_answers_is_none(client: Client, cast: Cast, opened: AccessRound) -> None:
    sign_in_as(client, cast.manager)
    check = opened.checks.get(grant__user=cast.employee)
    for text in ("", "kanske"):
        answer(client, check, text)
    assert opened.checks.get(pk=check.pk).decision == ""


def test_who_is_not_responsible_does_not_answer(client: Client, cast: Cast, opened: AccessRound) -> None:
    check = opened.checks.get(grant__user=cast.auditor)
    for user, status in ((cast.manager, 404), (cast.employee, 403), (cast.auditor, 403)):
        assert answer(sign_in_as(client, user), check, "end") == status
    assert opened.checks.get(pk=check.pk).decision == ""


def test_administrator_opens_a_check_and_auditor_reads_the_record(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.access_administrator)
    address = reverse("accounts:round-open", args=[cast.board.pk])
    assert client.post(address).status_code == 302
    again = client.post(address, follow=True)
    assert [str(text) for text in again.context["messages"]][-1] == "Nämnden har redan en kontroll som inte är klar."
    opened = AccessRound.objects.get()
    sign_in_as(client, cast.auditor)
    assert client.post(address).status_code == 403
    assert cast.board.name in client.get(reverse("accounts:round-list")).content.decode()
    page = client.get(reverse("accounts:round-detail", args=[opened.pk])).content.decode()
    assert page.count("inte besvarad") >= opened.checks.count()


def test_check_of_another_board_is_not_there(client: Client, cast: Cast, opened: AccessRound) -> None:
    sign_in_as(client, make_user((Role.ACCESS_ADMINISTRATOR, cast.partner)))
    assert client.get(reverse("accounts:round-detail", args=[opened.pk])).status_code == 404
    assert client.post(reverse("accounts:round-open", args=[cast.board.pk])).status_code == 404
    assert client.get(reverse("accounts:check-list")).context["checks"] == []


def test_board_says_how_often(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.access_administrator)
    address = reverse("accounts:check-rule", args=[cast.board.pk])
    wrong = client.post(address, {"every_days": 400, "within_days": 1})
    assert set(wrong.context["form"].errors) == {"every_days", "within_days"}
    assert client.post(address, {"every_days": 90, "within_days": 14}).status_code == 302
    assert (rule_of(cast.board).every_days, rule_of(cast.board).within_days) == (90, 14)


@pytest.mark.parametrize("page", ["check-list", "round-list"])
def test_lists_take_the_same_number_of_queries_however_long(
    client: Client, cast: Cast, opened: AccessRound, page: str
) -> None:
    sign_in_as(client, cast.access_administrator)
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(f"accounts:{page}"))
    for _number in range(30):
        grant = make_user((Role.BOARD_READER, cast.board)).grants.get()
        AccessCheck.objects.create(round=opened, grant=grant)
        AccessRound.objects.create(board=cast.board, opened_on=TODAY, due_on=TODAY, closed_at=NOW)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse(f"accounts:{page}"))
    assert len(many) == len(few)


def test_everybody_sees_their_own_roles(client: Client, cast: Cast) -> None:
    page = sign_in_as(client, cast.manager).get(reverse("accounts:own-roles"))
    assert [grant for grant, _holds, _stands in page.context["grants"]] == [cast.manager.grants.get()]
    assert (
        "Du har ingen roll än" in sign_in_as(client, cast.outsider).get(reverse("accounts:own-roles")).content.decode()
    )
