"""SAML: everything that must hold of an assertion before anybody is let in by it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from lxml import etree
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Constants
from onelogin.saml2.errors import OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError
from onelogin.saml2.response import OneLogin_Saml2_Response
from onelogin.saml2.settings import OneLogin_Saml2_Settings
from onelogin.saml2.utils import OneLogin_Saml2_Utils as Utils

from lyhord.accounts.domain.sign_in.identity import Identity, IdentityRefused
from lyhord.accounts.domain.spending import AlreadySpent, spend

SAML_ID = "saml"
SKEW = 60
"""Seconds by which the two clocks may differ."""
REMEMBERED = 7 * 24 * 60 * 60
"""Seconds for which a used assertion is remembered: longer than any is accepted."""
_NO_ANSWER = (
    OneLogin_Saml2_Error,
    OneLogin_Saml2_ValidationError,
    etree.LxmlError,
    ValueError,
    TypeError,
    AttributeError,
    RecursionError,
)
"""The library raises any of these for what is no answer at all."""
_AUTHN = f"{{{Constants.NS_SAML}}}AuthnStatement"
_REASONS = {
    OneLogin_Saml2_ValidationError.WRONG_AUDIENCE: "audience",
    OneLogin_Saml2_ValidationError.WRONG_ISSUER: "issuer",
    OneLogin_Saml2_ValidationError.NO_SIGNED_ASSERTION: "unsigned",
    OneLogin_Saml2_ValidationError.NO_SIGNATURE_FOUND: "unsigned",
    OneLogin_Saml2_ValidationError.INVALID_SIGNATURE: "signature",
    OneLogin_Saml2_ValidationError.ASSERTION_EXPIRED: "expired",
    OneLogin_Saml2_ValidationError.ASSERTION_TOO_EARLY: "expired",
    OneLogin_Saml2_ValidationError.SESSION_EXPIRED: "expired",
    OneLogin_Saml2_ValidationError.WRONG_SUBJECTCONFIRMATION: "expired",
    OneLogin_Saml2_ValidationError.WRONG_INRESPONSETO: "replay",
}


def saml_settings(provider: Mapping[str, Any], *, entity_id: str, acs_url: str) -> dict[str, Any]:
    """Return python3-saml's settings: signed assertions, this audience, no outdated algorithms, one address."""
    return {
        "strict": True,
        "sp": {
            "entityId": entity_id,
            "assertionConsumerService": {"url": acs_url, "binding": Constants.BINDING_HTTP_POST},
            "NameIDFormat": Constants.NAMEID_PERSISTENT,
        },
        "idp": {
            "entityId": provider["entity_id"],
            "singleSignOnService": {"url": provider["sso_url"], "binding": Constants.BINDING_HTTP_REDIRECT},
            "x509cert": provider["certificate"],
        },
        "security": {
            "wantAssertionsSigned": True,
            "wantNameId": True,
            "wantAttributeStatement": False,
            "rejectDeprecatedAlgorithm": True,
            "requestedAuthnContext": list(provider["acr"]) or False,
            "failOnAuthnContextMismatch": False,  # told by ourselves, as a reason of its own
            "allowRepeatAttributeName": True,
            "allowSingleLabelDomains": True,
            "signatureAlgorithm": Constants.RSA_SHA256,
            "digestAlgorithm": Constants.SHA256,
        },
    }


def request_answered(posted: str, settings: OneLogin_Saml2_Settings) -> str:
    """Return which request the answer says that it answers. Not checked: only to find what this browser asked."""
    try:
        return OneLogin_Saml2_Response(settings, posted).get_in_response_to() or ""
    except _NO_ANSWER:
        raise IdentityRefused("unreadable") from None


def read_assertion(
    posted: str,
    *,
    settings: OneLogin_Saml2_Settings,
    received_at: Mapping[str, Any],
    provider: Mapping[str, Any],
    request_id: str,
    begun: float,
    now: dt.datetime,
) -> Identity:
    """Return who the posted answer says that it is. Raises IdentityRefused with what did not hold.

    received_at: the address, as python3-saml wants it. request_id: of the request that this browser was sent away
    with; begun: when, in seconds.
    """
    response = _valid(posted, settings, received_at, request_id)
    until = response.get_assertion_not_on_or_after()
    # The library lets an answer through that names no audience, no request or no end.
    if not response.get_audiences():
        raise IdentityRefused("audience")
    if response.get_in_response_to() != request_id:
        raise IdentityRefused("replay")
    if until is None:
        raise IdentityRefused("expired")
    try:
        spend(kind="saml", token=response.get_assertion_id(), until=now + dt.timedelta(seconds=REMEMBERED))
    except AlreadySpent:
        raise IdentityRefused("replay") from None
    _check_fresh(response, begun, now)
    attributes: dict[str, list[str]] = response.get_attributes()
    first = {name: values[0] or "" for name, values in attributes.items() if values}
    return Identity(
        provider=SAML_ID,
        subject=response.get_nameid(),
        username=first.get(provider["username_attribute"], ""),
        name=first.get(provider["name_attribute"], ""),
        claims={name: frozenset(filter(None, values)) for name, values in attributes.items()},
        is_strong=_is_strong(response, provider),
    )


def _valid(
    posted: str, settings: OneLogin_Saml2_Settings, received_at: Mapping[str, Any], request_id: str
) -> OneLogin_Saml2_Response:
    try:
        response = OneLogin_Saml2_Response(settings, posted)
        response.is_valid(dict(received_at), request_id, raise_exceptions=True)
    except OneLogin_Saml2_ValidationError as error:
        raise IdentityRefused(_REASONS.get(error.code, "unreadable")) from None
    except _NO_ANSWER:
        raise IdentityRefused("unreadable") from None
    return response


def _check_fresh(response: OneLogin_Saml2_Response, begun: float, now: dt.datetime) -> None:
    """The person showed who they are for this sign-in, not for one earlier in the day at a shared device."""
    instants = [
        Utils.parse_SAML_to_time(node.get("AuthnInstant", "")) for node in response.get_xml_document().iter(_AUTHN)
    ]
    if not instants or not all(begun - SKEW <= instant <= now.timestamp() + SKEW for instant in instants):
        raise IdentityRefused("auth_time")


def _is_strong(response: OneLogin_Saml2_Response, provider: Mapping[str, Any]) -> bool:
    """Tell whether the provider asked for a second factor. Where that is agreed on, less is refused."""
    if not provider["acr"]:
        return False
    if set(response.get_authn_contexts()) & set(provider["acr"]):
        return True
    raise IdentityRefused("acr")
