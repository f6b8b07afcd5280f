"""Practise together at a workplace meeting: large text, hands up, and what each role sees side by side."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lyhord.accounts.access import requires
from lyhord.training.domain.scenarios.play import NoSuchWay, walk
from lyhord.training.enums import StaffRole
from lyhord.training.views.scenarios.reading import PRACTISE, Notes, scenario_read


@require_safe
@requires(PRACTISE)
def group_start(request: HttpRequest, scenario_slug: str) -> HttpResponse:
    """The notes of the one who leads: twenty minutes, and how to end so that nobody goes home alone with it."""
    return render(request, "training/scenario_group.html", {"scenario": scenario_read(request, scenario_slug)})


@require_safe
@requires(PRACTISE)
def group_passage(request: HttpRequest, scenario_slug: str, way: str = "") -> HttpResponse:
    scenario = scenario_read(request, scenario_slug)
    try:
        walked = walk(scenario, None, way)
    except NoSuchWay:
        messages.info(request, _("Den vägen finns inte längre. Texten kan ha ändrats. Börja om här."))
        return redirect("practice:group-start", scenario_slug)
    notes = Notes()
    here = walked.here
    context = {
        "walk": walked,
        "scenario": scenario,
        "text": notes.paragraphs(part for part in here.paragraphs if not part.roles),
        "by_role": [
            {"role": role.label, "text": notes.paragraphs(own)}
            for role in StaffRole
            if (own := [part for part in here.paragraphs if role in part.roles])
        ],
        "feedback": notes.html(here.feedback),
        "sources": notes.sources,
        "most": len(walked.taken) + walked.most_left,
    }
    return render(request, "training/scenario_group_passage.html", context)
