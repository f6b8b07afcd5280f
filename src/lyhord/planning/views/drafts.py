"""Drafts: the page, comparing two, sending, counting again, adopting, putting aside."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lyhord.accounts.access import acting_user, fetch, limited, log_read, requires
from lyhord.common import clock
from lyhord.planning.domain.adapter import NoHalfDays, NoSettings
from lyhord.planning.domain.adoption_page import AdoptionPage, why_not
from lyhord.planning.domain.comparison import Comparison
from lyhord.planning.domain.draft_page import DraftPage
from lyhord.planning.domain.drafts import (
    DraftAlreadyAdopted,
    DraftDropped,
    DraftOutOfDate,
    adopt_draft,
    drop_draft,
    replan_from_replies,
    send_draft,
)
from lyhord.planning.domain.reply_page import replies_summary
from lyhord.planning.domain.runs import RunAlreadyGoing
from lyhord.planning.forms import SendForm
from lyhord.planning.models import PlanDraft
from lyhord.planning.views.runs import refusal

CHANGE = "planning.change_draft"


def fetch_draft(request: HttpRequest, draft_id: uuid.UUID, action: str = CHANGE) -> PlanDraft:
    rows = PlanDraft.objects.select_related("run", "decision", "adopted_by")
    return fetch(request, action, rows, draft_id)


@require_safe
@requires(CHANGE)
def draft_detail(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    draft = fetch_draft(request, draft_id)
    page = DraftPage(draft)
    log_read(request, of=draft, rows=page.persons)
    context = {
        "page": page,
        "draft": draft,
        "replies": replies_summary(draft, page),
        "others": draft.decision.plan_drafts.exclude(pk=draft.pk)[:20],
        "send_form": SendForm(today=clock.today(), initial={"replies_until": draft.replies_until}),
    }
    return render(request, "planning/draft_detail.html", context)


@require_safe
@requires(CHANGE)
def draft_compare(request: HttpRequest, draft_id: uuid.UUID, other_id: uuid.UUID) -> HttpResponse:
    """Show what changes from the first draft to the second."""
    old, new = fetch_draft(request, draft_id), fetch_draft(request, other_id)
    comparison = Comparison(DraftPage(old), DraftPage(new))
    log_read(request, of=new, rows=comparison.new.persons)
    return render(request, "planning/draft_compare.html", {"comparison": comparison, "old": old, "new": new})


@require_safe
@requires(CHANGE)
def draft_compare_with(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    draft = fetch_draft(request, draft_id)
    try:
        other = fetch_draft(request, uuid.UUID(request.GET.get("med", "")))
    except ValueError:
        messages.error(request, _("Välj ett utkast att jämföra med."))
        return redirect("planning:draft-detail", draft.pk)
    return redirect("planning:draft-compare", other.pk, draft.pk)


@require_POST
@requires(CHANGE)
def draft_send(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    draft, form = fetch_draft(request, draft_id), SendForm(request.POST, today=clock.today())
    if not form.is_valid():
        messages.error(request, " ".join(str(text) for text in form.errors["replies_until"]))
        return redirect("planning:draft-detail", draft.pk)
    until = form.cleaned_data["replies_until"]
    try:
        send_draft(draft=draft, replies_until=until, sent_by=acting_user(request), now=clock.now(), today=clock.today())
        messages.success(request, _("Utkastet är ute för svar. Chefer och utbildare ser det på sin startsida."))
    except (DraftAlreadyAdopted, DraftDropped) as error:
        messages.error(request, why_not(error))
    return redirect("planning:draft-detail", draft.pk)


@require_POST
@limited("plan")
@requires(CHANGE)
def draft_replan(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    draft = fetch_draft(request, draft_id)
    try:
        run = replan_from_replies(draft=draft, asked_by=acting_user(request), now=clock.now(), today=clock.today())
    except (DraftAlreadyAdopted, DraftDropped) as error:
        messages.error(request, why_not(error))
    except (RunAlreadyGoing, NoHalfDays, NoSettings) as error:
        messages.error(request, refusal(error))
    else:
        return redirect("planning:run-detail", run.pk)
    return redirect("planning:draft-detail", draft.pk)


@requires(CHANGE)
def draft_adopt(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Show what adopting would do, checked against the site as it is today; then do it."""
    draft = fetch_draft(request, draft_id)
    try:
        if request.method == "POST":
            adopt_draft(draft=draft, adopted_by=acting_user(request), now=clock.now(), today=clock.today())
            messages.success(request, _("Planen är antagen. Tillfällen och besök är bokade."))
            return redirect("planning:draft-detail", draft.pk)
        page = AdoptionPage(draft, today=clock.today())
    except DraftOutOfDate:
        page = AdoptionPage(draft, today=clock.today())
    except (DraftAlreadyAdopted, DraftDropped) as error:
        messages.error(request, why_not(error))
        return redirect("planning:draft-detail", draft.pk)
    except (NoHalfDays, NoSettings) as error:
        messages.error(request, refusal(error))
        return redirect("planning:draft-detail", draft.pk)
    log_read(request, of=draft, rows=sum(len(fault.who) for fault in page.faults))
    return render(request, "planning/draft_adopt.html", {"draft": draft, "page": page})


@require_POST
@requires(CHANGE)
def draft_drop(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    draft = fetch_draft(request, draft_id)
    try:
        drop_draft(draft=draft, dropped_by=acting_user(request), now=clock.now())
        messages.success(request, _("Utkastet är bortlagt."))
    except (DraftAlreadyAdopted, DraftDropped) as error:
        messages.error(request, why_not(error))
    return redirect("planning:run-overview", draft.decision_id)
