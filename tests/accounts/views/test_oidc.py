"""Signing in with OpenID Connect, there and back, against a running provider; and everything that must be refused."""

from __future__ import annotations

import datetime as dt
import socket
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from pytest_django import Settings

from lyhord.accounts.domain.sign_in.sessions import is_strong
from lyhord.accounts.enums import Role
from lyhord.accounts.models import ClaimRule, RoleGrant, User
from lyhord.common import clock
from lyhord.people.models import LinkRule
from tests.factories import TODAY, Cast, make_employee, make_module, make_session, make_user
from tests.factories.factors import add_app
from tests.factories.rows import at
from tests.providers.oidc_server import CLIENT_ID, SECRET, STRONG

BEGIN = "/konto/kommunen/oidc/kommun/?next=/beslut/"
FINISH = "/konto/kommunen/oidc/kommun/svar/"
PERSON = {"preferred_username": "idp-exempel", "name": "Exempel Kommunkonto", "groups": ["alla", "lyhord"]}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a provider that runs in a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "tests.providers.oidc_server", str(port), f"http://testserver{FINISH}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield f"http://127.0.0.1:{port}"
        process.terminate()


@pytest.fixture
def idp(server: str, settings: Settings, cast: Cast) -> str:
    """The provider without faults, and a user made for it by an access administrator."""
    requests.get(f"{server}/faults/", timeout=10)
    say(server)
    app = {
        "provider_id": "kommun",
        "name": "Exempelkommun",
        "client_id": CLIENT_ID,
        "secret": SECRET,
        "settings": {
            "server_url": server,
            "scope": ["openid", "profile"],
            "oauth_pkce_enabled": True,
            "acr": [STRONG],
            "amr": [],
            "max_age": 0,
            "fetch_userinfo": False,
        },
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    user = User.objects.create_user("idp-exempel", None, name="Exempel Kommunkonto")
    cast.manager.grants.update(user=user)
    return server


def say(server: str, **changed: object) -> None:
    requests.post(f"{server}/person/", json=PERSON | changed, timeout=10)


def ask(client: Client, begin: str = BEGIN) -> str:
    """Go to the provider and return where it sends the browser back."""
    sent = requests.get(client.get(begin)["Location"], timeout=10, allow_redirects=False)
    assert sent.status_code == 302, sent.text
    return sent.headers["Location"].removeprefix("http://testserver")


def come_back(client: Client, address: str) -> tuple[int, str]:
    """Return the status, and where it leads or why it was refused."""
    response = client.get(address)
    return response.status_code, response["Location"] if response.status_code == 302 else response.context["reason"]


def test_there_and_back(client: Client, idp: str) -> None:
    assert "Exempelkommun" in client.get("/konto/logga-in/").content.decode()
    query = parse_qs(urlsplit(client.get(BEGIN)["Location"]).query)
    assert (query["max_age"], query["acr_values"], query["code_challenge_method"]) == (["0"], [STRONG], ["S256"])
    assert len(query["nonce"][0]) >= 32
    assert come_back(client, ask(client)) == (302, "/beslut/")
    assert is_strong(client.session)
    assert client.get("/").context["user"].username == "idp-exempel"
    assert SocialAccount.objects.get().extra_data == {}
    say(idp, preferred_username="nytt-namn")
    other = Client()
    assert come_back(other, ask(other)) == (302, "/beslut/")
    assert other.get("/").context["user"].username == "idp-exempel"


@pytest.mark.parametrize("wanted", ["home", "//example.org/", "https://example.org/"])
def test_what_is_no_page_of_the_site_leads_to_the_start_page(client: Client, idp: str, wanted: str) -> None:
    begin = BEGIN.replace("/beslut/", wanted)
    assert come_back(client, ask(client, begin)) == (302, "/")


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("audience", "audience"),
        ("many_audiences", "audience"),
        ("issuer", "issuer"),
        ("nonce", "nonce"),
        ("no_nonce", "missing"),
        ("auth_time", "auth_time"),
        ("future", "auth_time"),
        ("words", "auth_time"),
        ("no_auth_time", "missing"),
        ("expired", "expired"),
        ("acr", "acr"),
        ("no_acr", "acr"),
        ("other_key", "signature"),
    ],
)
def test_refused(client: Client, idp: str, fault: str, reason: str) -> None:
    requests.get(f"{idp}/faults/?{fault}", timeout=10)
    assert come_back(client, ask(client)) == (403, reason)
    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.exists()


def test_answer_works_once_and_in_its_own_browser(client: Client, idp: str) -> None:
    address = ask(client)
    assert come_back(Client(), address) == (403, "failed")
    assert come_back(client, address)[0] == 302
    assert come_back(client, address) == (403, "failed")


def test_wrong_code_and_cancelled_sign_in_are_told(client: Client, idp: str) -> None:
    address = ask(client)
    state = parse_qs(urlsplit(address).query)["state"][0]
    assert come_back(client, f"{FINISH}?state={state}&code=wrong") == (403, "failed")
    state = parse_qs(urlsplit(ask(client)).query)["state"][0]
    assert come_back(client, f"{FINISH}?state={state}&error=access_denied") == (403, "cancelled")


@pytest.mark.parametrize("query", ["", "?state=x", "?code=x", "?error=x&state=%ff"])
def test_what_is_no_answer_is_refused(client: Client, idp: str, query: str) -> None:
    assert come_back(client, FINISH + query)[0] == 403


def test_the_query_cannot_weaken_what_is_asked_for(client: Client, idp: str) -> None:
    weak = "/konto/kommunen/oidc/kommun/?auth_params=max_age%3D99999%26nonce%3Dx&scope=email&process=connect"
    query = parse_qs(urlsplit(client.get(weak)["Location"]).query)
    assert query["max_age"] == ["0"]
    assert query["nonce"] != ["x"]
    assert set(query["scope"][0].split()) == {"openid", "profile"}


def test_rules_give_and_take_back_roles(client: Client, idp: str, cast: Cast) -> None:
    rule = ClaimRule.objects.create(
        claim="groups",
        text="lyhord",
        role=Role.EMPLOYEE,
        board=cast.board,
        unit=cast.unit,
        proposed_by=cast.access_administrator,
        proposed_at=at(TODAY, 9),
    )
    say(idp, sub="person-2", preferred_username="helt-ny")
    assert come_back(client, ask(client)) == (403, "unknown")
    ClaimRule.objects.update(approved_by=make_user(), approved_at=at(TODAY, 9))
    assert come_back(client, ask(client)) == (302, "/beslut/")
    assert list(RoleGrant.objects.filter(user__username="helt-ny").values_list("by_rule", flat=True)) == [rule.pk]
    assert client.get("/").status_code == 200
    say(idp, sub="person-2", preferred_username="helt-ny", groups=["alla"])
    assert come_back(client, ask(client)) == (302, "/beslut/")
    assert client.get("/").context["my_roles"] == []


def test_first_sign_in_finds_the_own_row_and_shows_what_is_booked(client: Client, idp: str, cast: Cast) -> None:
    by = {"proposed_by": cast.access_administrator, "proposed_at": at(TODAY, 9)}
    by |= {"approved_by": cast.second_administrator, "approved_at": at(TODAY, 9)}
    ClaimRule.objects.create(claim="groups", text="lyhord", role=Role.EMPLOYEE, board=cast.board, unit=cast.unit, **by)
    LinkRule.objects.create(owner=cast.board, claim="email", column="email", **by)
    row = make_employee("Exempel Ny", place=cast.own, email="ny@exempel.se")
    module = make_module("Att lyssna (exempel)")
    make_session(module, cast.own, clock.today() + dt.timedelta(days=3), employees=[row])
    person = {"sub": "person-3", "preferred_username": "ny-person", "email": "ny@exempel.se"}
    say(idp, **person, email_verified=False)
    assert come_back(client, ask(client)) == (302, "/beslut/")
    assert module.name not in client.get("/").content.decode()
    say(idp, **person, email_verified=True)
    assert come_back(client, ask(client)) == (302, "/beslut/")
    assert module.name in client.get("/").content.decode()
    assert client.get(f"/personer/{row.pk}/").status_code == 200


def test_personal_number_as_key_is_refused(client: Client, idp: str) -> None:
    say(idp, sub="198112189876")  # the tax agency's own example
    assert come_back(client, ask(client)) == (403, "personal_number")


def test_a_local_account_is_not_taken_over(client: Client, idp: str) -> None:
    say(idp, preferred_username="samordnare")
    assert come_back(client, ask(client)) == (403, "taken")


def test_without_agreed_levels_the_sign_in_counts_as_one_factor(client: Client, idp: str, settings: Settings) -> None:
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["acr"] = []
    add_app(User.objects.get(username="idp-exempel"))
    assert come_back(client, ask(client)) == (302, "/konto/andra-steget/")
    assert "_auth_user_id" not in client.session


def test_unknown_provider_is_not_there(client: Client, idp: str) -> None:
    for address in ("/konto/kommunen/oidc/annan/", "/konto/kommunen/oidc/annan/svar/?state=x&code=y"):
        assert client.get(address).status_code == 404
