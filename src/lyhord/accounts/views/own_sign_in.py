"""How one signs in oneself: second factors, recovery codes, and where one is signed in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import clear_totp_secret, get_totp_secret
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lyhord.accounts.access import acting_user, before_second_factor, limited, signed_in
from lyhord.accounts.domain.sign_in import second_factor, sessions
from lyhord.accounts.forms.second_factor import CodeForm, PasskeyForm
from lyhord.accounts.qr import qr_path
from lyhord.accounts.views.second_factor import credential_of
from lyhord.common import clock

type View = Callable[[HttpRequest], HttpResponse]


def confirmed(view: View) -> View:
    """Let a person change how they sign in, if they have shown lately that it is them, with what they have."""

    @wraps(view)
    def ask_first(request: HttpRequest) -> HttpResponse:
        back = urlencode({"next": request.path if request.method == "GET" else reverse("accounts:own-sign-in")})
        if not sessions.is_strong(request.session) and second_factor.has_second_factor(acting_user(request)):
            return redirect(f"{reverse('accounts:second-factor')}?{back}")
        if not sessions.is_confirmed(request.session, clock.now()):
            return redirect(f"{reverse('accounts:unlock')}?{back}")
        return view(request)

    return before_second_factor(signed_in(ask_first))


@before_second_factor
@signed_in
@require_safe
def own_sign_in(request: HttpRequest) -> HttpResponse:
    user = acting_user(request)
    factors = second_factor.factors_of(user)
    page = {
        "app": next((f for f in factors if f.type == Authenticator.Type.TOTP), None),
        "passkeys": [f for f in factors if f.type == Authenticator.Type.WEBAUTHN],
        "has_factor": any(f.type in second_factor.REAL_FACTORS for f in factors),
        "is_needed": second_factor.needs_second_factor(user),
        "is_strong": sessions.is_strong(request.session),
        "has_password": user.has_usable_password(),
        "sessions": sessions.sessions_of(user, clock.now()),
        "this_session": request.session.session_key,
    }
    return render(request, "accounts/own_sign_in.html", page)


@confirmed
def app_add(request: HttpRequest) -> HttpResponse:
    user = acting_user(request)
    form = CodeForm(request.POST or None)
    secret = get_totp_secret(regenerate=request.method != "POST")
    if request.method == "POST" and form.is_valid():
        code, key = form.cleaned_data["code"], request.session.session_key
        try:
            second_factor.add_app(user=user, secret=secret, code=code, but=key, now=clock.now())
        except second_factor.WrongFactor:
            form.add_error("code", _("Koden stämmer inte. Vänta på nästa kod i appen och skriv den."))
        else:
            clear_totp_secret(request)
            return _added(request)
    address = get_adapter().build_totp_url(user, secret)
    groups = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
    page = {"form": form, "secret": groups, "address": address, "qr": qr_path(address)}
    return render(request, "accounts/app_add.html", page)


@limited("identity", writing_only=True)
@confirmed
def passkey_add(request: HttpRequest) -> HttpResponse:
    user = acting_user(request)
    form = PasskeyForm(request.POST or None, initial={"name": _("Min passkey")})
    if request.method == "POST" and form.is_valid():
        name, key = form.cleaned_data["name"], request.session.session_key
        try:
            credential = credential_of(request)
            second_factor.add_passkey(user=user, name=name, credential=credential, but=key, now=clock.now())
        except second_factor.WrongFactor:
            form.add_error(None, _("Passkeyn kunde inte läggas till. Försök igen."))
        else:
            return _added(request)
    return render(request, "accounts/passkey_add.html", {"form": form})


@confirmed
@require_safe
def passkey_add_options(request: HttpRequest) -> HttpResponse:
    """Return a fresh challenge with which the browser makes a passkey."""
    return JsonResponse(webauthn.begin_registration(acting_user(request), passwordless=True))


def _added(request: HttpRequest) -> HttpResponse:
    """Go on: the factor has just been shown to work, so the session now counts as one with a second factor."""
    sessions.confirm(request, user=acting_user(request), is_strong=True, now=clock.now())
    return redirect("accounts:recovery-codes")


@confirmed
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Show the codes once; a post makes new ones."""
    user = acting_user(request)
    if request.method == "POST":
        if second_factor.has_second_factor(user):
            second_factor.renew_recovery_codes(user=user, now=clock.now())
        return redirect("accounts:recovery-codes")
    codes = second_factor.show_recovery_codes_once(user=user)
    if not codes:
        return redirect("accounts:own-sign-in")
    return render(request, "accounts/recovery_codes.html", {"codes": codes})


@confirmed
@require_POST
def factor_remove(request: HttpRequest) -> HttpResponse:
    user = acting_user(request)
    rows = Authenticator.objects.filter(user=user, type__in=second_factor.REAL_FACTORS)
    wanted = request.POST.get("factor", "")
    factor = get_object_or_404(rows, pk=int(wanted) if wanted.isascii() and wanted.isdigit() else 0)
    try:
        second_factor.remove_factor(user=user, factor=factor, but=request.session.session_key, now=clock.now())
    except second_factor.LastFactor:
        messages.error(request, _("Din roll behöver ett andra steg. Lägg till en ny innan du tar bort den här."))
    else:
        messages.success(request, _("Borttagen. På andra ställen har du loggats ut."))
    return redirect("accounts:own-sign-in")


@before_second_factor
@signed_in
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    user = acting_user(request)
    sessions.end_sessions(user=user, ended_by=user, but=request.session.session_key, now=clock.now())
    messages.success(request, _("Du är utloggad överallt utom här."))
    return redirect("accounts:own-sign-in")
