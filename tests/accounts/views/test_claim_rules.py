"""Two access administrators make a rule between them, within their own boards."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lyhord.accounts.enums import Role
from lyhord.accounts.models import ClaimRule
from tests.factories import TODAY, Cast, make_user, sign_in_as
from tests.factories.rows import at

LIST = "/konto/rollregler/"


def fields(cast: Cast, **changed: str) -> dict[str, str]:
    right = {"claim": "groups", "text": "lyhord", "role": Role.EMPLOYEE, "board": str(cast.board.pk)}
    return right | {"unit": str(cast.unit.pk)} | changed


def make_rule(cast: Cast, text: str = "lyhord") -> ClaimRule:
    return ClaimRule.objects.create(
        claim="groups",
        text=text,
        role=Role.EMPLOYEE,
        board=cast.board,
        unit=cast.unit,
        proposed_by=cast.access_administrator,
        proposed_at=at(TODAY, 9),
    )


def test_one_proposes_another_approves(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.access_administrator)
    assert client.post(reverse("accounts:rule-add"), fields(cast))["Location"] == LIST
    rule = ClaimRule.objects.get()
    approve = reverse("accounts:rule-approve", args=[rule.pk])
    assert approve not in client.get(LIST).content.decode()
    client.post(approve)
    rule.refresh_from_db()
    assert rule.approved_by is None
    other = make_user((Role.ACCESS_ADMINISTRATOR, cast.board))
    assert approve in sign_in_as(client, other).get(LIST).content.decode()
    client.post(approve)
    rule.refresh_from_db()
    assert rule.approved_by == other
    client.post(reverse("accounts:rule-end", args=[rule.pk]))
    assert client.get(LIST).context["rules"].count() == 0


@pytest.mark.parametrize(
    ("field", "text"),
    [("text", "811218-9876"), ("role", "access_administrator"), ("unit", ""), ("claim", ""), ("board", "x")],
)
def test_bad_rule_is_told_and_not_made(client: Client, cast: Cast, field: str, text: str) -> None:
    sign_in_as(client, cast.access_administrator)
    response = client.post(reverse("accounts:rule-add"), fields(cast, **{field: text}))
    assert field in response.context["form"].errors
    assert not ClaimRule.objects.exists()


@pytest.mark.parametrize("who", ["coordinator", "manager", "employee", "auditor", "outsider"])
def test_others_do_not_reach_the_rules(client: Client, cast: Cast, who: str) -> None:
    rule = make_rule(cast)
    sign_in_as(client, getattr(cast, who))
    assert client.get(LIST).status_code == 403
    assert client.post(reverse("accounts:rule-approve", args=[rule.pk])).status_code == 403


def test_rule_of_another_board_is_not_there(client: Client, cast: Cast) -> None:
    rule = make_rule(cast)
    sign_in_as(client, make_user((Role.ACCESS_ADMINISTRATOR, cast.partner)))
    for name in ("rule-approve", "rule-end"):
        assert client.post(reverse(f"accounts:{name}", args=[rule.pk])).status_code == 404
    assert not client.get(LIST).context["rules"]


def test_list_takes_the_same_number_of_queries_however_long(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.access_administrator)
    counts = []
    for number in (1, 30):
        for rule in range(number):
            make_rule(cast, f"grupp-{number}-{rule}")
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]
