"""Clauses and what done means for them."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lyhord.accounts.access import acting_user, fetch, log_read, requires
from lyhord.accounts.permissions import can
from lyhord.common import clock
from lyhord.organisation.models import Board
from lyhord.people.enums import EmployeeClass
from lyhord.programme.domain.decisions import save_clause
from lyhord.programme.domain.definitions import DefinitionError, adopt_definition
from lyhord.programme.domain.links import clause_links
from lyhord.programme.domain.queries import own_decisions
from lyhord.programme.domain.words import definition_words
from lyhord.programme.enums import ClauseKind
from lyhord.programme.forms import ClauseForm, DefinitionForm, PlaceDefinitionForm
from lyhord.programme.models import Clause, Decision, DefinitionOfDone

VIEW, CHANGE = "programme.view_clause", "programme.change_clause"


def _clauses() -> QuerySet[Clause]:
    return Clause.objects.select_related("decision__owner", "owner")


def _owners(decision: Decision) -> QuerySet[Board]:
    return Board.objects.filter(pk__in=[b for b in (decision.owner_id, decision.partner_board_id) if b])


@requires("programme.change_decision")
def clause_add(request: HttpRequest, decision_id: uuid.UUID) -> HttpResponse:
    decision = fetch(request, "programme.change_decision", own_decisions(Decision.objects.all()), decision_id)
    clause = Clause(decision=decision)
    form = ClauseForm(
        request.POST or None, instance=clause, owners=_owners(decision), initial={"owner": decision.owner_id}
    )
    if request.method == "POST" and form.is_valid():
        save_clause(clause=form.instance, saved_by=acting_user(request), now=clock.now())
        messages.success(request, _("Att-satsen är sparad. Bestäm nu vad som räknas som genomfört."))
        return redirect("programme:definition-adopt", clause.pk)
    return render(request, "programme/clause_form.html", {"form": form, "decision": decision})


@requires(CHANGE)
def clause_edit(request: HttpRequest, clause_id: uuid.UUID) -> HttpResponse:
    clause = fetch(request, CHANGE, _clauses(), clause_id)
    form = ClauseForm(request.POST or None, instance=clause, owners=_owners(clause.decision))
    if clause.definitions.exists():
        del form.fields["kind"]
    if request.method == "POST" and form.is_valid():
        save_clause(clause=form.instance, saved_by=acting_user(request), now=clock.now())
        messages.success(request, _("Att-satsen är sparad."))
        return redirect("programme:decision-detail", clause.decision_id)
    return render(request, "programme/clause_form.html", {"form": form, "decision": clause.decision, "clause": clause})


@requires(VIEW)
def definition_adopt(request: HttpRequest, clause_id: uuid.UUID) -> HttpResponse:
    """Show every version; who may change the clause also gets the form for a new one."""
    clause = fetch(request, VIEW, _clauses(), clause_id)
    versions = list(clause.definitions.select_related("adopted_by").order_by("-version"))
    form = None
    if can(request.user, CHANGE, clause):
        form = _definition_form(request, clause, versions[0] if versions else None)
        if request.method == "POST" and form.is_valid() and _adopt(request, clause, form):
            return redirect("programme:definition-adopt", clause.pk)
    for version in versions:
        version.clause = clause
    log_read(request, of=clause, rows=len({version.adopted_by_id for version in versions} - {None}))
    context = {
        "clause": clause,
        "versions": [(version, definition_words(version)) for version in versions],
        "form": form,
        "links": clause_links(request.user, [clause])[clause.pk],
    }
    return render(request, "programme/definition.html", context)


def _definition_form(
    request: HttpRequest, clause: Clause, last: DefinitionOfDone | None
) -> DefinitionForm | PlaceDefinitionForm:
    """Return the form, filled with the last version."""
    initial = {
        "classes": last.classes if last else [EmployeeClass.STAFF, EmployeeClass.HOURLY],
        "min_employed_days": last.min_employed_days if last else 30,
        "deadline": last.deadline if last else None,
        "adopted_on": clock.today(),
    }
    kind = DefinitionForm if clause.kind == ClauseKind.TRAIN_EMPLOYEES else PlaceDefinitionForm
    return kind(request.POST or None, initial=initial)


def _adopt(request: HttpRequest, clause: Clause, form: DefinitionForm | PlaceDefinitionForm) -> bool:
    chosen = form.cleaned_data
    try:
        adopt_definition(
            clause=clause,
            classes=[EmployeeClass(c) for c in chosen.get("classes", EmployeeClass.values)],
            min_employed_days=chosen.get("min_employed_days", 0),
            deadline=chosen["deadline"],
            adopted_on=chosen["adopted_on"],
            adopted_by=acting_user(request),
            now=clock.now(),
        )
    except DefinitionError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("Definitionen gäller. De tidigare versionerna finns kvar."))
    return True
