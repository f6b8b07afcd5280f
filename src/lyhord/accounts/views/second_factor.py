"""After the password: the second factor. And signing in with a passkey alone, which is both at once."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lyhord.accounts.access import acting_user, limited, public
from lyhord.accounts.domain.limits import give_back_named, take_named
from lyhord.accounts.domain.sign_in import sessions
from lyhord.accounts.domain.sign_in.second_factor import (
    NOT_AN_ANSWER,
    WrongFactor,
    check_code,
    check_passkey,
    factors_of,
    has_second_factor,
)
from lyhord.accounts.forms.second_factor import CodeForm, CredentialForm
from lyhord.accounts.models import User
from lyhord.accounts.models.sessions import STAMP
from lyhord.common import clock

PENDING = "pending_sign_in"
PENDING_SECONDS = 600
MOST_FAILURES = 5


def safe_next(request: HttpRequest) -> str:
    """Return where the person was going, on this site, else the start page."""
    return safe_path(request, request.POST.get("next") or request.GET.get("next") or "")


def safe_path(request: HttpRequest, wanted: str) -> str:
    """Return the address if it is a page of this site, else the start page."""
    is_safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    # Only a path: `redirect` takes other words for names of views.
    return wanted if is_safe and wanted.startswith("/") else resolve_url("home:start")


def go_on(request: HttpRequest, *, user: User, next_url: str, is_strong: bool = False) -> HttpResponse:
    """Sign in somebody whose identity is shown, or ask for their second factor first."""
    now = clock.now()
    if is_strong or not has_second_factor(user):
        sessions.begin_session(request, user=user, is_strong=is_strong, now=now)
        return redirect(next_url)
    if request.user.is_authenticated:
        sessions.end_session(request)  # whoever was signed in here before is not the one to ask
    request.session.cycle_key()
    shown = {"user": str(user.pk), "password": user.get_session_auth_hash()}
    request.session[PENDING] = shown | {"at": now.timestamp(), "next": next_url, "failures": 0}
    return redirect("accounts:second-factor")


def pending_user(request: HttpRequest) -> User | None:
    """Return who has given a password but no second factor yet, or who is signed in without one.

    A password that has been changed since counts no more.
    """
    if request.user.is_authenticated:
        return acting_user(request)
    pending = request.session.get(PENDING)
    if pending is None or not 0 <= clock.now().timestamp() - pending["at"] <= PENDING_SECONDS:
        return None
    user = User.objects.filter(pk=pending["user"], is_active=True).first()
    is_same = user is not None and constant_time_compare(pending["password"], user.get_session_auth_hash())
    return user if is_same else None


@public
def second_factor(request: HttpRequest) -> HttpResponse:
    user = pending_user(request)
    if user is None:
        return redirect("accounts:sign-in")
    if request.user.is_authenticated and sessions.is_locked(request.session):
        return redirect("accounts:unlock")
    factors = [factor.type for factor in factors_of(user)]
    if not set(factors) - {Authenticator.Type.RECOVERY_CODES}:
        return redirect("accounts:own-sign-in") if request.user.is_authenticated else redirect("accounts:sign-in")
    form = CodeForm(request.POST if "code" in request.POST else None)
    if request.method == "POST":
        if _is_right(user, request, form):
            return _let_in(request, user)
        if too_many_failures(request):
            messages.error(request, _("Det blev fel för många gånger. Börja om från början."))
            return redirect("accounts:sign-in")
    has_passkey = Authenticator.Type.WEBAUTHN in factors
    page = {"form": form, "has_passkey": has_passkey, "has_app": Authenticator.Type.TOTP in factors}
    return render(request, "accounts/second_factor.html", page | {"next": safe_next(request)})


def _is_right(user: User, request: HttpRequest, form: CodeForm) -> bool:
    """Check the factor that was sent; what is wrong is put on the form."""
    try:
        if "credential" in request.POST:
            check_passkey(user=user, credential=credential_of(request))
            return True
        if form.is_valid():
            # Counted by person, whatever the address: there are only a million codes. Passkeys are not counted.
            take_named("code", f"second factor {user.pk}", clock.now())
            check_code(user=user, code=form.cleaned_data["code"], now=clock.now())
            give_back_named("code", f"second factor {user.pk}")
            return True
    except WrongFactor:
        if form.is_bound:
            form.add_error("code", _("Koden stämmer inte, eller är redan använd. Vänta på nästa och försök igen."))
        else:
            messages.error(request, _("Passkeyn godtogs inte. Försök igen, eller använd en kod."))
    return False


def credential_of(request: HttpRequest) -> dict[str, Any]:
    """Return what the browser's key answered. Raises WrongFactor when it is not an answer at all."""
    form = CredentialForm(request.POST)
    if not form.is_valid():
        raise WrongFactor
    credential: dict[str, Any] = form.cleaned_data["credential"]
    return credential


def too_many_failures(request: HttpRequest) -> bool:
    """Count a failure; after the last one the session, or what there was of it, is gone."""
    if not (request.user.is_authenticated or PENDING in request.session):
        return True
    key = STAMP if request.user.is_authenticated else PENDING
    stamp = request.session.get(key, {})
    failures = stamp.get("failures", 0) + 1
    if failures >= MOST_FAILURES:
        sessions.end_session(request)
        return True
    request.session[key] = stamp | {"failures": failures}
    return False


def _let_in(request: HttpRequest, user: User) -> HttpResponse:
    if request.user.is_authenticated:
        sessions.confirm(request, user=user, is_strong=True, now=clock.now())
        return redirect(safe_next(request))
    next_url = request.session.pop(PENDING)["next"]
    sessions.begin_session(request, user=user, is_strong=True, now=clock.now())
    return redirect(next_url)


@limited("identity")
@public
@require_safe
def passkey_options(request: HttpRequest) -> HttpResponse:
    """Return a fresh challenge for the browser's passkey: for the person at hand, or for whoever has one."""
    return JsonResponse(webauthn.begin_authentication(pending_user(request)))


@limited("identity")
@public
@require_POST
def passkey_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with a passkey alone: the thing, and the finger or the code that opens it."""
    try:
        credential = credential_of(request)
        user = _owner_of(credential)
        check_passkey(user=user, credential=credential)
    except WrongFactor:
        messages.error(request, _("Passkeyn godtogs inte. Försök igen, eller logga in med lösenord."))
        return redirect("accounts:sign-in")
    return go_on(request, user=user, next_url=safe_next(request), is_strong=True)


def _owner_of(credential: dict[str, Any]) -> User:
    try:
        user = webauthn.extract_user_from_response(credential)
    except NOT_AN_ANSWER:
        raise WrongFactor from None
    if not isinstance(user, User) or not user.is_active:
        raise WrongFactor
    return user
