"""Shared devices: lock, idle time, sign out, and nothing kept by the browser."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from lyhord.accounts.models import RoleGrant, Session, User
from tests.factories import Cast, sign_in_as

LOCK, UNLOCK, PASSWORD = "/konto/las/", "/konto/las-upp/", "exempel-losenord-1"
BEGAN = dt.datetime(2025, 10, 6, 9, tzinfo=dt.UTC)


def minutes_later(minutes: float) -> dt.datetime:
    return BEGAN + dt.timedelta(minutes=minutes)


def test_locked_session_shows_nothing_until_the_password(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.manager)
    key = client.session.session_key
    assert client.post(LOCK)["Location"] == UNLOCK
    assert client.session.session_key != key
    for address in ("/", "/traffpunkter/", "/konto/inloggning/", "/konto/losenord/"):
        response = client.get(address)
        assert (response.status_code, response.content) == (302, b""), address
        assert response["Location"].startswith(UNLOCK)
    assert cast.manager.username not in client.get(UNLOCK).content.decode()
    assert client.post(UNLOCK, {"password": "fel", "next": "/traffpunkter/"}).status_code == 200
    assert client.get("/").status_code == 302
    assert client.post(UNLOCK, {"password": PASSWORD, "next": "/traffpunkter/"})["Location"] == "/traffpunkter/"
    assert client.get("/traffpunkter/").status_code == 200


def test_a_form_sent_in_a_locked_session_does_nothing(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.access_administrator)
    client.post(LOCK)
    before = RoleGrant.objects.count()
    response = client.post(reverse("accounts:user-add"), {"username": "ny", "name": "Ny"})
    assert response["Location"] == f"{UNLOCK}?next=%2F"
    assert not User.objects.filter(username="ny").exists()
    assert RoleGrant.objects.count() == before


def test_five_wrong_passwords_end_the_session(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.manager)
    client.post(LOCK)
    for _time in range(5):
        client.post(UNLOCK, {"password": "fel"})
    assert "_auth_user_id" not in client.session
    assert not Session.objects.filter(user=cast.manager).exists()


@pytest.mark.parametrize(("minutes", "is_over"), [(14, False), (16, True)])
def test_idle_session_ends_on_the_server(client: Client, cast: Cast, minutes: int, is_over: bool) -> None:
    with time_machine.travel(BEGAN, tick=False) as clock:
        sign_in_as(client, cast.manager)
        clock.move_to(minutes_later(minutes))
        assert (client.get("/traffpunkter/").status_code == 302) is is_over
        assert ("_auth_user_id" in client.session) is not is_over


def test_who_works_on_stays_signed_in_but_not_beyond_the_day(client: Client, cast: Cast) -> None:
    with time_machine.travel(BEGAN, tick=False) as clock:
        sign_in_as(client, cast.manager)
        for minutes in range(10, 480, 10):
            clock.move_to(minutes_later(minutes))
            assert client.get("/traffpunkter/").status_code == 200, minutes
        clock.move_to(minutes_later(481))
        assert client.get("/traffpunkter/").status_code == 302


def test_whoever_knocks_does_not_keep_a_locked_session_open(client: Client, cast: Cast) -> None:
    with time_machine.travel(BEGAN, tick=False) as clock:
        sign_in_as(client, cast.manager)
        client.post(LOCK)
        for minutes in (10, 20, 30, 40, 50, 59):
            clock.move_to(minutes_later(minutes))
            assert client.get(UNLOCK).status_code == 200
        clock.move_to(minutes_later(61))
        assert client.get(UNLOCK)["Location"].startswith("/konto/logga-in/")


def test_signing_out_drops_kept_pages_but_not_what_waits_in_storage(client: Client, cast: Cast) -> None:
    response = sign_in_as(client, cast.manager).post(reverse("accounts:sign-out"))
    assert response["Clear-Site-Data"] == '"cache"'
    assert response["Cache-Control"] == "no-store, private"
    assert not Session.objects.filter(user=cast.manager).exists()


def test_signed_in_pages_are_kept_by_no_cache(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.manager)
    for address in ("/", "/traffpunkter/", "/finns-inte/", "/konto/roller/"):
        assert client.get(address)["Cache-Control"] == "no-store, private", address


def test_role_removed_or_account_closed_holds_from_the_next_click(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.manager)
    assert client.get("/traffpunkter/").status_code == 200
    RoleGrant.objects.filter(user=cast.manager).delete()
    assert client.get("/traffpunkter/").status_code == 403
    User.objects.filter(pk=cast.manager.pk).update(is_active=False)
    assert client.get("/")["Location"].startswith("/konto/logga-in/")


def test_one_sees_where_one_is_signed_in_and_ends_it(client: Client, cast: Cast) -> None:
    windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
    elsewhere = Client(headers={"user-agent": windows})
    elsewhere.post("/konto/logga-in/", {"username": cast.employee.username, "password": PASSWORD})
    sign_in_as(client, cast.employee)
    page = client.get(reverse("accounts:own-sign-in"))
    assert {row.browser for row in page.context["sessions"]} == {"", "Chrome · Windows"}
    assert elsewhere.session.session_key not in page.content.decode()
    client.post(reverse("accounts:end-others"))
    assert client.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302


def test_a_page_that_asks_by_itself_is_nobody_being_there(client: Client, cast: Cast) -> None:
    with time_machine.travel(BEGAN, tick=False) as clock:
        sign_in_as(client, cast.manager)
        for minutes in range(1, 15):
            clock.move_to(minutes_later(minutes))
            assert client.get("/traffpunkter/", headers={"asks-by-itself": "1"}).status_code == 200
        clock.move_to(minutes_later(16))
        assert client.get("/traffpunkter/", headers={"asks-by-itself": "1"}).status_code == 302


def test_demo_unlocks_its_example_users_and_nobody_else_is(client: Client, cast: Cast, settings: Settings) -> None:
    User.objects.filter(pk=cast.manager.pk).update(is_example=True)
    sign_in_as(client, cast.manager)
    client.post(LOCK, {"next": "/traffpunkter/"})
    assert client.post(UNLOCK, {"try": "1"}).status_code == 200
    settings.DEMO = True
    assert client.post(UNLOCK, {"try": "1"})["Location"] == "/traffpunkter/"
    User.objects.filter(pk=cast.manager.pk).update(is_example=False)
    client.post(LOCK)
    assert client.post(UNLOCK, {"try": "1"}).status_code == 200


def test_a_lock_leads_back_to_where_one_was_and_never_to_another_site(client: Client, cast: Cast) -> None:
    for wanted, leads_to in (("/traffpunkter/", "/traffpunkter/"), ("https://example.org/", "/")):
        sign_in_as(client, cast.manager)
        client.post(LOCK, {"next": wanted})
        assert client.post(UNLOCK, {"password": PASSWORD})["Location"] == leads_to


def test_locking_again_and_again_does_not_keep_a_session_open(client: Client, cast: Cast) -> None:
    with time_machine.travel(BEGAN, tick=False) as clock:
        sign_in_as(client, cast.manager)
        for minute in (0, 45, 61):
            clock.move_to(minutes_later(minute))
            client.post(LOCK)
        assert "_auth_user_id" not in client.session


def test_the_password_is_no_second_factor_whatever_is_sent_with_it(client: Client, cast: Cast) -> None:
    client.post("/konto/logga-in/", {"username": "chef", "password": PASSWORD})
    client.post(UNLOCK, {"password": PASSWORD, "credential": "x", "try": "1"})
    assert client.get("/traffpunkter/")["Location"].startswith("/konto/andra-steget/")
