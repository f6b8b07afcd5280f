"""The pages of disposal: see first, then decide; hold and let go."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lyhord.accounts.domain.retention.passes import run_pass
from lyhord.accounts.models import AuditEvent, RetentionMark, RetentionRule
from tests.factories import TODAY, Cast, make_employee, sign_in_as
from tests.factories.rows import at

LIST, MARKS = "/konto/gallring/", "/konto/gallring/marken/"


@pytest.fixture(autouse=True)
def the_day() -> Any:
    with time_machine.travel(at(TODAY, 12), tick=False):
        yield


@pytest.fixture
def coordinator(client: Client, cast: Cast) -> Client:
    make_employee("Exempel Slutat", place=cast.own, ends_before=TODAY - dt.timedelta(days=100))
    return sign_in_as(client, cast.coordinator)


def url(cast: Cast) -> str:
    return f"{LIST}namnder/{cast.board.pk}/medarbetare-som-slutat/"


def sent(**fields: str) -> dict[str, str]:
    return {"months": "3", "diary_number": "EX-2025-7", "decided_on": TODAY.isoformat(), "seen": ""} | fields


def shown_digest(response: Any) -> str:
    return str(response.context["preview"].digest)


def test_a_rule_is_seen_before_it_holds(coordinator: Client, cast: Cast) -> None:
    assert "gallras inte" in coordinator.get(LIST).content.decode()
    response = coordinator.post(url(cast), sent())
    assert "Exempel Slutat" in response.content.decode()
    assert not RetentionRule.objects.exists()
    assert AuditEvent.objects.order_by("-id")[0].action == "access.read"
    response = coordinator.post(url(cast), sent(seen=shown_digest(response)))
    assert response.status_code == 302
    assert RetentionRule.objects.get().diary_number == "EX-2025-7"


def test_other_figures_than_those_seen_are_shown_first(coordinator: Client, cast: Cast) -> None:
    seen = shown_digest(coordinator.post(url(cast), sent()))
    response = coordinator.post(url(cast), sent(months="4", seen=seen))
    assert "Se på listan igen" in response.content.decode()
    assert not RetentionRule.objects.exists()
    assert coordinator.post(url(cast), sent(months="4", seen=shown_digest(response))).status_code == 302


def test_an_unknown_kind_is_not_there(coordinator: Client, cast: Cast) -> None:
    assert coordinator.get(f"{LIST}namnder/{cast.board.pk}/no-such/").status_code == 404


def test_a_marked_row_is_held_and_let_go(coordinator: Client, cast: Cast) -> None:
    seen = shown_digest(coordinator.post(url(cast), sent()))
    coordinator.post(url(cast), sent(seen=seen))
    run_pass(now=at(TODAY, 12))
    mark = RetentionMark.objects.get()
    assert "Exempel Slutat" in coordinator.get(MARKS).content.decode()
    assert coordinator.post(f"{MARKS}{mark.pk}/hejda/", {"reason": ""}).status_code == 200
    coordinator.post(f"{MARKS}{mark.pk}/hejda/", {"reason": "Tvist"})
    assert "Tvist" in coordinator.get(MARKS).content.decode()
    coordinator.post(f"{MARKS}{mark.pk}/slapp/")
    mark.refresh_from_db()
    assert (mark.held_at, mark.goes_on) == (None, TODAY + dt.timedelta(days=14))


def test_lists_cost_the_same_however_long(coordinator: Client, cast: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            coordinator.get(MARKS)
        return len(found)

    coordinator.post(url(cast), sent(seen=shown_digest(coordinator.post(url(cast), sent()))))
    run_pass(now=at(TODAY, 12))
    queries()
    few = queries()
    for _number in range(9):
        make_employee(place=cast.own, ends_before=TODAY - dt.timedelta(days=100), works=False)
    run_pass(now=at(TODAY, 13))
    assert RetentionMark.objects.count() == 10
    assert queries() == few
