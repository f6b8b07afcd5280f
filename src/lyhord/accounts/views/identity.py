"""Sign in with the municipality's own accounts: OpenID Connect or SAML."""

from __future__ import annotations

import logging
from typing import Any

from allauth.core.internal.httpkit import deserialize_request
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.saml.views import ACSView
from allauth.socialaccount.sessions import LoginSession
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.settings import OneLogin_Saml2_Settings

from lyhord.accounts.access import limited, public
from lyhord.accounts.domain.sign_in.identity import Identity, IdentityRefused, user_of
from lyhord.accounts.domain.sign_in.saml import SAML_ID, read_assertion, request_answered, saml_settings
from lyhord.accounts.provider import CheckedAdapter
from lyhord.accounts.views.second_factor import go_on, safe_next, safe_path
from lyhord.common import clock

log = logging.getLogger(__name__)

_FORGED = _("Svaret från kommunens inloggning var inte äkta, eller inte menat för Lyhörd.")
REASONS = {
    "unknown": _("Ditt konto hos kommunen är inte kopplat hit. Be din behörighetsadministratör lägga till dig."),
    "taken": _("Det finns redan någon här med ditt användarnamn. Be din behörighetsadministratör om hjälp."),
    "personal_number": _("Kommunens inloggning skickade ett personnummer. Lyhörd tar inte emot personnummer."),
    "acr": _("Du loggade in hos kommunen utan andra steg. Logga in där med e-legitimation eller app."),
    "auth_time": _("Inloggningen hos kommunen var för gammal. Logga in igen, så att det säkert är du."),
    "replay": _("Den inloggningen är redan använd, eller hör till en annan webbläsare. Börja om."),
    "expired": _("Det tog för lång tid. Börja om."),
    "cancelled": _("Du avbröt inloggningen."),
    "failed": _("Kommunens inloggning svarade inte som den ska. Försök igen om en stund."),
    "audience": _FORGED,
    "issuer": _FORGED,
    "nonce": _FORGED,
    "signature": _FORGED,
    "unsigned": _FORGED,
    "missing": _FORGED,
    "unreadable": _FORGED,
}


def providers() -> list[tuple[str, str]]:
    """Return (name, address) of the ways to sign in with the municipality's own account."""
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    found = [(app["name"], reverse("openid_connect_login", args=[app["provider_id"]])) for app in apps]
    if settings.SAML_PROVIDER:
        found.append((settings.SAML_PROVIDER["name"], reverse("saml_login")))
    return found


def refused(request: HttpRequest, reason: str) -> HttpResponse:
    """Say that the provider's answer did not hold, and which part of it; nobody's name is logged."""
    log.warning("identity provider: refused (%s)", reason)
    page = {"why": REASONS.get(reason, REASONS["failed"]), "reason": reason}
    return render(request, "accounts/identity_refused.html", page, status=403)


def let_in(request: HttpRequest, identity: Identity, next_url: str | None) -> HttpResponse:
    try:
        user = user_of(identity=identity, now=clock.now(), today=clock.today())
    except IdentityRefused as refusal:
        return refused(request, refusal.reason)
    return go_on(request, user=user, next_url=safe_path(request, next_url or ""), is_strong=identity.is_strong)


class Callback(OAuth2CallbackView):  # type: ignore[misc]  # allauth carries no types
    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[Any, HttpResponse | None]:
        state, response = super()._get_state(request, provider)
        self.adapter.state = state or {}
        return state, response


@limited("identity")
@public
@require_safe
def oidc_begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _with_adapter(OAuth2LoginView, request, provider_id)


@limited("identity")
@public
@require_safe
def oidc_finish(request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        return _with_adapter(Callback, request, provider_id)
    except IdentityRefused as refusal:
        return refused(request, refusal.reason)


def _with_adapter(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        response: HttpResponse = view.adapter_view(CheckedAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return response


def _saml(request: HttpRequest) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Return the provider, python3-saml's settings, and where this site is."""
    provider = settings.SAML_PROVIDER
    if provider is None:
        raise Http404
    addresses = [request.build_absolute_uri(reverse(name)) for name in ("saml_metadata", "saml_acs_here")]
    here: dict[str, Any] = {
        "https": "on" if request.is_secure() else "off",
        "http_host": request.get_host(),
        "script_name": reverse("saml_acs_here"),
        "get_data": {},
        "post_data": {},
    }
    return provider, saml_settings(provider, entity_id=addresses[0], acs_url=addresses[1]), here


@limited("identity")
@public
@require_safe
def saml_begin(request: HttpRequest) -> HttpResponse:
    _provider, wanted, here = _saml(request)
    auth = OneLogin_Saml2_Auth(here, wanted)
    address = auth.login(return_to="", force_authn=True)
    state = {"next": safe_next(request), "begun": clock.now().timestamp()}
    statekit.stash_state(request, provider_id=SAML_ID, state=state, state_id=auth.get_last_request_id())
    return redirect(address)


class Receive(ACSView):  # type: ignore[misc]  # allauth carries no types
    """Take what the provider lets the browser post: kept a moment, since this site's cookie is not with it.

    The post comes from the provider's site. It is bound to this browser by the request that it answers.
    """

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        _saml(request)
        super().setup(request, *args, **kwargs)


saml_acs = limited("identity")(public(Receive.as_view()))


@limited("identity")
@public
@require_safe
def saml_finish(request: HttpRequest, organization_slug: str = SAML_ID) -> HttpResponse:
    provider, wanted, here = _saml(request)
    kept = LoginSession(request, "saml_acs_session", "saml-acs-session")
    posted = kept.store.get("request")
    kept.delete()
    try:
        return let_in(request, *_read(request, posted, provider, wanted, here))
    except IdentityRefused as refusal:
        return refused(request, refusal.reason)


def _read(
    request: HttpRequest, posted: str | None, provider: dict[str, Any], wanted: dict[str, Any], here: dict[str, Any]
) -> tuple[Identity, str]:
    """Return who it is and where they were going. The answer must be to a request of this very browser."""
    answer = deserialize_request(posted, HttpRequest()).POST.get("SAMLResponse") if posted else None
    if not answer:
        raise IdentityRefused("missing")
    library = OneLogin_Saml2_Settings(wanted)
    request_id = request_answered(answer, library)
    state = statekit.unstash_state(request, provider_id=SAML_ID, state_id=request_id)
    if state is None:
        raise IdentityRefused("replay")
    identity = read_assertion(
        answer,
        settings=library,
        received_at=here,
        provider=provider,
        request_id=request_id,
        begun=state["begun"],
        now=clock.now(),
    )
    return identity, state["next"]


@limited("identity")
@public
@require_safe
def saml_metadata(request: HttpRequest) -> HttpResponse:
    _provider, wanted, _here = _saml(request)
    metadata = OneLogin_Saml2_Settings(wanted, sp_validation_only=True).get_sp_metadata()
    return HttpResponse(metadata, content_type="application/samlmetadata+xml")
