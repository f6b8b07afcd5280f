"""OpenID Connect: everything that must hold of an id_token before anybody is let in by it."""

from __future__ import annotations

import datetime as dt
import hmac
from collections.abc import Mapping
from typing import Any

import jwt

from lyhord.accounts.domain.roles.claim_rules import Claims
from lyhord.accounts.domain.sign_in.identity import Identity, IdentityRefused
from lyhord.accounts.domain.spending import AlreadySpent, spend

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
"""Signatures with a key pair; never one with a shared secret, and never none."""
SKEW = 60
"""Seconds by which the two clocks may differ."""
MUST_HAVE = ["iss", "aud", "sub", "exp", "iat", "nonce", "auth_time"]
_REASONS: tuple[tuple[type[jwt.PyJWTError], str], ...] = (
    (jwt.InvalidIssuerError, "issuer"),
    (jwt.InvalidAudienceError, "audience"),
    (jwt.ExpiredSignatureError, "expired"),
    (jwt.ImmatureSignatureError, "expired"),
    (jwt.MissingRequiredClaimError, "missing"),
    (jwt.InvalidAlgorithmError, "signature"),
    (jwt.InvalidSignatureError, "signature"),
)


def read_id_token(
    token: str,
    *,
    keys: Mapping[str, Any],
    issuer: str,
    client_id: str,
    state: Mapping[str, Any],
    app: Mapping[str, Any],
    now: dt.datetime,
) -> Identity:
    """Return who the token says that it is. Raises IdentityRefused with what did not hold.

    keys: the provider's key set. state: what was kept in the session when the browser was sent away, with `nonce` and
    `begun` (seconds). app: `acr` and `amr` that are strong enough (empty: none is), `max_age` in seconds, `id`.
    """
    facts = _decoded(token, keys=keys, issuer=issuer, client_id=client_id)
    audiences = facts["aud"] if isinstance(facts["aud"], list) else [facts["aud"]]
    if audiences != [client_id] and facts.get("azp") != client_id:
        raise IdentityRefused("audience")
    sent = str(state.get("nonce") or "")
    if not sent or not hmac.compare_digest(str(facts["nonce"]).encode(), sent.encode()):
        raise IdentityRefused("nonce")
    try:
        spend(kind="oidc", token=str(facts["nonce"]), until=now + dt.timedelta(hours=1))
    except AlreadySpent:
        raise IdentityRefused("replay") from None
    authenticated = facts["auth_time"]
    if not isinstance(authenticated, int | float) or isinstance(authenticated, bool):
        raise IdentityRefused("auth_time")
    if not state["begun"] - app["max_age"] - SKEW <= authenticated <= now.timestamp() + SKEW:
        raise IdentityRefused("auth_time")
    return Identity(
        provider=app["id"],
        subject=str(facts["sub"]),
        username=str(facts.get("preferred_username") or ""),
        name=str(facts.get("name") or ""),
        claims=claims_in(facts),
        is_strong=_is_strong(facts, app),
    )


def claims_in(facts: Mapping[str, Any]) -> Claims:
    """Return the claims as texts, a single value as a set of one.

    An e-mail address that the provider has not seen the person use is none: anybody could have written it.
    """
    unseen = set() if facts.get("email_verified") is True else {"email"}
    return {
        name: frozenset(str(value) for value in (held if isinstance(held, list) else [held]))
        for name, held in facts.items()
        if not isinstance(held, dict) and name not in unseen
    }


def _decoded(token: str, *, keys: Mapping[str, Any], issuer: str, client_id: str) -> dict[str, Any]:
    try:
        kid = jwt.get_unverified_header(token).get("kid")
        key = next(key for key in jwt.PyJWKSet.from_dict(dict(keys)).keys if key.key_id == kid)
        facts: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=ALGORITHMS,
            audience=client_id,
            issuer=issuer,
            leeway=SKEW,
            options={"require": MUST_HAVE},
        )
    except StopIteration:
        raise IdentityRefused("signature") from None
    except jwt.PyJWTError as error:
        raise IdentityRefused(next((why for kind, why in _REASONS if isinstance(error, kind)), "unreadable")) from None
    return facts


def _is_strong(facts: Mapping[str, Any], app: Mapping[str, Any]) -> bool:
    """Tell whether the provider asked for a second factor. Where that is agreed on, less is refused."""
    if not app["acr"] and not app["amr"]:
        return False
    methods = facts.get("amr")
    used = {str(method) for method in methods} if isinstance(methods, list) else set()
    acr = facts.get("acr")
    if (isinstance(acr, str) and acr in app["acr"]) or used & set(app["amr"]):
        return True
    raise IdentityRefused("acr")
