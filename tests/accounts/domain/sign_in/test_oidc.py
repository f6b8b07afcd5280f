"""Tokens that a running provider would never send: forged, unsigned, signed with what is public."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from lyhord.accounts.domain.sign_in.identity import IdentityRefused
from lyhord.accounts.domain.sign_in.oidc import read_id_token
from tests.factories import TODAY
from tests.factories.rows import at

NOW = at(TODAY, 9)
ISSUER, CLIENT = "https://idp.example.org", "lyhord"


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


KEY, OTHER = new_key(), new_key()
KEY_SET = {"keys": [json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())) | {"kid": "1", "alg": "RS256"}]}
PUBLIC = KEY.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def facts(**changed: Any) -> dict[str, Any]:
    real = dt.datetime.now(dt.UTC)
    right = {"iss": ISSUER, "aud": CLIENT, "sub": "s", "iat": real, "exp": real + dt.timedelta(minutes=5)}
    return right | {"nonce": "n", "auth_time": int(NOW.timestamp()), "acr": "mfa"} | changed


def read(token: str, nonce: str = "n") -> str:
    state = {"nonce": nonce, "begun": NOW.timestamp()}
    app = {"acr": ["mfa"], "amr": [], "max_age": 0, "id": "kommun"}
    return read_id_token(token, keys=KEY_SET, issuer=ISSUER, client_id=CLIENT, state=state, app=app, now=NOW).subject


def test_right_token_is_read_once(db: None) -> None:
    token = jwt.encode(facts(), KEY, algorithm="RS256", headers={"kid": "1"})
    assert read(token) == "s"
    with pytest.raises(IdentityRefused, match="replay"):
        read(token)


@pytest.mark.parametrize(
    ("token", "reason"),
    [
        (jwt.encode(facts(), OTHER, algorithm="RS256", headers={"kid": "1"}), "signature"),
        (jwt.encode(facts(), OTHER, algorithm="RS256", headers={"kid": "2"}), "signature"),
        (jwt.encode(facts(), OTHER, algorithm="RS256"), "signature"),
        (jwt.encode(facts(), None, algorithm="none", headers={"kid": "1"}), "signature"),
        (jwt.api_jws.PyJWS().encode(json.dumps({"sub": "s"}).encode(), b"x" * 32, "HS256", {"kid": "1"}), "signature"),
        ("not.a.token", "unreadable"),
        ("", "unreadable"),
    ],
    ids=["forged", "key-unknown", "key-unnamed", "unsigned", "shared-secret", "words", "empty"],
)
def test_token_that_the_provider_has_not_signed_is_refused(db: None, token: str, reason: str) -> None:
    with pytest.raises(IdentityRefused, match=reason):
        read(token)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"aud": [CLIENT, "another"], "azp": CLIENT}, ""),
        ({"aud": [CLIENT, "another"], "azp": "another"}, "audience"),
        ({"auth_time": True}, "auth_time"),
        ({"auth_time": NOW.timestamp() - 59}, ""),
        ({"auth_time": NOW.timestamp() - 61}, "auth_time"),
        ({"acr": ["mfa"]}, "acr"),
        ({"amr": "mfa", "acr": None}, "acr"),
    ],
)
def test_borders(db: None, changed: dict[str, Any], reason: str) -> None:
    token = jwt.encode(facts(**changed), KEY, algorithm="RS256", headers={"kid": "1"})
    if not reason:
        assert read(token) == "s"
        return
    with pytest.raises(IdentityRefused, match=reason):
        read(token)


def test_no_nonce_in_the_session_is_no_nonce_at_all(db: None) -> None:
    token = jwt.encode(facts(nonce=""), KEY, algorithm="RS256", headers={"kid": "1"})
    with pytest.raises(IdentityRefused, match="nonce"):
        read(token, nonce="")
