"""A name that nobody has and a wrong password are answered alike, and cost the same work."""

from __future__ import annotations

import re
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from lyhord.accounts.models import User
from tests.factories import Cast

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


def answer(username: str) -> tuple[Any, ...]:
    client = Client()
    with patch.object(MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode) as encode:
        response = client.post("/konto/logga-in/", {"username": username, "password": "fel"})
    headers = sorted(item for item in response.headers.items() if item[0] != "Expires")  # the second it is
    body = TOKEN.sub(b"", response.content).replace(username.encode(), b"NAME")
    return response.status_code, body, headers, sorted(response.cookies), encode.call_count


@pytest.mark.django_db
def test_wrong_password_unknown_name_and_closed_account_are_the_same_bytes_and_the_same_work(cast: Cast) -> None:
    User.objects.filter(username="ledamot").update(is_active=False, username="ledamoten1")
    wrong, unknown, closed = (answer(name) for name in ("samordnare", "ingenalls1", "ledamoten1"))
    assert wrong == unknown == closed
    assert wrong[-1] == 1
