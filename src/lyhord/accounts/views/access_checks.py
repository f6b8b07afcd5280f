"""The recurring access check: the questions to answer, and each check as a record to print."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lyhord.accounts.access import acting_user, fetch, log_read, requires
from lyhord.accounts.domain.roles.access_checks import (
    CheckSettled,
    OwnGrant,
    RoundOpen,
    change_rule,
    decide_check,
    ground,
    open_round,
    rule_of,
    with_progress,
)
from lyhord.accounts.domain.roles.notes import with_notes
from lyhord.accounts.domain.roles.words import REFUSALS, why_not
from lyhord.accounts.forms.access_checks import CheckRuleForm
from lyhord.accounts.models import AccessCheck, AccessRound
from lyhord.accounts.permissions import can, visible
from lyhord.common import clock
from lyhord.organisation.models import Board

CHECK, VIEW, OPEN = "accounts.check_access", "accounts.view_access_round", "accounts.open_access_round"
GRANT = ("grant__user", "grant__board", "grant__unit", "grant__programme", "grant__deputy_for")


@require_safe
@requires(VIEW)
def round_list(request: HttpRequest) -> HttpResponse:
    user = acting_user(request)
    rounds = visible(user, VIEW, with_progress(AccessRound.objects.select_related("board")))
    boards = visible(user, OPEN, Board.objects.all())
    context = {
        "rounds": [(one, one.is_late(clock.today())) for one in rounds],
        "ground": ground(),
        "rules": [rule_of(board) for board in boards],
        "may_check": can(user, CHECK),
    }
    return render(request, "accounts/round_list.html", context)


@require_safe
@requires(VIEW)
def round_detail(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    """Show a check as a record: every role, what was decided, by whom and when."""
    opened = fetch(request, VIEW, AccessRound.objects.select_related("board"), round_id)
    checks = opened.checks.select_related(*GRANT, "decided_by").order_by("grant__user__name", "grant__role")
    log_read(request, of=opened, rows=len(checks))
    context = {
        "round": opened,
        "checks": checks,
        "left": sum(not check.decision for check in checks),
        "is_late": opened.is_late(clock.today()),
        "ground": ground(),
    }
    return render(request, "accounts/round_detail.html", context)


@requires(OPEN)
@require_POST
def round_open(request: HttpRequest, board_id: uuid.UUID) -> HttpResponse:
    board = fetch(request, OPEN, Board.objects.all(), board_id)
    try:
        open_round(board=board, opened_by=acting_user(request), today=clock.today(), now=clock.now())
    except RoundOpen:
        messages.error(request, _("Nämnden har redan en kontroll som inte är klar."))
    else:
        messages.success(request, _("Kontrollen är öppnad."))
    return redirect("accounts:round-list")


@requires(OPEN)
def check_rule(request: HttpRequest, board_id: uuid.UUID) -> HttpResponse:
    board = fetch(request, OPEN, Board.objects.all(), board_id)
    rule = rule_of(board)
    initial = {"every_days": rule.every_days, "within_days": rule.within_days}
    form = CheckRuleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        change_rule(board=board, **form.cleaned_data, changed_by=acting_user(request), now=clock.now())
        messages.success(request, _("Regeln är sparad."))
        return redirect("accounts:round-list")
    return render(request, "accounts/check_rule.html", {"form": form, "board": board})


@require_safe
@requires(CHECK)
def check_list(request: HttpRequest) -> HttpResponse:
    """List the roles that wait for this person's answer."""
    user = acting_user(request)
    rows = visible(user, CHECK, AccessCheck.objects.filter(decision="", round__closed_at=None))
    rows = rows.select_related(*GRANT, "round__board").order_by("round__due_on", "grant__user__name", "grant__role")
    log_read(request, rows=len(rows))
    with_notes([check.grant for check in rows], reader=user, today=clock.today())
    context = {
        "checks": [(check, check.round.is_late(clock.today())) for check in rows],
        "ground": ground(),
        "may_view_rounds": can(user, VIEW),
    }
    return render(request, "accounts/check_list.html", context)


@requires(CHECK)
@require_POST
def check_decide(request: HttpRequest, check_id: uuid.UUID) -> HttpResponse:
    """Keep the role only when the answer says so; any other answer than the two is none."""
    check = fetch(request, CHECK, AccessCheck.objects.select_related("grant__user"), check_id)
    answer = request.POST.get("answer")
    if answer not in {"keep", "end"}:
        messages.error(request, _("Välj om rollen ska behållas eller avslutas."))
        return redirect("accounts:check-list")
    try:
        decide_check(
            check=check, keeps=answer == "keep", decided_by=acting_user(request), today=clock.today(), now=clock.now()
        )
    except (CheckSettled, OwnGrant):
        messages.error(request, _("Någon har redan svarat för den rollen."))
    except REFUSALS as refusal:
        messages.error(request, why_not(refusal))
    else:
        text = _("%(name)s behåller rollen.") if answer == "keep" else _("%(name)s har inte längre rollen.")
        messages.success(request, text % {"name": check.grant.user})
    return redirect("accounts:check-list")
