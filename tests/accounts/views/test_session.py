"""Signing in tells nothing about what was wrong; trying as somebody works in the demo alone."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from lyhord.accounts.models import AuditEvent, User
from tests.factories import Cast, make_user, sign_in_as

SIGN_IN = "/konto/logga-in/"
PASSWORD = "exempel-losenord-1"


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_right_password_signs_in(client: Client, cast: Cast) -> None:
    response = client.post(SIGN_IN, {"username": "chef", "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/")
    assert AuditEvent.objects.get(action="accounts.sign_in").actor == cast.manager


def test_wrong_name_wrong_password_and_closed_account_look_the_same(client: Client, cast: Cast) -> None:
    make_user(username="slutat")
    User.objects.filter(username="slutat").update(is_active=False)
    attempts = [("chef", "fel"), ("ingen", PASSWORD), ("slutat", PASSWORD)]
    pages = [client.post(SIGN_IN, {"username": name, "password": word}) for name, word in attempts]
    errors = [page.context["form"].non_field_errors() for page in pages]
    assert errors == [["Användarnamnet och lösenordet hör inte ihop. Kontrollera båda och försök igen."]] * 3
    assert not signed_in(client)


def test_sign_in_returns_to_the_page_asked_for_but_never_to_another_site(client: Client, cast: Cast) -> None:
    fields = {"username": "chef", "password": PASSWORD}
    assert client.post(SIGN_IN, fields | {"next": "/konto/losenord/"})["Location"] == "/konto/losenord/"
    client.logout()
    assert client.post(SIGN_IN, fields | {"next": "https://example.org/"})["Location"] == "/"
    for strange in ("home", SIGN_IN):
        client.logout()
        assert client.post(SIGN_IN, fields | {"next": strange})["Location"] == "/"
        assert client.get(SIGN_IN, {"next": strange})["Location"] == "/"


def test_signing_out_takes_a_post(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.manager)
    assert client.get(reverse("accounts:sign-out")).status_code == 405
    assert client.post(reverse("accounts:sign-out")).status_code == 302
    assert not signed_in(client)


def test_signing_out_is_an_event_of_whoever_did_and_of_nobody_when_nobody_is_signed_in(
    client: Client, cast: Cast
) -> None:
    sign_in_as(client, cast.manager)
    for _again in range(2):
        client.post(reverse("accounts:sign-out"))
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.owner) == ("accounts.sign_out", cast.manager, cast.board)
    assert event.object_id == cast.manager.pk


def test_language_is_remembered(client: Client, cast: Cast) -> None:
    client.post(reverse("accounts:language"), {"language": "en", "next": SIGN_IN})
    assert 'lang="en"' in client.get(SIGN_IN).content.decode()


def test_password_is_changed_and_the_session_kept(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.manager)
    new = "en lugn stund vid kaffet"
    fields = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post(reverse("accounts:password"), fields).status_code == 302
    assert User.objects.get(pk=cast.manager.pk).check_password(new)
    assert signed_in(client)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"old_password": "fel"}, "Det nuvarande lösenordet stämmer inte."),
        ({"new_password2": "något helt annat"}, "De två nya lösenorden är inte lika."),
    ],
)
def test_password_stays_when_something_is_wrong(
    client: Client, cast: Cast, fields: dict[str, str], sentence: str
) -> None:
    sign_in_as(client, cast.manager)
    new = "en lugn stund vid kaffet"
    right = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    response = client.post(reverse("accounts:password"), right | fields)
    assert [sentence] in response.context["form"].errors.values()
    assert User.objects.get(pk=cast.manager.pk).check_password(PASSWORD)


def test_demo_lets_one_choose_an_example_user(client: Client, cast: Cast, settings: Settings) -> None:
    settings.DEMO = True
    User.objects.filter(pk=cast.manager.pk).update(is_example=True, name="Exempel Chef")
    page = client.get(SIGN_IN)
    assert [(u.username, u.role, u.scope) for u in page.context["users_to_try"]] == [
        ("chef", "Enhetschef", "Enhet Ett (exempel)")
    ]
    assert client.post("/konto/prova-som/", {"username": "chef"})["Location"] == "/"
    assert signed_in(client)


def test_demo_does_not_let_one_in_as_a_real_user(client: Client, cast: Cast, settings: Settings) -> None:
    settings.DEMO = True
    assert client.post("/konto/prova-som/", {"username": "chef"}).status_code == 404
    assert not signed_in(client)


def test_choosing_a_user_does_not_exist_outside_the_demo(client: Client, cast: Cast) -> None:
    User.objects.update(is_example=True)
    assert client.post("/konto/prova-som/", {"username": "chef"}).status_code == 404
    assert list(client.get(SIGN_IN).context["users_to_try"]) == []
    assert not signed_in(client)
