"""A name that nobody has and a wrong password are answered alike, and cost the same work."""

from __future__ import annotations

import re
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lyhord.accounts.models import AuditEvent, User
from tests.factories import Cast, sign_in_as

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


def answer(username: str) -> tuple[Any, ...]:
    client = Client()
    with (
        patch.object(MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode) as encode,
        CaptureQueriesContext(connection) as queries,
    ):
        response = client.post("/konto/logga-in/", {"username": username, "password": "fel"})
    headers = sorted(item for item in response.headers.items() if item[0] != "Expires")  # the second it is
    body = TOKEN.sub(b"", response.content).replace(username.encode(), b"NAME")
    return response.status_code, body, headers, sorted(response.cookies), encode.call_count, len(queries)


@pytest.mark.django_db
def test_wrong_password_unknown_name_and_closed_account_are_the_same_bytes_and_the_same_work(cast: Cast) -> None:
    User.objects.filter(username="ledamot").update(is_active=False, username="ledamoten1")
    wrong, unknown, closed = (answer(name) for name in ("samordnare", "ingenalls1", "ledamoten1"))
    assert wrong == unknown == closed
    assert wrong[-2] == 1
    tried = AuditEvent.objects.filter(action="accounts.sign_in_failed").order_by("id")
    wanted = [(cast.coordinator.pk, None), (None, None), (cast.board_reader.pk, cast.board)]
    assert [(event.object_id, event.owner) for event in tried] == wanted
    assert {event.actor for event in tried} == {None}


@pytest.mark.django_db
def test_an_auditor_sees_that_somebody_was_wrong_and_what_is_right_or_empty_is_no_failure(
    client: Client, cast: Cast
) -> None:
    right = {"username": cast.board_reader.username, "password": "exempel-losenord-1"}
    for typed in (right, right | {"password": ""}, right | {"username": ""}):
        Client().post("/konto/logga-in/", typed)
    assert not AuditEvent.objects.filter(action="accounts.sign_in_failed").exists()
    Client().post("/konto/logga-in/", right | {"password": "fel"})
    page = sign_in_as(client, cast.auditor).get("/konto/logg/").content.decode()
    assert "Någon skrev fel lösenord" in page
