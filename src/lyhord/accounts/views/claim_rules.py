"""Rules from what the identity provider says to roles: for access administrators, two at a time."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lyhord.accounts.access import acting_user, fetch, log_read, requires
from lyhord.accounts.domain.roles.claim_rules import (
    approve_rule,
    end_rule,
    propose_rule,
)
from lyhord.accounts.enums import Role
from lyhord.accounts.forms.claim_rules import RuleForm
from lyhord.accounts.models import ClaimRule
from lyhord.accounts.permissions import boards_of, grants_of, visible
from lyhord.accounts.settling import settle
from lyhord.common import clock
from lyhord.organisation.models import Board, Unit

CHANGE = "accounts.change_rules"


@requires(CHANGE)
@require_safe
def rule_list(request: HttpRequest) -> HttpResponse:
    user = acting_user(request)
    rules = visible(user, CHANGE, ClaimRule.objects.filter(ended_at=None))
    rules = rules.select_related("board", "unit", "proposed_by")
    log_read(request, rows=len({rule.proposed_by for rule in rules} - {user}))
    has_provider = bool(settings.SAML_PROVIDER or settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"])
    return render(request, "accounts/rule_list.html", {"rules": rules, "me": user, "has_provider": has_provider})


@requires(CHANGE)
def rule_add(request: HttpRequest) -> HttpResponse:
    user = acting_user(request)
    boards = boards_of(grants_of(user, frozenset({Role.ACCESS_ADMINISTRATOR})))
    form = RuleForm(
        request.POST or None,
        boards=Board.objects.filter(pk__in=boards),
        units=Unit.objects.filter(administration__board__in=boards).select_related("administration__board"),
    )
    if request.method == "POST" and form.is_valid():
        propose_rule(**form.cleaned_data, proposed_by=user, now=clock.now())
        messages.success(request, _("Regeln är föreslagen. Den gäller när en annan behörighetsadministratör godkänt."))
        return redirect("accounts:rule-list")
    return render(request, "accounts/rule_form.html", {"form": form})


@require_POST
@requires(CHANGE)
def rule_approve(request: HttpRequest, rule_id: uuid.UUID) -> HttpResponse:
    rule = fetch(request, CHANGE, ClaimRule.objects.all(), rule_id)

    def act() -> str:
        approve_rule(rule=rule, approved_by=acting_user(request), now=clock.now())
        return _("Regeln gäller från nästa gång någon loggar in.")

    return settle(request, act, back="accounts:rule-list")


@require_POST
@requires(CHANGE)
def rule_end(request: HttpRequest, rule_id: uuid.UUID) -> HttpResponse:
    rule = fetch(request, CHANGE, ClaimRule.objects.all(), rule_id)

    def act() -> str:
        end_rule(rule=rule, ended_by=acting_user(request), on=clock.today(), now=clock.now())
        return _("Regeln är avslutad, och rollerna som den gav.")

    return settle(request, act, back="accounts:rule-list")
