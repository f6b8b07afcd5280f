"""Lock a session at a shared device with one tap, and show again that it is you."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lyhord.accounts.access import acting_user, signed_in, while_locked
from lyhord.accounts.domain.sign_in import sessions
from lyhord.accounts.domain.sign_in.second_factor import WrongFactor, check_passkey
from lyhord.accounts.forms.second_factor import OwnPasswordForm
from lyhord.accounts.models import User
from lyhord.accounts.models.sessions import STAMP
from lyhord.accounts.views.second_factor import credential_of, safe_next, too_many_failures
from lyhord.common import clock


@while_locked
@signed_in
@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    sessions.lock(request, user=acting_user(request), back=safe_next(request), now=clock.now())
    response = redirect("accounts:unlock")
    response["Clear-Site-Data"] = '"cache"'
    return response


@while_locked
@signed_in
def unlock(request: HttpRequest) -> HttpResponse:
    """Unlock a session, or confirm that it is still the same person before they change how they sign in."""
    user = acting_user(request)
    form = OwnPasswordForm(request.POST if "password" in request.POST else None, user=user)
    may_try = settings.DEMO and user.is_example
    if request.method == "POST":
        tries = may_try and "try" in request.POST
        if tries or _is_them(request, user, form):
            by_passkey = not (tries or form.is_bound)  # what was checked, not what else was sent
            sessions.confirm(request, user=user, is_strong=by_passkey, now=clock.now())
            return redirect(_back(request))
        if too_many_failures(request):
            messages.error(request, _("Det blev fel för många gånger. Logga in igen."))
            return redirect("accounts:sign-in")
    page = {
        "form": form if user.has_usable_password() else None,
        "has_passkey": Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists(),
        "may_try": may_try,
        "is_locked": sessions.is_locked(request.session),
        "next": _back(request) if "next" in request.GET else "",
    }
    return render(request, "accounts/unlock.html", page)


def _back(request: HttpRequest) -> str:
    """Return where the person was when they locked, unless they have tried to go on to another page since."""
    if request.POST.get("next") or request.GET.get("next"):
        return safe_next(request)
    back: str = request.session[STAMP].get("back") or "/"
    return back


def _is_them(request: HttpRequest, user: User, form: OwnPasswordForm) -> bool:
    if form.is_bound:
        return form.is_valid()
    try:
        check_passkey(user=user, credential=credential_of(request))
    except WrongFactor:
        messages.error(request, _("Passkeyn godtogs inte. Försök igen."))
        return False
    return True
