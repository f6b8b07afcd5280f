"""Our OpenID Connect client: allauth's, with a nonce, a fresh sign-in, and every check of `domain.oidc`.

The name of this module is what allauth looks for in each installed app.
"""

from __future__ import annotations

import secrets
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse

from lyhord.accounts.domain.sign_in.identity import Identity, IdentityRefused
from lyhord.accounts.domain.sign_in.oidc import read_id_token
from lyhord.common import clock


class CheckedAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth carries no types
    """state: what was kept in the session when the browser was sent away; set by the view that receives it."""

    state: dict[str, Any]
    identity: Identity

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> SocialLogin:
        provider, config = self.get_provider(), self.openid_config
        id_token = kwargs["response"].get("id_token")
        if not isinstance(id_token, str):
            raise IdentityRefused("missing")
        if config["issuer"].rstrip("/") != app.settings["server_url"]:
            raise IdentityRefused("issuer")
        with get_adapter().get_requests_session() as session:
            answer = session.get(config["jwks_uri"])
            answer.raise_for_status()
        self.identity = read_id_token(
            id_token,
            keys=answer.json(),
            issuer=config["issuer"],
            client_id=app.client_id,
            state=self.state,
            app={**app.settings, "id": provider.sub_id},
            now=clock.now(),
        )
        login: SocialLogin = provider.sociallogin_from_response(request, {"sub": self.identity.subject})
        login.identity = self.identity
        return login


class CheckedProvider(OpenIDConnectProvider):  # type: ignore[misc]  # allauth carries no types
    oauth2_adapter_class = CheckedAdapter

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """Send the browser to the provider. What the request says of scope and parameters is not passed on."""
        settings, nonce = self.app.settings, secrets.token_urlsafe(32)
        wanted = {"nonce": nonce, "max_age": str(settings["max_age"])}
        if settings["acr"]:
            wanted["acr_values"] = " ".join(settings["acr"])
        response: HttpResponse = super().redirect(
            request, process, next_url, None, auth_params=wanted, nonce=nonce, begun=clock.now().timestamp()
        )
        return response

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Keep nothing of what the provider says."""
        return {}


provider_classes = [CheckedProvider]
