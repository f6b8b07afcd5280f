"""How long records are kept: the boards' rules, what a rule would take, and what is marked to go."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from lyhord.accounts.access import acting_user, fetch, log_read, requires
from lyhord.accounts.domain.retention.kinds import RecordKind, UnknownKind, kind_of, kinds
from lyhord.accounts.domain.retention.reading import named_marks
from lyhord.accounts.domain.retention.rules import (
    DecisionInTheFuture,
    MarkGone,
    NotHeld,
    PreviewHasChanged,
    enter_rule,
    hold,
    let_go,
    preview,
    rule_in_force,
)
from lyhord.accounts.forms.retention import HoldForm, RetentionRuleForm
from lyhord.accounts.models import RetentionMark, RetentionRule, User
from lyhord.accounts.permissions import visible
from lyhord.common import clock
from lyhord.organisation.models import Board

KEEP, HOLD = "retention.keep_rules", "retention.hold"
SHOWN_ROWS = 100
GONE = gettext_lazy("Raden är inte markerad längre. Den är gallrad, eller ska inte gallras.")


@require_safe
@requires(KEEP)
def retention_list(request: HttpRequest) -> HttpResponse:
    boards = visible(acting_user(request), KEEP, Board.objects.all())
    rules = {
        (rule.owner_id, rule.kind): rule
        for rule in RetentionRule.objects.filter(owner__in=boards, replaced_at=None).order_by("kind")
    }
    parts = [(board, [(kind, rules.get((board.pk, kind.code))) for kind in kinds()]) for board in boards]
    return render(request, "accounts/retention_list.html", {"parts": parts})


@requires(KEEP)
def retention_rule(request: HttpRequest, board_id: uuid.UUID, record_slug: str) -> HttpResponse:
    user, board, kind = acting_user(request), *_board_and_kind(request, board_id, record_slug)
    rule = rule_in_force(kind, board)
    initial = {name: getattr(rule, name) for name in ("months", "diary_number", "decided_on")} if rule else {}
    sent = request.POST.copy() if request.method == "POST" else None
    form = RetentionRuleForm(sent, initial=initial)
    shown = None
    if sent is not None and form.is_valid():
        if form.cleaned_data["seen"] and _enter(form, kind, board, user):
            messages.success(request, _("Regeln gäller nu. Det som ska gallras markeras först i 14 dagar."))
            return redirect("accounts:retention-list")
        months, today = form.cleaned_data["months"], clock.today()
        shown = preview(kind=kind, owner=board, months=months, today=today)
        log_read(request, of=board, rows=len(shown.rows))
        sent["seen"] = shown.digest
    context = {"form": form, "board": board, "kind": kind, "rule": rule, "preview": shown}
    context["rows"] = shown.rows[:SHOWN_ROWS] if shown else ()
    return render(request, "accounts/retention_rule.html", context)


def _enter(form: RetentionRuleForm, kind: RecordKind, board: Board, user: User) -> bool:
    """Enter the rule, or say in the form why not."""
    try:
        enter_rule(**form.cleaned_data, kind=kind, owner=board, entered_by=user, now=clock.now())
    except PreviewHasChanged:
        form.add_error(None, _("Rader har ändrats sedan du tittade. Se på listan igen och spara sedan."))
    except DecisionInTheFuture:
        form.add_error("decided_on", _("Dagen ligger framåt i tiden."))
    return form.is_valid()


def _board_and_kind(request: HttpRequest, board_id: uuid.UUID, slug: str) -> tuple[Board, RecordKind]:
    board = fetch(request, KEEP, Board.objects.all(), board_id)
    try:
        return board, kind_of(slug)
    except UnknownKind:
        raise Http404 from None


@require_safe
@requires(HOLD)
def mark_list(request: HttpRequest) -> HttpResponse:
    """What goes, by day."""
    user = acting_user(request)
    marks = visible(user, HOLD, RetentionMark.objects.select_related("owner", "held_by"))
    page = Paginator(marks.order_by("goes_on", "kind", "pk"), 50).get_page(request.GET.get("sida"))
    rows = named_marks(page)
    log_read(request, rows=len(rows))
    return render(request, "accounts/retention_marks.html", {"rows": rows, "page": page})


@requires(HOLD)
def mark_hold(request: HttpRequest, mark_id: uuid.UUID) -> HttpResponse:
    mark = fetch(request, HOLD, RetentionMark.objects.select_related("owner"), mark_id)
    form = HoldForm(request.POST or None, initial={"reason": mark.hold_reason})
    if request.method == "POST" and form.is_valid():
        try:
            hold(mark=mark, reason=form.cleaned_data["reason"], held_by=acting_user(request), now=clock.now())
        except MarkGone:
            messages.error(request, GONE)
        else:
            messages.success(request, _("Raden är kvar tills du släpper den."))
        return redirect("accounts:mark-list")
    return render(request, "accounts/retention_hold.html", {"form": form, "mark": mark, "kind": kind_of(mark.kind)})


@requires(HOLD)
@require_POST
def mark_let_go(request: HttpRequest, mark_id: uuid.UUID) -> HttpResponse:
    mark = fetch(request, HOLD, RetentionMark.objects.all(), mark_id)
    try:
        let_go(mark=mark, let_go_by=acting_user(request), now=clock.now())
    except MarkGone:
        messages.error(request, GONE)
    except NotHeld:
        messages.error(request, _("Raden är redan släppt."))
    else:
        messages.success(request, _("Raden gallras om 14 dagar."))
    return redirect("accounts:mark-list")
