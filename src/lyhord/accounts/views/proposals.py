"""Roles are proposed by one access administrator and decided by another."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lyhord.accounts.access import acting_user, fetch, log_read, requires
from lyhord.accounts.domain.roles.approvals import approve_grant, decline_grant, withdraw_grant
from lyhord.accounts.domain.roles.grants import prolong_grant, propose_grant
from lyhord.accounts.domain.roles.words import REFUSALS
from lyhord.accounts.enums import GrantState, Role
from lyhord.accounts.forms.roles import GrantForm, ProlongForm
from lyhord.accounts.models import RoleGrant, User
from lyhord.accounts.permissions import boards_of, grants_of
from lyhord.accounts.settling import settle
from lyhord.common import clock
from lyhord.organisation.models import Board, Programme, Unit

CHANGE = "accounts.change_grants"


@requires(CHANGE)
def grant_add(request: HttpRequest) -> HttpResponse:
    form = _grant_form(request)
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data | {"role": Role(form.cleaned_data["role"])}
        try:
            propose_grant(**fields, proposed_by=acting_user(request), now=clock.now())
        except REFUSALS as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Förslaget om %(name)s väntar på en annan person.") % {"name": fields["user"]})
            return redirect("accounts:grant-list")
    log_read(request, rows=form.persons)
    return render(request, "accounts/grant_form.html", {"form": form})


def _grant_form(request: HttpRequest) -> GrantForm:
    boards = boards_of(grants_of(acting_user(request), frozenset({Role.ACCESS_ADMINISTRATOR})))
    managers = RoleGrant.objects.active(clock.today()).filter(role=Role.UNIT_MANAGER, board__in=boards)
    return GrantForm(
        request.POST or None,
        initial={"starts_on": clock.today(), "user": request.GET.get("vem")},
        boards=Board.objects.filter(pk__in=boards),
        programmes=Programme.objects.filter(boards__in=boards).distinct(),
        units=Unit.objects.filter(administration__board__in=boards).select_related("administration__board"),
        managers=User.objects.filter(pk__in=managers.values("user")),
        today=clock.today(),
    )


@requires(CHANGE)
def grant_prolong(request: HttpRequest, grant_id: uuid.UUID) -> HttpResponse:
    rows = RoleGrant.objects.unended(clock.today()).filter(state=GrantState.APPROVED).exclude(ends_before=None)
    grant = fetch(request, CHANGE, rows.select_related("user", "board", "unit", "programme", "deputy_for"), grant_id)
    form = ProlongForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            prolong_grant(
                grant=grant,
                ends_before=form.cleaned_data["ends_before"],
                proposed_by=acting_user(request),
                today=clock.today(),
                now=clock.now(),
            )
        except REFUSALS as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Förslaget om %(name)s väntar på en annan person.") % {"name": grant.user})
            return redirect("accounts:grant-detail", grant.pk)
    log_read(request, of=grant)
    return render(request, "accounts/grant_prolong.html", {"form": form, "grant": grant})


@requires(CHANGE)
@require_POST
def grant_approve(request: HttpRequest, grant_id: uuid.UUID) -> HttpResponse:
    grant = fetch(request, CHANGE, RoleGrant.objects.select_related("user"), grant_id)

    def act() -> str:
        approved = approve_grant(grant=grant, approved_by=acting_user(request), today=clock.today(), now=clock.now())
        if approved.state == GrantState.APPROVED:
            return _("%(name)s har fått rollen.") % {"name": grant.user}
        return _("Du har godkänt. Nu väntar förslaget på den andra nämnden.")

    return settle(request, act, back="accounts:grant-list")


@requires(CHANGE)
@require_POST
def grant_decline(request: HttpRequest, grant_id: uuid.UUID) -> HttpResponse:
    grant = fetch(request, CHANGE, RoleGrant.objects.select_related("user"), grant_id)

    def act() -> str:
        decline_grant(grant=grant, declined_by=acting_user(request), now=clock.now())
        return _("Du har sagt nej. %(name)s får inte rollen.") % {"name": grant.user}

    return settle(request, act, back="accounts:grant-list")


@requires(CHANGE)
@require_POST
def grant_withdraw(request: HttpRequest, grant_id: uuid.UUID) -> HttpResponse:
    grant = fetch(request, CHANGE, RoleGrant.objects.select_related("user"), grant_id)

    def act() -> str:
        withdraw_grant(grant=grant, withdrawn_by=acting_user(request), now=clock.now())
        return _("Förslaget är återtaget.")

    return settle(request, act, back="accounts:grant-list")
