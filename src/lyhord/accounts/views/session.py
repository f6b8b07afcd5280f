"""Sign in with a password, sign out, change language and password."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from lyhord.accounts.access import acting_user, limited, public, signed_in
from lyhord.accounts.domain.example_users import users_to_try
from lyhord.accounts.domain.sign_in import sessions
from lyhord.accounts.domain.sign_in.limits import new_device, sign_in_allowed, sign_in_succeeded
from lyhord.accounts.domain.sign_in.users import change_password
from lyhord.accounts.forms.session import PasswordForm, SignInForm
from lyhord.accounts.limiting import client_address, device_of, remember_device
from lyhord.accounts.models import User
from lyhord.accounts.views.identity import providers
from lyhord.accounts.views.second_factor import go_on, safe_next
from lyhord.common import clock


class SignIn(LoginView):
    template_name = "accounts/sign_in.html"
    form_class = SignInForm
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.tries = sign_in_allowed(
            username=request.POST.get("username", ""),
            address=client_address(request),
            device=device_of(request),
            now=clock.now(),
        )
        return super().post(request, *args, **kwargs)

    def get_success_url(self) -> str:
        """Return where the person was going; to this very page would be a circle."""
        wanted = safe_next(self.request)
        return resolve_url("home:start") if wanted.split("?")[0] == self.request.path else wanted

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        user = form.get_user()
        if not isinstance(user, User):
            raise TypeError("the password belongs to no user")
        device = device_of(self.request) or new_device()
        sign_in_succeeded(username=user.username, device=device, tries=self.tries, now=clock.now())
        response = go_on(self.request, user=user, next_url=self.get_success_url())
        remember_device(response, device)
        return response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        if form.has_error(NON_FIELD_ERRORS):  # both were typed, and do not belong together
            sessions.note_failed_sign_in(username=form.cleaned_data["username"], now=clock.now())
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = {"users_to_try": users_to_try() if settings.DEMO else (), "providers": providers()}
        return super().get_context_data(**kwargs) | page


sign_in = public(SignIn.as_view())
language = public(set_language)


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session. The browser drops the pages it has kept, but not storage: sealed texts may wait there."""
    sessions.sign_out(request, now=clock.now())
    response = redirect(settings.LOGOUT_REDIRECT_URL)
    response["Clear-Site-Data"] = '"cache"'
    return response


@public
@require_POST
def try_as(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the example users, without a password. Only in the demo, which nobody else can reach."""
    if not settings.DEMO:
        raise Http404
    user = get_object_or_404(User, is_example=True, is_active=True, username=request.POST.get("username", ""))
    sessions.begin_session(request, user=user, is_strong=True, now=clock.now())
    return redirect("home:start")


@limited("password", writing_only=True)
@signed_in
def password(request: HttpRequest) -> HttpResponse:
    user = acting_user(request)
    form = PasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        update_session_auth_hash(request, user)
        key = request.session.session_key
        change_password(user=user, password=form.cleaned_data["new_password1"], but=key, now=clock.now())
        update_session_auth_hash(request, user)
        messages.success(request, _("Lösenordet är bytt. På andra ställen har du loggats ut."))
        return redirect("accounts:own-sign-in")
    return render(request, "accounts/password.html", {"form": form})
