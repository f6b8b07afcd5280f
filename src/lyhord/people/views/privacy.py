"""Asking about one's own data; the coordinator's answers and extracts."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lyhord.accounts.access import acting_user, fetch, limited, log_read, requires, signed_in
from lyhord.accounts.domain.extracts import as_plain
from lyhord.accounts.domain.role_words import why_not
from lyhord.accounts.domain.second_person import TiedByCode
from lyhord.accounts.permissions import visible
from lyhord.common import clock
from lyhord.people.domain.privacy_requests import (
    AlreadyAnswered,
    OnePersonForBoth,
    StillAtWork,
    answer,
    ask,
    confirm_erasure,
    decline_erasure,
    take_out_for,
)
from lyhord.people.enums import RequestKind
from lyhord.people.forms.privacy import AnswerForm, AskForm, ExtractReasonForm
from lyhord.people.models import Employee, PrivacyRequest
from lyhord.web.downloads import json_file

ASK, ANSWER, EXTRACT = "people.ask", "people.answer_request", "people.take_extract"


@signed_in
def request_add(request: HttpRequest) -> HttpResponse:
    """Ask about oneself, and see what one has asked before."""
    user = acting_user(request)
    employee = visible(user, ASK, Employee.objects.select_related("owner")).first()
    form = AskForm(request.POST or None)
    if request.method == "POST" and employee is not None and form.is_valid():
        kind = RequestKind(form.cleaned_data["kind"])
        ask(employee=employee, kind=kind, text=form.cleaned_data["text"], asked_by=user, now=clock.now())
        messages.success(request, _("Din begäran är skickad till samordnaren."))
        return redirect("people:request-add")
    asked = PrivacyRequest.objects.filter(employee=employee, asked_by=user) if employee else ()
    return render(request, "people/request_add.html", {"form": form, "employee": employee, "asked": asked})


@require_safe
@requires(ANSWER)
def request_list(request: HttpRequest) -> HttpResponse:
    user = acting_user(request)
    rows = visible(user, ANSWER, PrivacyRequest.objects.select_related("employee", "owner"))
    page = Paginator(rows.order_by("-asked_at", "pk"), 50).get_page(request.GET.get("sida"))
    log_read(request, rows=len(page))
    return render(request, "people/request_list.html", {"page": page})


@requires(ANSWER)
def request_detail(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    user = acting_user(request)
    row = fetch(request, ANSWER, PrivacyRequest.objects.select_related("employee", "owner"), request_id)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            answer(request=row, **form.cleaned_data, answered_by=user, now=clock.now())
        except (AlreadyAnswered, StillAtWork) as refusal:
            messages.error(request, _why_not(refusal))
        else:
            messages.success(request, _("Svaret är sparat."))
        return redirect("people:request-detail", row.pk)
    log_read(request, of=row.employee)
    return render(request, "people/request_detail.html", {"row": row, "form": form})


@requires(ANSWER)
@require_POST
def request_settle(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """The second person's word on an erasure: do it, or send it back."""
    user = acting_user(request)
    row = fetch(request, ANSWER, PrivacyRequest.objects.all(), request_id)
    try:
        if request.POST.get("svar") == "ja":
            confirm_erasure(request=row, confirmed_by=user, now=clock.now())
            messages.success(request, _("Uppgifterna är raderade."))
        else:
            decline_erasure(request=row, declined_by=user, now=clock.now())
            messages.success(request, _("Begäran väntar på ett nytt svar."))
    except (AlreadyAnswered, StillAtWork, OnePersonForBoth) as refusal:
        messages.error(request, _why_not(refusal))
    except TiedByCode as refusal:
        messages.error(request, why_not(refusal))
    return redirect("people:request-detail", row.pk)


@requires(EXTRACT)
@limited("export", writing_only=True)
def employee_extract(request: HttpRequest, employee_id: uuid.UUID) -> HttpResponse:
    """An extract for somebody who has asked outside the site: on a page, or as a file."""
    employee = fetch(request, EXTRACT, Employee.objects.select_related("owner"), employee_id)
    form = ExtractReasonForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        log_read(request, of=employee)
        return render(request, "people/extract_form.html", {"form": form, "employee": employee})
    user, now = acting_user(request), clock.now()
    _kept, sections = take_out_for(employee=employee, reason=form.cleaned_data["reason"], taken_by=user, now=now)
    if request.POST.get("som") == "fil":
        return json_file(as_plain(sections, made_at=now), name="registerutdrag.json")
    return render(request, "people/extract.html", {"employee": employee, "sections": sections})


def _why_not(refusal: Exception) -> str:
    words = {
        AlreadyAnswered: _("Någon annan har redan svarat."),
        StillAtWork: _("Den som arbetar på en träffpunkt kan inte raderas. Avsluta anställningen först."),
        OnePersonForBoth: _("Det krävs en annan person än den som bad om det eller svarade."),
    }
    return words[type(refusal)]
