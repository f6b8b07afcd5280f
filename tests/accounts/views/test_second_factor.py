"""Who sees more than their own data gives a second factor, before anything else."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from django.urls import reverse

from lyhord.accounts.domain.sign_in.sessions import is_strong
from lyhord.accounts.domain.sign_in.users import change_password
from lyhord.accounts.models import AuditEvent, Session, User
from lyhord.common import clock
from tests.factories import Cast, sign_in_as
from tests.factories.factors import add_app, code_shown

SIGN_IN, SECOND, OWN = "/konto/logga-in/", "/konto/andra-steget/", "/konto/inloggning/"
PASSWORD = "exempel-losenord-1"


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def give_password(client: Client, user: User) -> str:
    response = client.post(SIGN_IN, {"username": user.username, "password": PASSWORD, "next": "/beslut/"})
    return str(response["Location"])


def test_with_a_second_factor_the_password_is_not_enough(client: Client, cast: Cast) -> None:
    secret = add_app(cast.manager)
    assert give_password(client, cast.manager) == SECOND
    assert not signed_in(client)
    assert client.get("/beslut/")["Location"] == f"{SIGN_IN}?next=/beslut/"
    assert client.post(SECOND, {"code": code_shown(secret)})["Location"] == "/beslut/"
    assert is_strong(client.session)
    assert AuditEvent.objects.get(action="accounts.sign_in").counts == {"second_factor": 1}


def test_code_works_once_also_at_another_browser(client: Client, cast: Cast) -> None:
    secret = add_app(cast.manager)
    code = code_shown(secret)
    for browser, is_first in ((client, True), (Client(), False)):
        give_password(browser, cast.manager)
        browser.post(SECOND, {"code": code})
        assert signed_in(browser) is is_first


def test_a_password_that_has_been_changed_gets_nobody_to_the_second_step(client: Client, cast: Cast) -> None:
    secret = add_app(cast.manager)
    give_password(client, cast.manager)
    change_password(user=cast.manager, password="en lugn stund vid kaffet", but=None, now=clock.now())
    assert client.post(SECOND, {"code": code_shown(secret)})["Location"] == "/konto/logga-in/"
    assert not signed_in(client)


def test_recovery_code_works_once(client: Client, cast: Cast) -> None:
    add_app(cast.manager)
    factor = Authenticator.objects.get(user=cast.manager, type=Authenticator.Type.RECOVERY_CODES)
    code = RecoveryCodes(factor).generate_codes()[3]
    for browser, is_first in ((client, True), (Client(), False)):
        give_password(browser, cast.manager)
        browser.post(SECOND, {"code": code})
        assert signed_in(browser) is is_first


@pytest.mark.parametrize("fields", [{"code": "000000x"}, {"code": ""}, {"credential": "{}"}, {"credential": "[1]"}, {}])
def test_what_is_not_the_factor_lets_nobody_in(client: Client, cast: Cast, fields: dict[str, str]) -> None:
    add_app(cast.manager)
    give_password(client, cast.manager)
    assert client.post(SECOND, fields).status_code == 200
    assert not signed_in(client)


def test_after_five_wrong_codes_one_begins_anew(client: Client, cast: Cast) -> None:
    secret = add_app(cast.manager)
    give_password(client, cast.manager)
    for _time in range(4):
        assert client.post(SECOND, {"code": "0"}).status_code == 200
    assert client.post(SECOND, {"code": "0"})["Location"] == SIGN_IN
    assert client.post(SECOND, {"code": code_shown(secret)})["Location"] == SIGN_IN
    assert not signed_in(client)


def test_codes_are_counted_by_person_over_all_browsers(cast: Cast) -> None:
    add_app(cast.manager)
    statuses = []
    for _time in range(11):
        browser = Client()
        give_password(browser, cast.manager)
        statuses.append(browser.post(SECOND, {"code": "0"}).status_code)
    assert statuses == [200] * 10 + [429]


def test_secrets_are_encrypted_at_rest(cast: Cast) -> None:
    secret = add_app(cast.manager)
    stored = [str(factor.data) for factor in Authenticator.objects.all()]
    assert len(stored) == 2
    assert not any(secret in text for text in stored)


SEE_OTHERS = "coordinator manager deputy trainer adviser board_reader secretary access_administrator auditor operator"


@pytest.mark.parametrize("who", SEE_OTHERS.split())
def test_roles_that_see_others_set_up_a_second_factor_first(client: Client, cast: Cast, who: str) -> None:
    give_password(client, getattr(cast, who))
    assert client.get("/", follow=True).redirect_chain[-1][0] == OWN
    assert client.get("/konto/losenord/")["Location"].startswith(SECOND)


@pytest.mark.parametrize("who", ["employee", "volunteer", "outsider"])
def test_roles_that_see_themselves_alone_need_none(client: Client, cast: Cast, who: str) -> None:
    give_password(client, getattr(cast, who))
    assert client.get("/").status_code == 200


def test_a_session_without_the_factor_adds_no_other(client: Client, cast: Cast) -> None:
    add_app(cast.employee)
    client.force_login(cast.employee)
    for name in ("app-add", "passkey-add", "recovery-codes", "passkey-add-options"):
        assert client.get(reverse(f"accounts:{name}"))["Location"].startswith(SECOND)
    factor = Authenticator.objects.get(user=cast.employee, type=Authenticator.Type.TOTP)
    client.post(reverse("accounts:factor-remove"), {"factor": factor.pk})
    assert Authenticator.objects.filter(pk=factor.pk).exists()


def test_app_is_added_and_codes_are_shown_once(client: Client, cast: Cast) -> None:
    give_password(client, cast.manager)
    other = sign_in_as(Client(), cast.manager)
    page = client.get(reverse("accounts:app-add"))
    secret = page.context["secret"].replace(" ", "")
    response = client.post(reverse("accounts:app-add"), {"code": code_shown(secret)}, follow=True)
    assert len(response.context["codes"]) == 10
    assert client.get(reverse("accounts:recovery-codes"))["Location"] == OWN
    assert client.get("/").status_code == 200
    assert "_auth_user_id" not in other.session
    assert Session.objects.filter(user=cast.manager).count() == 1


def test_wrong_code_adds_no_app(client: Client, cast: Cast) -> None:
    give_password(client, cast.manager)
    client.get(reverse("accounts:app-add"))
    assert client.post(reverse("accounts:app-add"), {"code": "000000"}).status_code == 200
    assert not Authenticator.objects.exists()


def test_last_factor_stays_when_the_role_needs_it(client: Client, cast: Cast) -> None:
    for user, is_left in ((cast.manager, True), (cast.employee, False)):
        add_app(user)
        factor = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
        sign_in_as(client, user).post(reverse("accounts:factor-remove"), {"factor": factor.pk})
        assert Authenticator.objects.filter(user=user).exists() is is_left


def test_nobody_removes_the_factor_of_another(client: Client, cast: Cast) -> None:
    add_app(cast.manager)
    factor = Authenticator.objects.get(user=cast.manager, type=Authenticator.Type.TOTP)
    for wanted in (str(factor.pk), "x", "", "9" * 30, "\u0662"):
        sign_in_as(client, cast.coordinator)
        assert client.post(reverse("accounts:factor-remove"), {"factor": wanted}).status_code == 404
    assert Authenticator.objects.filter(pk=factor.pk).exists()


def test_passkey_challenge_is_fresh_each_time(client: Client, db: None) -> None:
    address = reverse("accounts:passkey-options")
    challenges = {client.get(address).json()["publicKey"]["challenge"] for _time in range(3)}
    assert len(challenges) == 3


@pytest.mark.parametrize(
    "credential", ["", "{}", '{"response": 7}', '{"response": {"userHandle": "?"}}', "[]", "7", "[" * 15_000]
)
def test_what_is_no_passkey_signs_nobody_in(client: Client, cast: Cast, credential: str) -> None:
    client.get(reverse("accounts:passkey-options"))
    response = client.post(reverse("accounts:passkey-sign-in"), {"credential": credential})
    assert response["Location"] == SIGN_IN
    assert not signed_in(client)


GOOD = b'{"type": "webauthn.create", "challenge": "AAAA", "origin": "http://testserver"}'
HEAD = b"h" * 32
NO_ANSWERS = {
    "json in layers": {"clientDataJSON": b"[" * 13_000},
    "cbor in layers": {
        "attestationObject": b"\x81" * 9_000 + b"\x00",
        "authenticatorData": HEAD + b"\x85" + b"\x81" * 9_000,
    },
    "no cbor": {},
    "cbor cut off": {"attestationObject": b"\x19", "authenticatorData": HEAD + b"\x80\x00\x00\x00\x01\x19"},
}
PARTS = ("clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle")


@pytest.mark.parametrize("case", NO_ANSWERS)
def test_a_passkey_s_answer_in_many_layers_or_cut_off_is_a_wrong_one(client: Client, cast: Cast, case: str) -> None:
    contents = {"clientDataJSON": GOOD} | NO_ANSWERS[case]
    parts = {part: urlsafe_b64encode(contents.get(part, b"")).decode().rstrip("=") for part in PARTS}
    answer = {"id": "YQ", "rawId": "YQ", "type": "public-key", "response": parts, "clientExtensionResults": {}}
    credential = {"credential": json.dumps(answer)}
    sign_in_as(client, cast.coordinator)
    client.get(reverse("accounts:passkey-add-options"))
    added = client.post(reverse("accounts:passkey-add"), {"name": "Exempel"} | credential)
    assert added.status_code == 200 and not Authenticator.objects.exists()
    client = Client()
    client.get(reverse("accounts:passkey-options"))
    assert client.post(reverse("accounts:passkey-sign-in"), credential)["Location"].startswith(SIGN_IN)
    add_app(cast.manager)
    give_password(client, cast.manager)
    client.get(reverse("accounts:passkey-options"))
    assert client.post(SECOND, credential).status_code == 200 and not signed_in(client)
