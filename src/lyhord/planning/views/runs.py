"""Planning: what there is, the settings, and runs with their live values."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lyhord.accounts.access import acting_user, fetch, limited, requires
from lyhord.accounts.permissions import visible
from lyhord.common import clock
from lyhord.planning.domain.adapter import NoHalfDays, NoSettings
from lyhord.planning.domain.run_page import RunPage
from lyhord.planning.domain.runs import RunAlreadyGoing, RunNotGoing, ask_stop, queue_run
from lyhord.planning.domain.settings import save_settings, settings_of
from lyhord.planning.enums import DraftState
from lyhord.planning.forms import RunForm, SettingsForm
from lyhord.planning.models import PlanDraft, PlanRun
from lyhord.programme.models import Decision

MAKE, VIEW_RUN, ANSWER = "planning.make_plan", "planning.view_run", "planning.answer_draft"
SHOWN = 20


@require_safe
@requires(ANSWER)
def run_list(request: HttpRequest) -> HttpResponse:
    """Show the coordinator the decisions to plan, and others the drafts that wait for their answer."""
    user = acting_user(request)
    decisions = visible(user, MAKE, Decision.objects.filter(answers=None)).prefetch_related("plan_settings")
    drafts = visible(user, ANSWER, PlanDraft.objects.filter(state=DraftState.SENT)).select_related("decision")
    if len(decisions) == 1:
        return redirect("planning:run-overview", decisions[0].pk)
    return render(request, "planning/run_list.html", {"decisions": decisions, "drafts": drafts})


@require_safe
@requires(MAKE)
def run_overview(request: HttpRequest, decision_id: uuid.UUID) -> HttpResponse:
    """Show the plan of one decision: what is going on, the drafts, and the way to a new plan."""
    decision = fetch(request, MAKE, Decision.objects.all(), decision_id)
    drafts = decision.plan_drafts.select_related("run").defer("run__problem", "run__old_plan", "run__best")
    runs = decision.plan_runs.defer("problem", "old_plan", "best", "result")
    context = {
        "decision": decision,
        "settings": settings_of(decision),
        "drafts": drafts[:SHOWN],
        "going": runs.filter(ended_at=None).first(),
        "failed": runs.filter(ended_at__isnull=False, draft=None).first(),
        "form": RunForm(),
    }
    return render(request, "planning/run_overview.html", context)


@requires(MAKE)
def settings_edit(request: HttpRequest, decision_id: uuid.UUID) -> HttpResponse:
    decision = fetch(request, MAKE, Decision.objects.all(), decision_id)
    form = SettingsForm(request.POST or None, instance=settings_of(decision, today=clock.today()))
    if request.method == "POST" and form.is_valid():
        save_settings(settings=form.save(commit=False), saved_by=acting_user(request), now=clock.now())
        messages.success(request, _("Inställningarna är sparade."))
        return redirect("planning:run-overview", decision.pk)
    return render(request, "planning/settings_form.html", {"decision": decision, "form": form})


@require_POST
@limited("plan")
@requires(MAKE)
def run_create(request: HttpRequest, decision_id: uuid.UUID) -> HttpResponse:
    decision, form = fetch(request, MAKE, Decision.objects.all(), decision_id), RunForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Välj hur länge det får räknas."))
        return redirect("planning:run-overview", decision.pk)
    try:
        run = queue_run(
            decision=decision,
            asked_by=acting_user(request),
            now=clock.now(),
            today=clock.today(),
            time_limit_seconds=form.cleaned_data["time_limit_seconds"],
        )
    except NoSettings:
        messages.info(request, _("Säg först för vilken tid du vill planera."))
        return redirect("planning:settings-edit", decision.pk)
    except (NoHalfDays, RunAlreadyGoing) as error:
        messages.error(request, refusal(error))
        return redirect("planning:run-overview", decision.pk)
    return redirect("planning:run-detail", run.pk)


@require_safe
@requires(VIEW_RUN)
def run_detail(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Show the run as it stands; asked for by the page itself, only the part that changes."""
    run = fetch(request, VIEW_RUN, PlanRun.objects.select_related("decision", "draft"), run_id)
    is_part = "Asks-By-Itself" in request.headers
    template = "planning/run_detail.html#state" if is_part else "planning/run_detail.html"
    return render(request, template, {"page": RunPage(run), "run": run})


@require_POST
@requires(VIEW_RUN)
def run_stop(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    run = fetch(request, VIEW_RUN, PlanRun.objects.all(), run_id)
    try:
        ask_stop(run=run, asked_by=acting_user(request), now=clock.now())
        messages.success(request, _("Beräkningen stoppas. Den bästa planen hittills sparas."))
    except RunNotGoing:
        messages.info(request, _("Beräkningen var redan klar."))
    return redirect("planning:run-detail", run.pk)


def refusal(error: Exception) -> str:
    """Return why no run could be started, in words."""
    if isinstance(error, RunAlreadyGoing):
        return _("Det räknas redan på en plan. Vänta tills den är klar, eller stoppa den.")
    if isinstance(error, NoHalfDays):
        return _("Perioden har inga dagar kvar. Ändra slutdagen i inställningarna.")
    if isinstance(error, NoSettings):
        return _("Säg först för vilken tid du vill planera, i inställningarna.")
    raise error
