"""Visits: listed, shown, created, moved, cancelled, held."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lyhord.accounts.access import acting_user, fetch, log_read, requires
from lyhord.accounts.permissions import can, visible
from lyhord.common import clock
from lyhord.messaging.domain.titles import neutral_title
from lyhord.outreach.domain.visits import (
    VisitNotHeld,
    VisitNotPlanned,
    VisitNotStarted,
    cancel_visit,
    create_visit,
    mark_visit_held,
    move_visit,
    undo_visit_held,
)
from lyhord.outreach.domain.warnings import visit_warnings
from lyhord.outreach.enums import VisitState
from lyhord.outreach.forms import VisitFilter, VisitForm
from lyhord.outreach.models import Visit
from lyhord.training.domain.queries import by_week
from lyhord.training.forms.choices import offered
from lyhord.training.forms.sessions import timed_initial

VIEW, CHANGE, HELD = "outreach.view_visit", "outreach.change_visit", "outreach.mark_held"
PAGE_ROWS = 50


def _visits() -> QuerySet[Visit]:
    return Visit.objects.select_related("place", "joins", "owner")


@require_safe
@requires(VIEW)
def visit_list(request: HttpRequest) -> HttpResponse:
    user = acting_user(request)
    form = VisitFilter(request.GET, user=user)
    rows = form.narrow(visible(user, VIEW, _visits().prefetch_related("trainers")), today=clock.today())
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("sida"))
    log_read(request, rows=len({trainer for visit in page for trainer in visit.trainers.all()}))
    context = {"form": form, "page": page, "weeks": by_week(page), "may_create": can(user, CHANGE)}
    return render(request, "outreach/visit_list.html", context)


@require_safe
@requires(VIEW)
def visit_detail(request: HttpRequest, visit_id: uuid.UUID) -> HttpResponse:
    user, visit = acting_user(request), fetch(request, VIEW, _visits(), visit_id)
    trainers = list(visit.trainers.all())
    log_read(request, of=visit, rows=len(trainers))
    context = {
        "visit": visit,
        "trainers": trainers,
        "has_begun": visit.starts_at <= clock.now(),
        "is_planned": visit.state == VisitState.PLANNED,
        "may_change": can(user, CHANGE, visit),
        "may_mark": can(user, HELD, visit),
    }
    return render(request, "outreach/visit_detail.html", context)


@requires(CHANGE)
def visit_create(request: HttpRequest) -> HttpResponse:
    user = acting_user(request)
    asked_for = {
        "place": request.GET.get("plats"),
        "on": request.GET.get("dag"),
        "public_title": neutral_title("visit"),
    }
    form = VisitForm(request.POST or None, user=user, initial=asked_for)
    if request.method == "POST" and form.is_valid() and _settles(form):
        visit = create_visit(**form.facts(), created_by=user, now=clock.now())
        messages.success(request, _("Besöket är sparat."))
        return redirect("outreach:visit-detail", visit.pk)
    log_read(request, rows=offered(form, "trainers"))
    return render(request, "outreach/visit_form.html", {"form": form})


@requires(CHANGE)
def visit_move(request: HttpRequest, visit_id: uuid.UUID) -> HttpResponse:
    user, visit = acting_user(request), fetch(request, CHANGE, _visits(), visit_id)
    if visit.state != VisitState.PLANNED:
        return _not_planned(request, visit)
    initial = timed_initial(visit.starts_at, visit.ends_at) | {
        "place": visit.place_id,
        "joins": visit.joins_id,
        "public_title": visit.public_title,
        "trainers": list(visit.trainers.values_list("pk", flat=True)),
    }
    form = VisitForm(request.POST or None, user=user, visit=visit, initial=initial)
    if request.method == "POST" and form.is_valid() and _settles(form):
        return _move(request, visit, form)
    log_read(request, of=visit, rows=offered(form, "trainers"))
    return render(request, "outreach/visit_form.html", {"form": form, "visit": visit})


def _settles(form: VisitForm) -> bool:
    return form.settles(visit_warnings(form.occasion(), joins=form.cleaned_data["joins"]))


def _move(request: HttpRequest, visit: Visit, form: VisitForm) -> HttpResponse:
    try:
        move_visit(visit=visit, **form.facts(), moved_by=acting_user(request), now=clock.now())
    except VisitNotPlanned:
        return _not_planned(request, visit)
    messages.success(request, _("Besöket är ändrat. Kalendrarna följer med."))
    return redirect("outreach:visit-detail", visit.pk)


@requires(CHANGE)
def visit_cancel(request: HttpRequest, visit_id: uuid.UUID) -> HttpResponse:
    visit = fetch(request, CHANGE, _visits(), visit_id)
    if visit.state != VisitState.PLANNED:
        return _not_planned(request, visit)
    if request.method == "POST":
        try:
            cancel_visit(visit=visit, cancelled_by=acting_user(request), now=clock.now())
        except VisitNotPlanned:
            return _not_planned(request, visit)
        messages.success(request, _("Besöket är inställt. Det syns som inställt i kalendrarna."))
        return redirect("outreach:visit-detail", visit.pk)
    return render(request, "outreach/visit_cancel.html", {"visit": visit})


@requires(HELD)
@require_POST
def visit_held(request: HttpRequest, visit_id: uuid.UUID) -> HttpResponse:
    visit = fetch(request, HELD, _visits(), visit_id)
    try:
        mark_visit_held(visit=visit, held_by=acting_user(request), now=clock.now())
    except VisitNotPlanned:
        return _not_planned(request, visit)
    except VisitNotStarted:
        messages.error(request, _("Besöket har inte börjat än. Markera det när det har hållits."))
    else:
        messages.success(request, _("Besöket är markerat som hållet."))
    return redirect("outreach:visit-detail", visit.pk)


@requires(CHANGE)
@require_POST
def visit_undo_held(request: HttpRequest, visit_id: uuid.UUID) -> HttpResponse:
    visit = fetch(request, CHANGE, _visits(), visit_id)
    try:
        undo_visit_held(visit=visit, undone_by=acting_user(request), now=clock.now())
    except VisitNotHeld:
        messages.error(request, _("Besöket var inte markerat som hållet."))
    else:
        messages.success(request, _("Besöket är planerat igen."))
    return redirect("outreach:visit-detail", visit.pk)


def _not_planned(request: HttpRequest, visit: Visit) -> HttpResponse:
    messages.error(request, _("Besöket är redan hållet eller inställt, så det går inte att ändra."))
    return redirect("outreach:visit-detail", visit.pk)
