"""Decisions: list, page, facts, and what the boards did."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lyhord.accounts.access import acting_user, fetch, requires
from lyhord.accounts.permissions import can, grants_of, programmes_of, visible
from lyhord.common import clock
from lyhord.organisation.models import Board, Programme
from lyhord.programme.domain.decisions import DecisionError, adopt_decision, note_partner_decision, save_decision
from lyhord.programme.domain.links import Link, clause_links
from lyhord.programme.domain.missing import PARTNER_DECISION, missing_facts
from lyhord.programme.domain.money import money_of
from lyhord.programme.domain.queries import own_decisions, partner_decision
from lyhord.programme.domain.words import definition_words, state_sentence
from lyhord.programme.enums import DecisionState
from lyhord.programme.forms import DecisionForm, OutcomeForm, PartnerDecisionForm
from lyhord.programme.models import Clause, Decision

PAGE_ROWS = 50
VIEW, CHANGE, OUTCOME = "programme.view_decision", "programme.change_decision", "programme.note_outcome"
FOLLOW = "programme.follow_decision"


def _rows() -> QuerySet[Decision]:
    return Decision.objects.select_related("owner", "partner_board", "answers")


@require_safe
@requires(VIEW)
def decision_list(request: HttpRequest) -> HttpResponse:
    user = acting_user(request)
    rows = own_decisions(visible(user, VIEW, _rows())).order_by("-proposed_on", "diary_number")
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("sida"))
    return render(request, "programme/decision_list.html", {"page": page, "may_change": can(user, CHANGE)})


@require_safe
@requires(VIEW)
def decision_detail(request: HttpRequest, decision_id: uuid.UUID) -> HttpResponse:
    user, decision = acting_user(request), fetch(request, VIEW, _rows(), decision_id)
    may_follow = can(user, FOLLOW, decision)
    missing = () if decision.is_partner_decision else missing_facts(decision, of_register=may_follow)
    clauses = list(decision.clauses.select_related("owner").prefetch_related("definitions", "exceptions"))
    links = clause_links(user, clauses)
    context = {
        "decision": decision,
        "state_sentence": state_sentence(decision),
        "partner": partner_decision(decision),
        "partner_missing": next((fact.sentence for fact in missing if fact.code == PARTNER_DECISION), ""),
        "missing": missing,
        "clauses": [_shown(clause, links[clause.pk]) for clause in clauses],
        "money": money_of(decision),
        "may_follow": may_follow,
        "may_change": can(user, CHANGE, decision),
        "may_note": can(user, OUTCOME, decision),
    }
    return render(request, "programme/decision_detail.html", context)


def _shown(clause: Clause, links: list[Link]) -> dict[str, object]:
    latest = max(clause.definitions.all(), key=lambda d: d.version, default=None)
    if latest is not None:
        latest.clause = clause
    return {
        "clause": clause,
        "definition": latest,
        "words": definition_words(latest) if latest else "",
        "exceptions": len(clause.exceptions.all()),
        "links": links,
    }


def _own_programmes(request: HttpRequest) -> QuerySet[Programme]:
    """Return those that the user coordinates: no other role holds within a programme."""
    return Programme.objects.filter(pk__in=programmes_of(grants_of(acting_user(request))))


@requires(CHANGE)
def decision_add(request: HttpRequest) -> HttpResponse:
    programmes = _own_programmes(request)
    initial = {"programme": programmes.first(), "owner": Board.objects.filter(programmes__in=programmes).first()}
    form = DecisionForm(request.POST or None, programmes=programmes, initial=initial)
    if request.method == "POST" and form.is_valid():
        decision = save_decision(decision=form.instance, saved_by=acting_user(request), now=clock.now())
        messages.success(request, _("Beslutet är sparat. Lägg nu in att-satserna."))
        return redirect("programme:decision-detail", decision.pk)
    return render(request, "programme/decision_form.html", {"form": form})


@requires(CHANGE)
def decision_edit(request: HttpRequest, decision_id: uuid.UUID) -> HttpResponse:
    decision = fetch(request, CHANGE, _rows(), decision_id)
    form = DecisionForm(request.POST or None, instance=decision, programmes=_own_programmes(request))
    if request.method == "POST" and form.is_valid():
        save_decision(decision=form.instance, saved_by=acting_user(request), now=clock.now())
        messages.success(request, _("Beslutet är sparat."))
        return redirect("programme:decision-detail", decision.pk)
    return render(request, "programme/decision_form.html", {"form": form, "decision": decision})


@requires(OUTCOME)
def decision_state(request: HttpRequest, decision_id: uuid.UUID) -> HttpResponse:
    decision = fetch(request, OUTCOME, _rows(), decision_id)
    now = DecisionState(decision.state)
    initial = {"state": now, "meeting_on": decision.meeting_on, "paragraph": decision.paragraph}
    form = OutcomeForm(request.POST or None, now=now, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            adopt_decision(decision=decision, **form.cleaned_data, decided_by=acting_user(request), now=clock.now())
        except DecisionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Utfallet är sparat."))
            return redirect("programme:decision-detail", decision.answers_id or decision.pk)
    context = {"form": form, "decision": decision, "state_sentence": state_sentence(decision)}
    return render(request, "programme/decision_state.html", context)


@requires(OUTCOME)
def partner(request: HttpRequest, decision_id: uuid.UUID) -> HttpResponse:
    decision = fetch(request, OUTCOME, own_decisions(_rows()), decision_id)
    answer = partner_decision(decision)
    if answer is not None and answer.state != DecisionState.REJECTED:
        return redirect("programme:decision-state", answer.pk)
    form = PartnerDecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            note_partner_decision(
                decision=decision, **form.cleaned_data, noted_by=acting_user(request), now=clock.now()
            )
        except DecisionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(board)ss beslut är sparat.") % {"board": decision.partner_board})
            return redirect("programme:decision-detail", decision.pk)
    return render(request, "programme/partner_form.html", {"form": form, "decision": decision})
