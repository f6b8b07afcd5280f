"""The municipality's identity provider, as the environment names it. Knows nothing of Django.

A secret or a certificate is a file that the service alone may read: environments are shown by process lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

OIDC_ID = "kommun"
"""The name of the provider in addresses, and in the links between its people and our users."""


class IdentityProviderIncomplete(Exception):
    """The text says which variable is missing or wrong."""


def oidc_app(environment: Mapping[str, str]) -> dict[str, Any] | None:
    """Return the OpenID Connect provider as allauth wants it, or None when there is none."""
    issuer = environment.get("LYHORD_OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return None
    return {
        "provider_id": OIDC_ID,
        "name": environment.get("LYHORD_OIDC_NAME") or environment.get("LYHORD_MUNICIPALITY") or "Kommunen",
        "client_id": _needed(environment, "LYHORD_OIDC_CLIENT_ID"),
        "secret": _content(environment, "LYHORD_OIDC_SECRET_FILE"),
        "settings": {
            "server_url": issuer,
            "scope": _words(environment.get("LYHORD_OIDC_SCOPE", "openid profile")),
            "oauth_pkce_enabled": True,
            "acr": _words(environment.get("LYHORD_OIDC_ACR", "")),
            "amr": _words(environment.get("LYHORD_OIDC_AMR", "")),
            "max_age": int(environment.get("LYHORD_OIDC_MAX_AGE", "0")),
        },
    }


def saml_provider(environment: Mapping[str, str]) -> dict[str, Any] | None:
    """Return the SAML provider, or None when there is none."""
    entity_id = environment.get("LYHORD_SAML_ENTITY_ID", "")
    if not entity_id:
        return None
    return {
        "entity_id": entity_id,
        "name": environment.get("LYHORD_SAML_NAME") or environment.get("LYHORD_MUNICIPALITY") or "Kommunen",
        "sso_url": _needed(environment, "LYHORD_SAML_SSO_URL"),
        "certificate": _content(environment, "LYHORD_SAML_CERTIFICATE_FILE"),
        "acr": _words(environment.get("LYHORD_SAML_ACR", "")),
        "username_attribute": environment.get("LYHORD_SAML_USERNAME_ATTRIBUTE", "uid"),
        "name_attribute": environment.get("LYHORD_SAML_NAME_ATTRIBUTE", "displayName"),
    }


def _words(text: str) -> list[str]:
    return text.replace(",", " ").split()


def _needed(environment: Mapping[str, str], name: str) -> str:
    if not environment.get(name):
        raise IdentityProviderIncomplete(f"{name} is missing: see docs/security/sign-in.md.")
    return environment[name]


def _content(environment: Mapping[str, str], name: str) -> str:
    path = Path(_needed(environment, name))
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise IdentityProviderIncomplete(f"{name}: {path} cannot be read: {error.strerror}.") from None
