"""Rules by which accounts find their rows in the register: for access administrators, two at a time."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lyhord.accounts.access import acting_user, fetch, log_read, requires
from lyhord.accounts.permissions import boards_of, grants_of, rule_for, visible
from lyhord.accounts.settling import settle
from lyhord.common import clock
from lyhord.organisation.models import Board
from lyhord.people.domain.link_rules import (
    RuleTwice,
    approve_link_rule,
    end_link_rule,
    propose_link_rule,
)
from lyhord.people.forms.links import LinkRuleForm
from lyhord.people.models import LinkRule

CHANGE = "people.change_link_rules"


@require_safe
@requires(CHANGE)
def rule_list(request: HttpRequest) -> HttpResponse:
    user = acting_user(request)
    rules = visible(user, CHANGE, LinkRule.objects.filter(ended_at=None)).select_related("owner", "proposed_by")
    log_read(request, rows=len({rule.proposed_by for rule in rules} - {user}))
    return render(request, "people/link_rule_list.html", {"rules": rules, "me": user})


@requires(CHANGE)
def rule_add(request: HttpRequest) -> HttpResponse:
    user = acting_user(request)
    boards = Board.objects.filter(pk__in=boards_of(grants_of(user, rule_for(CHANGE).roles)))
    form = LinkRuleForm(request.POST or None, boards=boards)
    if request.method == "POST" and form.is_valid():
        try:
            propose_link_rule(**form.cleaned_data, proposed_by=user, now=clock.now())
        except RuleTwice:
            form.add_error("column", _("Den regeln finns redan, eller är föreslagen."))
        else:
            messages.success(
                request, _("Regeln är föreslagen. Den gäller när en annan behörighetsadministratör godkänt.")
            )
            return redirect("people:link-rule-list")
    return render(request, "people/link_rule_form.html", {"form": form})


@require_POST
@requires(CHANGE)
def rule_approve(request: HttpRequest, link_rule_id: uuid.UUID) -> HttpResponse:
    rule = fetch(request, CHANGE, LinkRule.objects.all(), link_rule_id)

    def act() -> str:
        approve_link_rule(rule=rule, approved_by=acting_user(request), now=clock.now())
        return _("Regeln gäller från nästa gång någon loggar in.")

    return settle(request, act, back="people:link-rule-list")


@require_POST
@requires(CHANGE)
def rule_end(request: HttpRequest, link_rule_id: uuid.UUID) -> HttpResponse:
    rule = fetch(request, CHANGE, LinkRule.objects.all(), link_rule_id)

    def act() -> str:
        end_link_rule(rule=rule, ended_by=acting_user(request), now=clock.now())
        return _("Regeln är avslutad. De kopplingar som den har gjort står kvar.")

    return settle(request, act, back="people:link-rule-list")
