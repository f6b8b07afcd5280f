"""Signing in with SAML, there and back, against a running provider; and everything that must be refused."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from pytest_django import Settings

from lyhord.accounts.domain.sign_in.sessions import is_strong
from lyhord.accounts.models import User
from tests.factories import Cast
from tests.factories.factors import add_app
from tests.providers.saml import ENTITY_ID, STRONG, SamlProvider, running

BEGIN = "/konto/kommunen/saml/?next=/beslut/"


@pytest.fixture(scope="module")
def server() -> Iterator[SamlProvider]:
    with running() as provider:
        yield provider


@pytest.fixture
def idp(server: SamlProvider, settings: Settings, cast: Cast) -> SamlProvider:
    """The provider without faults, and a user made for it by an access administrator."""
    server.faults, server.subject, server.attributes["uid"] = set(), "9d3a-persistent", "idp-exempel"
    settings.SAML_PROVIDER = {
        "entity_id": ENTITY_ID,
        "name": "Exempelkommun",
        "sso_url": server.url,
        "certificate": server.certificate,
        "acr": [STRONG],
        "username_attribute": "uid",
        "name_attribute": "displayName",
    }
    user = User.objects.create_user("idp-exempel", None, name="Exempel Kommunkonto")
    cast.manager.grants.update(user=user)
    return server


def ask(client: Client) -> str:
    """Go to the provider and return what it lets the browser post."""
    page = requests.get(client.get(BEGIN)["Location"], timeout=10).text
    match = re.search(r'value="([^"]+)"', page)
    assert match
    return match.group(1)


def post(client: Client, answer: str) -> tuple[int, str]:
    """Post the answer without the site's cookie, as another site's form does, and follow. Returns status and reason."""
    sent = Client().post("/konto/kommunen/saml/svar/", {"SAMLResponse": answer})
    assert sent.status_code == 302
    client.cookies.update(sent.cookies)
    finished = client.get(sent["Location"])
    reason = "" if finished.status_code == 302 else finished.context["reason"]
    return finished.status_code, reason or finished["Location"]


def test_there_and_back(client: Client, idp: SamlProvider) -> None:
    assert "Exempelkommun" in client.get("/konto/logga-in/").content.decode()
    assert post(client, ask(client)) == (302, "/beslut/")
    assert is_strong(client.session)
    assert client.get("/").context["user"].username == "idp-exempel"
    link = SocialAccount.objects.get()
    assert (link.uid, link.extra_data) == (idp.subject, {})


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("audience", "audience"),
        ("no_audience", "audience"),
        ("issuer", "issuer"),
        ("unsigned", "unsigned"),
        ("other_key", "signature"),
        ("tampered", "signature"),
        ("expired", "expired"),
        ("auth_time", "auth_time"),
        ("acr", "acr"),
        ("request", "replay"),
    ],
)
def test_refused(client: Client, idp: SamlProvider, fault: str, reason: str) -> None:
    idp.faults = {fault}
    assert post(client, ask(client)) == (403, reason)
    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.exists()


def test_replayed_answer_is_refused(client: Client, idp: SamlProvider) -> None:
    answer = ask(client)
    assert post(client, answer)[0] == 302
    assert post(client, answer) == (403, "replay")


def test_stolen_answer_is_refused_in_another_browser(client: Client, idp: SamlProvider) -> None:
    answer = ask(client)
    assert post(Client(), answer) == (403, "replay")


def test_same_assertion_to_two_requests_is_refused(client: Client, idp: SamlProvider, settings: Settings) -> None:
    answer = ask(client)
    stolen = client.session["socialaccount_states"]
    assert post(client, answer)[0] == 302
    other = Client()
    session = other.session
    session["socialaccount_states"] = stolen
    session.save()
    assert post(other, answer) == (403, "replay")


@pytest.mark.parametrize("answer", ["", "x", "PHg+", "eA==", "\u00e5", "PCFET0NUWVBFIHg+PHgvPg=="])
def test_what_is_no_answer_is_refused(client: Client, idp: SamlProvider, answer: str) -> None:
    assert post(client, answer)[0] == 403


def test_personal_number_as_key_is_refused(client: Client, idp: SamlProvider) -> None:
    idp.subject = "198112189876"  # the tax agency's own example
    assert post(client, ask(client)) == (403, "personal_number")


def test_stranger_is_refused_and_a_local_account_is_not_taken_over(client: Client, idp: SamlProvider) -> None:
    for username, reason in (("ingen-sadan", "unknown"), ("samordnare", "taken")):
        idp.attributes["uid"] = username
        assert post(client, ask(client)) == (403, reason)
    assert not SocialAccount.objects.exists()


def test_without_agreed_levels_the_sign_in_counts_as_one_factor(
    client: Client, idp: SamlProvider, settings: Settings
) -> None:
    settings.SAML_PROVIDER = settings.SAML_PROVIDER | {"acr": []}
    add_app(User.objects.get(username="idp-exempel"))
    assert post(client, ask(client)) == (302, "/konto/andra-steget/")
    assert "_auth_user_id" not in client.session


def test_metadata_names_this_site_and_nothing_is_there_without_a_provider(
    client: Client, idp: SamlProvider, settings: Settings
) -> None:
    assert (
        b'entityID="http://testserver/konto/kommunen/saml/metadata/"'
        in client.get("/konto/kommunen/saml/metadata/").content
    )
    settings.SAML_PROVIDER = None
    for address in ("", "metadata/", "svar/", "svar/saml/"):
        assert client.get(f"/konto/kommunen/saml/{address}").status_code == 404
