"""Too many requests are answered with a page that says when to try again; the address is not what the client claims."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, RequestFactory
from pytest_django import Settings

from lyhord.accounts.limiting import client_address
from lyhord.accounts.models import KnownDevice
from lyhord.common import clock
from tests.factories import Cast, sign_in_as

SIGN_IN = "/konto/logga-in/"
WRONG = {"username": "chef", "password": "fel"}
RIGHT = {"username": "chef", "password": "exempel-losenord-1"}


def test_guessing_is_answered_with_429_and_the_page_says_when(client: Client, cast: Cast) -> None:
    statuses = [client.post(SIGN_IN, WRONG).status_code for _ in range(12)]
    assert statuses == [200] * 10 + [429] * 2
    response = client.post(SIGN_IN, RIGHT)
    assert response.status_code == 429
    assert 80 <= int(response["Retry-After"]) <= 90  # ten tries in 15 minutes, less what the tries took
    assert "Vänta 2 minuter" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_name_that_nobody_has_is_limited_with_the_same_bytes(cast: Cast, time_machine: Any) -> None:
    time_machine.move_to(clock.now(), tick=False)  # when to try again is told in seconds
    answers = []
    for name in ("chef", "ingen-sadan"):
        client = Client()
        for _ in range(10):
            client.post(SIGN_IN, WRONG | {"username": name}, REMOTE_ADDR="192.0.2.1")
        response = client.post(SIGN_IN, WRONG | {"username": name}, REMOTE_ADDR="192.0.2.1")
        answers.append((response.status_code, response.content, response.headers))
    assert answers[0] == answers[1]
    assert answers[0][0] == 429


def test_signing_in_makes_the_device_known_and_then_others_are_not_in_the_way(client: Client, cast: Cast) -> None:
    assert client.post(SIGN_IN, RIGHT).status_code == 302
    assert KnownDevice.objects.count() == 1
    client.post("/konto/logga-ut/")
    stranger = Client()
    for _ in range(12):
        assert stranger.post(SIGN_IN, WRONG).status_code in {200, 429}
    assert stranger.post(SIGN_IN, RIGHT).status_code == 429
    assert client.post(SIGN_IN, RIGHT).status_code == 302


def test_search_is_limited_by_user(client: Client, cast: Cast, settings: Settings) -> None:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"search": (2, 60)}
    sign_in_as(client, cast.coordinator)
    assert [client.get("/sok/", {"q": "ex"}).status_code for _ in range(3)] == [200, 200, 429]
    other = Client()
    sign_in_as(other, cast.manager)
    assert other.get("/sok/", {"q": "ex"}).status_code == 200


def test_looking_at_a_form_is_not_counted_where_only_sending_is(client: Client, cast: Cast, settings: Settings) -> None:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"password": (1, 60)}
    sign_in_as(client, cast.coordinator)
    assert [client.get("/konto/losenord/").status_code for _ in range(3)] == [200] * 3
    assert [client.post("/konto/losenord/", {}).status_code for _ in range(2)] == [200, 429]


@pytest.mark.parametrize(
    ("behind_proxy", "remote", "forwarded", "address"),
    [
        (False, "192.0.2.1", "203.0.113.9", "192.0.2.1"),
        (True, "10.0.0.1", "203.0.113.9, 192.0.2.7", "192.0.2.7"),
        (True, "10.0.0.1", "", "unknown"),
        (True, "10.0.0.1", "rubbish", "unknown"),
        (False, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        (False, "::ffff:192.0.2.1", "", "192.0.2.1"),
        (False, "", "", "unknown"),
    ],
)
def test_the_address_is_what_the_proxy_saw(
    behind_proxy: bool, remote: str, forwarded: str, address: str, settings: Settings
) -> None:
    settings.BEHIND_PROXY = behind_proxy
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == address
