"""What pays for each purpose, and what it has cost (M19)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lyhord.accounts.access import acting_user, fetch, requires
from lyhord.accounts.permissions import can
from lyhord.common import clock
from lyhord.programme.domain.missing import missing_money
from lyhord.programme.domain.money import add_cost, money_of, remove_cost, save_funding
from lyhord.programme.domain.queries import own_decisions
from lyhord.programme.forms import CostForm, FundingForm
from lyhord.programme.models import Cost, Decision, Funding

FOLLOW, CHANGE = "programme.follow_decision", "programme.change_decision"


@require_safe
@requires(FOLLOW)
def money(request: HttpRequest, decision_id: uuid.UUID) -> HttpResponse:
    decision = fetch(request, FOLLOW, own_decisions(Decision.objects.select_related("owner")), decision_id)
    purposes = money_of(decision)
    context = {
        "decision": decision,
        "money": purposes,
        "open_questions": [sentence for purpose in purposes if (sentence := missing_money(purpose))],
        "may_change": can(request.user, CHANGE, decision),
    }
    return render(request, "programme/money.html", context)


@requires(CHANGE)
def funding_add(request: HttpRequest, decision_id: uuid.UUID) -> HttpResponse:
    decision = fetch(request, CHANGE, own_decisions(Decision.objects.select_related("owner")), decision_id)
    return _funding_form(request, Funding(decision=decision))


@requires("programme.change_funding")
def funding_edit(request: HttpRequest, funding_id: uuid.UUID) -> HttpResponse:
    rows = Funding.objects.select_related("decision__owner")
    return _funding_form(request, fetch(request, "programme.change_funding", rows, funding_id))


def _funding_form(request: HttpRequest, funding: Funding) -> HttpResponse:
    form = FundingForm(request.POST or None, instance=funding, initial={"purpose": request.GET.get("for")})
    if request.method == "POST" and form.is_valid():
        save_funding(funding=form.instance, saved_by=acting_user(request), now=clock.now())
        messages.success(request, _("Finansieringen är sparad."))
        return redirect("programme:money", funding.decision_id)
    return render(request, "programme/funding_form.html", {"form": form, "decision": funding.decision})


@requires("programme.change_funding")
def cost_add(request: HttpRequest, funding_id: uuid.UUID) -> HttpResponse:
    rows = Funding.objects.select_related("decision__owner")
    funding = fetch(request, "programme.change_funding", rows, funding_id)
    form = CostForm(request.POST or None, instance=Cost(funding=funding), initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        add_cost(cost=form.instance, added_by=acting_user(request), now=clock.now())
        messages.success(request, _("Kostnaden är sparad."))
        return redirect("programme:money", funding.decision_id)
    return render(request, "programme/cost_form.html", {"form": form, "funding": funding})


@requires("programme.change_cost")
@require_POST
def cost_remove(request: HttpRequest, cost_id: uuid.UUID) -> HttpResponse:
    cost = fetch(request, "programme.change_cost", Cost.objects.select_related("funding__decision__owner"), cost_id)
    remove_cost(cost=cost, removed_by=acting_user(request), now=clock.now())
    messages.success(request, _("Kostnaden är borttagen."))
    return redirect("programme:money", cost.funding.decision_id)
