"""One-time codes that several boards must agree to: for access administrators."""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lyhord.accounts.access import acting_user, fetch, log_read, requires
from lyhord.accounts.domain.roles.words import SETTLING_REFUSALS, why_not
from lyhord.accounts.domain.sign_in.code_requests import (
    ApprovalMissing,
    AskedAlready,
    NotSeveralBoards,
    approve_code,
    ask_for_code,
    boards_missing,
    decline_code,
    issue_asked_code,
    requests_for,
    waiting,
    withdraw_request,
)
from lyhord.accounts.enums import GrantState
from lyhord.accounts.forms.sign_in_codes import AskForm, DeclineForm
from lyhord.accounts.models import CodeRequest, User
from lyhord.accounts.permissions import boards_of, grants_of, rule_for, visible
from lyhord.accounts.settling import settle
from lyhord.accounts.views.sign_in_codes import show_code
from lyhord.common import clock

ASK, SETTLE = "accounts.ask_for_code", "accounts.settle_code"
LIST = "accounts:code-request-list"


@requires(ASK)
def code_ask(request: HttpRequest, user_id: uuid.UUID) -> HttpResponse:
    person = fetch(request, ASK, User.objects.filter(is_active=True), user_id)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_for_code(
                user=person,
                asked_by=acting_user(request),
                today=clock.today(),
                now=clock.now(),
                **form.cleaned_data,
            )
        except AskedAlready:
            messages.error(request, _("Någon har redan bett om en kod till personen. Den står här."))
        except NotSeveralBoards:
            messages.error(request, _("Personen har inte längre roller både hos er och i en annan nämnd."))
        else:
            messages.success(request, _("Varje annan nämnd där personen har en roll måste nu godkänna."))
        return redirect(LIST)
    log_read(request, of=person)
    return render(request, "accounts/code_ask.html", {"form": form, "person": person})


@require_safe
@requires(SETTLE)
def request_list(request: HttpRequest) -> HttpResponse:
    """List what waits for the administrator, and what became of what they have asked for."""
    user, today, now = acting_user(request), clock.today(), clock.now()
    rows = visible(user, SETTLE, CodeRequest.objects.all())
    to_decide = requests_for(user, rows, boards_of(grants_of(user, rule_for(SETTLE).roles)), today=today, now=now)
    asked = rows.filter(proposed_by=user).select_related("user")
    own = boards_missing(waiting(asked, now), today)
    lately = now - dt.timedelta(days=settings.PROPOSAL_DAYS)
    declined = asked.filter(state=GrantState.DECLINED, settled_at__gt=lately)
    log_read(request, rows=len(to_decide) + len(own) + len(declined))
    context = {"to_decide": to_decide, "own": own.items(), "declined": declined}
    return render(request, "accounts/code_request_list.html", context)


@require_POST
@requires(SETTLE)
def code_approve(request: HttpRequest, code_request_id: uuid.UUID) -> HttpResponse:
    asked = _fetch(request, code_request_id)

    def act() -> str:
        is_last = approve_code(request=asked, approved_by=acting_user(request), today=clock.today(), now=clock.now())
        if is_last:
            return _("Du har godkänt. Nu kan %(name)s lämna ut koden.") % {"name": asked.proposed_by}
        return _("Du har godkänt. En nämnd till måste svara.")

    return settle(request, act, back=LIST)


@requires(SETTLE)
def code_decline(request: HttpRequest, code_request_id: uuid.UUID) -> HttpResponse:
    asked = _fetch(request, code_request_id)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            user, today, now = acting_user(request), clock.today(), clock.now()
            decline_code(request=asked, declined_by=user, today=today, now=now, **form.cleaned_data)
            return _("Du har sagt nej. Det blir ingen kod.")

        return settle(request, act, back=LIST)
    log_read(request, of=asked.user)
    return render(request, "accounts/code_decline.html", {"form": form, "asked": asked})


@require_POST
@requires(SETTLE)
def code_withdraw(request: HttpRequest, code_request_id: uuid.UUID) -> HttpResponse:
    asked = _fetch(request, code_request_id)

    def act() -> str:
        withdraw_request(request=asked, withdrawn_by=acting_user(request), today=clock.today(), now=clock.now())
        return _("Förslaget är återtaget.")

    return settle(request, act, back=LIST)


@require_POST
@requires(SETTLE)
def code_show(request: HttpRequest, code_request_id: uuid.UUID) -> HttpResponse:
    """Make the code that every board has agreed to, and show it to the one who asked: once, as it is stored nowhere."""
    asked = _fetch(request, code_request_id)
    try:
        code = issue_asked_code(request=asked, issued_by=acting_user(request), today=clock.today(), now=clock.now())
    except SETTLING_REFUSALS as refusal:
        messages.error(request, why_not(refusal))
    except ApprovalMissing:
        messages.error(request, _("En nämnd där personen har en roll har inte godkänt än."))
    else:
        return show_code(request, asked.user, code, is_new=False)
    return redirect(LIST)


def _fetch(request: HttpRequest, id: uuid.UUID) -> CodeRequest:
    return fetch(request, SETTLE, CodeRequest.objects.select_related("user", "proposed_by"), id)
