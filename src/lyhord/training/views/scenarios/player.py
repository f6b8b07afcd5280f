"""Practise alone: choose a scenario and a role, and go on as one chooses. Nothing of the way taken is kept."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lyhord.accounts.access import acting_user, fetch, requires
from lyhord.accounts.permissions import can, visible
from lyhord.common import clock
from lyhord.training.domain.scenarios.library import program_texts, scenarios_at
from lyhord.training.domain.scenarios.play import NoSuchWay, Walk, minutes_of, walk
from lyhord.training.domain.scenarios.results import forget_result, keep_result
from lyhord.training.enums import StaffRole
from lyhord.training.models import ScenarioResult
from lyhord.training.views.scenarios.reading import (
    BOARD,
    PRACTISE,
    Notes,
    board_read,
    boards_read,
    scenario_read,
)

KEEP = "training.keep_result"
ROLE = "practice_role"
"""In the session: the role that somebody practised as last. Gone when they sign out."""


@requires(PRACTISE)
def scenario_list(request: HttpRequest) -> HttpResponse:
    """All scenarios, with what one has kept of them oneself. Sent: whose wording one reads, of several boards'."""
    boards = list(boards_read(request))
    if request.method == "POST":
        if chosen := request.POST.get("board"):
            if chosen not in {str(board.pk) for board in boards}:
                raise Http404
            request.session[BOARD] = chosen
        return redirect("practice:scenario-list")
    kept: dict[str, list[ScenarioResult]] = {}
    for result in own_results(request):
        kept.setdefault(result.slug, []).append(result)
    board = board_read(request)
    rows = [
        {"scenario": scenario, "minutes": minutes_of(slug, program_texts()[slug]), "kept": kept.get(slug, [])}
        for slug, scenario in scenarios_at(board).items()
    ]
    context = {"rows": rows, "boards": boards if len(boards) > 1 else [], "board": board, "has_kept": bool(kept)}
    return render(request, "training/scenario_list.html", context)


@require_safe
@requires(PRACTISE)
def scenario_detail(request: HttpRequest, scenario_slug: str) -> HttpResponse:
    """What it is about, and as whom one goes."""
    scenario = scenario_read(request, scenario_slug)
    board = board_read(request)
    context = {
        "scenario": scenario,
        "minutes": minutes_of(scenario.slug, program_texts()[scenario.slug]),
        "roles": StaffRole,
        "last_role": request.session.get(ROLE),
        "board": board,
        "may_edit": board is not None and can(acting_user(request), "training.teach_content", board),
    }
    return render(request, "training/scenario_detail.html", context)


@require_safe
@requires(PRACTISE)
def scenario_passage(request: HttpRequest, scenario_slug: str, staff_role: str, way: str = "") -> HttpResponse:
    """Where the choices have led: what came of the last one, then what happens and what one may do, or the ending."""
    try:
        walked = _walked(request, scenario_slug, staff_role, way)
    except NoSuchWay:
        return _from_the_start(request, scenario_slug)
    if request.session.get(ROLE) != staff_role:
        request.session[ROLE] = staff_role
    notes = Notes()
    here = walked.here
    context = {
        "walk": walked,
        "scenario": walked.scenario,
        "text": notes.paragraphs(here.paragraphs_for(StaffRole(staff_role))),
        "feedback": notes.html(here.feedback),
        "sources": notes.sources,
        "most": len(walked.taken) + walked.most_left,
        "kept": here.ending and own_results(request).filter(slug=scenario_slug, role=staff_role, ending=here.ending),
    }
    return render(request, "training/scenario_passage.html", context)


@require_POST
@requires(PRACTISE)
def result_keep(request: HttpRequest, scenario_slug: str, staff_role: str, way: str) -> HttpResponse:
    """Keep the ending for the person who came to it, since they ask for it. The way is not kept."""
    try:
        walked = _walked(request, scenario_slug, staff_role, way)
    except NoSuchWay:
        return _from_the_start(request, scenario_slug)
    if walked.here.ending is None:
        raise Http404
    keep_result(
        user=acting_user(request),
        slug=scenario_slug,
        role=StaffRole(staff_role),
        ending=walked.here.ending,
        kept_on=clock.today(),
    )
    messages.success(request, _("Sparat åt dig. Ingen annan ser det, och du kan ta bort det när du vill."))
    return redirect("practice:scenario-passage", scenario_slug, staff_role, way)


@require_safe
@requires(KEEP)
def results(request: HttpRequest) -> HttpResponse:
    titles = {slug: scenario.title for slug, scenario in scenarios_at(board_read(request)).items()}
    rows = [{"result": result, "title": titles.get(result.slug, result.slug)} for result in own_results(request)]
    return render(request, "training/scenario_results.html", {"rows": rows})


@require_POST
@requires(KEEP)
def result_forget(request: HttpRequest, result_id: uuid.UUID) -> HttpResponse:
    result = fetch(request, KEEP, ScenarioResult.objects.all(), result_id)
    forget_result(result=result)
    messages.success(request, _("Borttaget."))
    return redirect("practice:results")


def own_results(request: HttpRequest) -> QuerySet[ScenarioResult]:
    return visible(acting_user(request), KEEP, ScenarioResult.objects.all())


def _walked(request: HttpRequest, slug: str, role: str, way: str) -> Walk:
    """Raises Http404 for a role or scenario that there is not, NoSuchWay for a choice that there is not."""
    scenario = scenario_read(request, slug)
    if role not in StaffRole.values:
        raise Http404
    return walk(scenario, StaffRole(role), way)


def _from_the_start(request: HttpRequest, slug: str) -> HttpResponse:
    messages.info(request, _("Den vägen finns inte längre. Texten kan ha ändrats. Börja om här."))
    return redirect("practice:scenario-detail", slug)
