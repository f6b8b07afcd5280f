"""Who has which role: for access administrators."""

from __future__ import annotations

import uuid
from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lyhord.accounts.access import acting_user, fetch, requires
from lyhord.accounts.domain.roles import GrantToOneself, LastAccessAdministrator, end_grant, grant_role
from lyhord.accounts.domain.users import change_password, create_user
from lyhord.accounts.enums import Role
from lyhord.accounts.forms.roles import GrantForm, NewPasswordForm, NewUserForm
from lyhord.accounts.models import RoleGrant, User
from lyhord.accounts.permissions import boards_of, grants_of, visible
from lyhord.common import clock
from lyhord.organisation.models import Board, Unit

CHANGE = "accounts.change_grants"
CHANGE_USER = "accounts.change_user"
PAGE_ROWS = 50


@requires(CHANGE)
def grant_list(request: HttpRequest) -> HttpResponse:
    rows = visible(acting_user(request), CHANGE, RoleGrant.objects.active(clock.today()))
    rows = rows.select_related("user", "board", "unit").order_by("user__name", "user__username", "role")
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("sida"))
    others = visible(acting_user(request), CHANGE_USER, User.objects.filter(pk__in=[row.user_id for row in page]))
    can_get_password = set(others.values_list("pk", flat=True))
    return render(request, "accounts/grant_list.html", {"page": page, "can_get_password": can_get_password})


@requires(CHANGE)
def grant_add(request: HttpRequest) -> HttpResponse:
    form = _grant_form(request)
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data | {"role": Role(form.cleaned_data["role"])}
        try:
            grant_role(**fields, granted_by=acting_user(request), now=clock.now())
        except GrantToOneself:
            form.add_error("user", _("Du kan inte ge dig själv en roll. Be en annan behörighetsadministratör."))
        else:
            messages.success(request, _("%(name)s har fått rollen.") % {"name": fields["user"]})
            return redirect("accounts:grant-list")
    return render(request, "accounts/grant_form.html", {"form": form})


def _grant_form(request: HttpRequest) -> GrantForm:
    boards = boards_of(grants_of(acting_user(request), frozenset({Role.ACCESS_ADMINISTRATOR})))
    return GrantForm(
        request.POST or None,
        initial={"starts_on": clock.today(), "user": request.GET.get("vem")},
        boards=Board.objects.filter(pk__in=boards),
        units=Unit.objects.filter(administration__board__in=boards).select_related("administration__board"),
    )


@requires(CHANGE)
@require_POST
def grant_end(request: HttpRequest, grant_id: uuid.UUID) -> HttpResponse:
    grant = fetch(request, CHANGE, RoleGrant.objects.select_related("user", "board"), grant_id)
    try:
        end_grant(grant=grant, ended_by=acting_user(request), on=clock.today(), now=clock.now())
    except LastAccessAdministrator:
        messages.error(request, _("Ge rollen till någon annan först: nämnden behöver en behörighetsadministratör."))
    else:
        messages.success(request, _("%(name)s har inte längre rollen.") % {"name": grant.user})
    return redirect("accounts:grant-list")


@requires(CHANGE)
def user_add(request: HttpRequest) -> HttpResponse:
    form = NewUserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = create_user(**form.cleaned_data, created_by=acting_user(request), now=clock.now())
        messages.success(request, _("%(name)s kan logga in. Ge en roll också.") % {"name": user})
        return redirect(f"{redirect('accounts:grant-add').url}?vem={quote(user.username)}")
    return render(request, "accounts/user_form.html", {"form": form})


@requires(CHANGE_USER)
def user_password(request: HttpRequest, user_id: uuid.UUID) -> HttpResponse:
    user = fetch(request, CHANGE_USER, User.objects.filter(is_active=True), user_id)
    form = NewPasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data["password"]
        change_password(user=user, password=password, changed_by=acting_user(request), now=clock.now())
        messages.success(request, _("%(name)s har ett nytt lösenord.") % {"name": user})
        return redirect("accounts:grant-list")
    return render(request, "accounts/user_password.html", {"form": form, "person": user})
