"""Asking about one's own data; the coordinator's answers and extracts."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from lyhord.accounts.access import acting_user, fetch, limited, log_read, requires, signed_in
from lyhord.accounts.domain.extracts.extracts import as_plain
from lyhord.accounts.domain.extracts.pdf import extract_pdf
from lyhord.accounts.domain.offboarding import OwnAccount
from lyhord.accounts.domain.roles.administrators import LastAccessAdministrator
from lyhord.accounts.domain.roles.second_person import TiedByCode
from lyhord.accounts.domain.roles.words import why_not
from lyhord.accounts.models import User
from lyhord.accounts.permissions import can, visible
from lyhord.common import clock
from lyhord.organisation.models import Board
from lyhord.people.domain.privacy_requests import (
    AccountStillOpen,
    AlreadyAnswered,
    OnePersonForBoth,
    StillAtWork,
    answer,
    ask,
    confirm_erasure,
    decline_erasure,
    own_rows,
    take_out_for,
)
from lyhord.people.domain.restriction import NotRestricted, end_restriction
from lyhord.people.enums import RequestKind
from lyhord.people.forms.privacy import AnswerForm, AskForm, ExtractReasonForm
from lyhord.people.models import Employee, PrivacyRequest, Trainer
from lyhord.web.downloads import json_file, pdf_file

ANSWER = "people.answer_request"
EXTRACT, TRAINER_EXTRACT, ACCOUNT_EXTRACT = (
    "people.take_extract",
    "people.take_trainer_extract",
    "people.take_account_extract",
)
ABOUT = ("employee__user", "trainer__user", "account", "owner")


@signed_in
def request_add(request: HttpRequest) -> HttpResponse:
    """Ask about oneself, and see what one has asked before. Also for somebody with nothing but an account."""
    user = acting_user(request)
    rows = own_rows(user)
    form = AskForm(request.POST or None, rows=rows)
    if request.method == "POST" and rows and form.is_valid():
        kind, chosen = RequestKind(form.cleaned_data["kind"]), form.chosen
        text = form.cleaned_data["text"]
        ask(person=chosen.person, board=chosen.board, kind=kind, text=text, asked_by=user, now=clock.now())
        messages.success(request, _("Din begäran är skickad till %(board)s.") % {"board": chosen.board})
        return redirect("people:request-add")
    asked = PrivacyRequest.objects.filter(asked_by=user).exclude(kind=RequestKind.EXTRACT).select_related("owner")
    about_me = Q(employee__user=user) | Q(trainer__user=user) | Q(account=user)
    context = {"form": form, "rows": rows, "asked": asked.filter(about_me)}
    return render(request, "people/request_add.html", context)


@require_safe
@requires(ANSWER)
def request_list(request: HttpRequest) -> HttpResponse:
    user = acting_user(request)
    rows = visible(user, ANSWER, PrivacyRequest.objects.select_related(*ABOUT))
    page = Paginator(rows.order_by("-asked_at", "pk"), 50).get_page(request.GET.get("sida"))
    log_read(request, rows=len(page))
    return render(request, "people/request_list.html", {"page": page})


@requires(ANSWER)
def request_detail(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    user = acting_user(request)
    row = fetch(request, ANSWER, PrivacyRequest.objects.select_related(*ABOUT), request_id)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            answer(request=row, **form.cleaned_data, answered_by=user, now=clock.now())
        except REFUSALS as refusal:
            messages.error(request, _why_not(refusal))
        else:
            messages.success(request, _("Svaret är sparat."))
        return redirect("people:request-detail", row.pk)
    log_read(request, of=row.about)
    context = {"row": row, "form": form, "page": _page_of(user, row)}
    return render(request, "people/request_detail.html", context)


def _page_of(user: User, row: PrivacyRequest) -> str:
    """Return where the reader finds the person, or nothing: an account has no page of its own."""
    if row.employee is not None:
        return reverse("people:employee-detail", args=[row.employee.pk])
    if row.trainer is not None:
        return reverse("people:trainer-detail", args=[row.trainer.pk])
    if can(user, ACCOUNT_EXTRACT, row.account):
        return reverse("people:account-extract", args=[row.about.pk])
    return ""


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
    except REFUSALS as refusal:
        messages.error(request, _why_not(refusal))
    except TiedByCode as refusal:
        messages.error(request, why_not(refusal))
    return redirect("people:request-detail", row.pk)


@requires(EXTRACT)
@limited("export", writing_only=True)
def employee_extract(request: HttpRequest, employee_id: uuid.UUID) -> HttpResponse:
    """An extract for somebody who has asked outside the site: on a page, or as a file."""
    employee = fetch(request, EXTRACT, Employee.objects.select_related("owner"), employee_id)
    return _extract(request, employee, employee.owner, reverse("people:employee-detail", args=[employee.pk]))


@requires(TRAINER_EXTRACT)
@limited("export", writing_only=True)
def trainer_extract(request: HttpRequest, trainer_id: uuid.UUID) -> HttpResponse:
    trainer = fetch(request, TRAINER_EXTRACT, Trainer.objects.select_related("owner"), trainer_id)
    return _extract(request, trainer, trainer.owner, reverse("people:trainer-detail", args=[trainer.pk]))


@requires(ACCOUNT_EXTRACT)
@limited("export", writing_only=True)
def account_extract(request: HttpRequest, user_id: uuid.UUID) -> HttpResponse:
    """An extract of an account alone: its roles, sign-ins and log. What registers hold is the coordinator's."""
    account = fetch(request, ACCOUNT_EXTRACT, User.objects.all(), user_id)
    board = next(row.board for row in own_rows(account) if row.person == account)
    return _extract(request, account, board, reverse("accounts:grant-list"))


def _extract(request: HttpRequest, person: Employee | Trainer | User, board: Board, back: str) -> HttpResponse:
    form = ExtractReasonForm(request.POST or None)
    name = person.name or str(person)
    context = {"form": form, "name": name, "back": back}
    if request.method != "POST" or not form.is_valid():
        log_read(request, of=person)
        return render(request, "people/extract_form.html", context)
    user, now, reason = acting_user(request), clock.now(), form.cleaned_data["reason"]
    _kept, sections = take_out_for(person=person, board=board, reason=reason, taken_by=user, now=now)
    chosen = request.POST.get("som")
    if chosen == "fil":
        return json_file(as_plain(sections, made_at=now), name="registerutdrag.json")
    if chosen == "pdf":
        return pdf_file(extract_pdf(sections, about=name, made_at=now, scope=str(ONE_ROW)), name="registerutdrag.pdf")
    return render(request, "people/extract.html", context | {"sections": sections})


@requires("people.change_employee")
@require_POST
def employee_unrestrict(request: HttpRequest, employee_id: uuid.UUID) -> HttpResponse:
    employee = fetch(request, "people.change_employee", Employee.objects.all(), employee_id)
    return _unrestrict(request, employee, "people:employee-detail")


@requires("people.change_trainer")
@require_POST
def trainer_unrestrict(request: HttpRequest, trainer_id: uuid.UUID) -> HttpResponse:
    trainer = fetch(request, "people.change_trainer", Trainer.objects.all(), trainer_id)
    return _unrestrict(request, trainer, "people:trainer-detail")


def _unrestrict(request: HttpRequest, person: Employee | Trainer, page: str) -> HttpResponse:
    try:
        end_restriction(person=person, ended_by=acting_user(request), now=clock.now())
    except NotRestricted:
        messages.error(request, _("Uppgifterna var inte begränsade."))
    else:
        messages.success(request, _("Begränsningen är hävd. Uppgifterna används igen."))
    return redirect(page, person.pk)


ONE_ROW = gettext_lazy(
    "Utdraget gäller det som en nämnd har i ett register. Uppgifter i andra register, om ett konto eller hos andra "
    "nämnder står i egna utdrag."
)
REFUSALS = (
    AlreadyAnswered,
    StillAtWork,
    AccountStillOpen,
    OnePersonForBoth,
    OwnAccount,
    LastAccessAdministrator,
)


def _why_not(refusal: Exception) -> str:
    words = {
        AlreadyAnswered: _("Någon annan har redan svarat."),
        StillAtWork: _("Den som arbetar på en träffpunkt eller utbildar kan inte raderas. Fyll i sista dagen först."),
        AccountStillOpen: _("Kontot är öppet. Be en behörighetsadministratör stänga det först."),
        OnePersonForBoth: _("Det krävs en annan person än den som bad om det eller svarade."),
        OwnAccount: _("Du kan inte stoppa ditt eget konto."),
        LastAccessAdministrator: _("Det är nämndens enda behörighetsadministratör. Utse en till först."),
    }
    return words[type(refusal)]
