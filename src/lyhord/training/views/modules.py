"""Modules, and which of them a clause requires."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lyhord.accounts.access import acting_user, fetch, requires
from lyhord.accounts.enums import Role
from lyhord.accounts.permissions import boards_of, can, grants_of, visible
from lyhord.common import clock
from lyhord.organisation.models import Board
from lyhord.programme.enums import ClauseKind
from lyhord.programme.models import Clause
from lyhord.training.domain.curriculum.content import modules
from lyhord.training.domain.modules import ModulesGoInCircle, require_modules, save_module
from lyhord.training.forms.choices import sent
from lyhord.training.forms.modules import ClauseModulesForm, ModuleForm
from lyhord.training.models import Module

VIEW, CHANGE, CLAUSE = "training.view_module", "training.change_module", "programme.change_clause"


@require_safe
@requires(VIEW)
def module_list(request: HttpRequest) -> HttpResponse:
    user = acting_user(request)
    rows = visible(user, VIEW, Module.objects.select_related("after").annotate(times=Count("sessions")))
    context = {"modules": rows.order_by("order", "name"), "may_change": can(user, CHANGE)}
    return render(request, "training/module_list.html", context)


@require_safe
@requires(VIEW)
def module_detail(request: HttpRequest, module_id: uuid.UUID) -> HttpResponse:
    user, module = (
        acting_user(request),
        fetch(request, VIEW, Module.objects.select_related("after", "owner"), module_id),
    )
    clauses = Clause.objects.filter(module_requirements__module=module).select_related("decision")
    context = {"module": module, "clauses": clauses, "may_change": can(user, CHANGE, module)}
    context["has_material"] = module.code in modules() and can(user, "training.read_content", module.owner)
    if context["may_change"]:
        trains = Clause.objects.filter(kind=ClauseKind.TRAIN_EMPLOYEES).select_related("decision")
        context["choosable"] = visible(user, CLAUSE, trains)
    return render(request, "training/module_detail.html", context)


@requires(CHANGE)
def module_create(request: HttpRequest) -> HttpResponse:
    return _edit(request, Module())


@requires(CHANGE)
def module_edit(request: HttpRequest, module_id: uuid.UUID) -> HttpResponse:
    return _edit(request, fetch(request, CHANGE, Module.objects.all(), module_id))


def _edit(request: HttpRequest, module: Module) -> HttpResponse:
    is_new = module._state.adding
    grants = grants_of(acting_user(request), frozenset({Role.COORDINATOR}))
    owners = Board.objects.filter(pk__in=boards_of(grants))
    form = ModuleForm(request.POST or None, instance=module, owners=owners)
    if request.method == "POST" and form.is_valid():
        try:
            save_module(module=form.instance, saved_by=acting_user(request), now=clock.now())
        except ModulesGoInCircle:
            form.add_error("after", _("Då skulle modulerna komma efter varandra i en ring. Välj en annan."))
        else:
            messages.success(request, _("Modulen är sparad."))
            return redirect("training:module-detail", form.instance.pk)
    return render(request, "training/module_form.html", {"form": form, "module": None if is_new else module})


@requires(CLAUSE)
def clause_modules(request: HttpRequest, clause_id: uuid.UUID) -> HttpResponse:
    clauses = Clause.objects.filter(kind=ClauseKind.TRAIN_EMPLOYEES).select_related("decision__owner")
    clause = fetch(request, CLAUSE, clauses, clause_id)
    offered = visible(acting_user(request), VIEW, Module.objects.all())
    form = ClauseModulesForm(sent(request), clause=clause, modules=offered)
    if request.method == "POST" and form.is_valid():
        require_modules(
            clause=clause,
            modules=form.cleaned_data["modules"],
            required_by=acting_user(request),
            now=clock.now(),
        )
        messages.success(request, _("Det är sparat vilka moduler som krävs."))
        return redirect("programme:definition-adopt", clause.pk)
    return render(request, "training/clause_modules.html", {"form": form, "clause": clause, "modules": offered})
