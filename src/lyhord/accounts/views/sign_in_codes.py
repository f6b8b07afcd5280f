"""One-time codes: an access administrator hands one over, its receiver chooses a password with it."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from lyhord.accounts.access import acting_user, fetch, limited, log_read, public, requires
from lyhord.accounts.domain.sign_in.codes import CodeNotValid, issue_code, redeem_code
from lyhord.accounts.domain.sign_in.users import create_user
from lyhord.accounts.forms.sign_in_codes import IssueForm, NewUserForm, RedeemForm
from lyhord.accounts.models import User
from lyhord.accounts.views.second_factor import go_on, safe_next
from lyhord.common import clock


@requires("accounts.change_grants")
def user_add(request: HttpRequest) -> HttpResponse:
    form = NewUserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now, by = clock.now(), acting_user(request)
        user = create_user(**form.cleaned_data, created_by=by, now=now)
        return show_code(request, user, issue_code(user=user, issued_by=by, now=now), is_new=True)
    return render(request, "accounts/user_form.html", {"form": form})


@requires("accounts.change_user")
def code_issue(request: HttpRequest, user_id: uuid.UUID) -> HttpResponse:
    user = fetch(request, "accounts.change_user", User.objects.filter(is_active=True), user_id)
    form = IssueForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        lost = form.cleaned_data["is_factor_lost"]
        code = issue_code(user=user, issued_by=acting_user(request), is_factor_lost=lost, now=clock.now())
        return show_code(request, user, code, is_new=False)
    log_read(request, of=user)
    return render(request, "accounts/code_issue.html", {"form": form, "person": user})


def show_code(request: HttpRequest, user: User, code: str, *, is_new: bool) -> HttpResponse:
    """Show the code in the answer itself: it is stored nowhere, so it cannot be shown again."""
    address = request.build_absolute_uri(reverse("accounts:code-redeem"))
    return render(
        request, "accounts/code_shown.html", {"person": user, "code": code, "address": address, "is_new": is_new}
    )


@limited("code", writing_only=True)
@public
def code_redeem(request: HttpRequest) -> HttpResponse:
    form = RedeemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = redeem_code(code=form.cleaned_data["code"], password=form.cleaned_data["password"], now=clock.now())
        except CodeNotValid:
            form.add_error("code", _("Koden gäller inte. Kontrollera den, eller be om en ny."))
        except ValidationError as error:
            form.add_error("password", error)
        else:
            return go_on(request, user=user, next_url=safe_next(request))
    return render(request, "accounts/code_redeem.html", {"form": form})
