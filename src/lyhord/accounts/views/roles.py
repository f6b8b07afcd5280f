"""Who has which role: for access administrators."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lyhord.accounts.access import acting_user, fetch, limited, log_read, requires, signed_in
from lyhord.accounts.domain.operator import added_by_operator
from lyhord.accounts.domain.roles.administrators import few_administrators
from lyhord.accounts.domain.roles.approvals import proposals_for, waiting_proposals
from lyhord.accounts.domain.roles.grants import end_grant
from lyhord.accounts.domain.roles.notes import with_notes
from lyhord.accounts.domain.roles.queries import SCOPE, export_grants, narrowed
from lyhord.accounts.domain.roles.words import REFUSALS, ended_words
from lyhord.accounts.enums import GrantState, Role
from lyhord.accounts.forms.grant_filter import GrantFilter
from lyhord.accounts.forms.roles import EndForm
from lyhord.accounts.models import RoleGrant
from lyhord.accounts.permissions import boards_of, can, grants_of, rule_for, visible
from lyhord.common import clock
from lyhord.organisation.models import Board, Unit
from lyhord.web.downloads import xlsx_file

VIEW = "accounts.view_grants"
CHANGE = "accounts.change_grants"
CHANGE_USER, ASK_FOR_CODE, LET_LEAVE = "accounts.change_user", "accounts.ask_for_code", "accounts.let_leave"
PAGE_ROWS = 50
DETAIL = (*SCOPE, "proposed_by", "settled_by", "ended_by")


@require_safe
@requires(VIEW)
def grant_list(request: HttpRequest) -> HttpResponse:
    user, today, now = acting_user(request), clock.today(), clock.now()
    chosen, rows = _chosen(request)
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("sida"))
    boards = boards_of(grants_of(user, frozenset({Role.ACCESS_ADMINISTRATOR})))
    waiting = waiting_proposals(today, now).within(boards).select_related(*SCOPE, "proposed_by")
    log_read(request, rows=len(page))
    with_notes(page, reader=user, today=today)
    context = {
        "page": page,
        "filter": chosen,
        "query": _query(request),
        "is_filtered": any(chosen.chosen(name) for name in chosen.fields),
        "to_decide": proposals_for(user, boards, today=today, now=now).select_related(*SCOPE, "proposed_by"),
        "proposed": waiting.filter(proposed_by=user),
        "few": few_administrators(boards, today),
        "added": added_by_operator(boards_of(grants_of(user, rule_for(VIEW).roles)), now).select_related(*SCOPE),
        "may_change": bool(boards),
        "me": user,
    }
    return render(request, "accounts/grant_list.html", context)


@require_safe
@limited("export")
@requires(VIEW)
def grant_export(request: HttpRequest) -> HttpResponse:
    """Give the list, as narrowed, as a spreadsheet. An event of its own in the log."""
    _form, rows = _chosen(request)
    content = export_grants(rows, exported_by=acting_user(request), query=_query(request), now=clock.now())
    return xlsx_file(content, name=f"roller-{clock.today().isoformat()}.xlsx")


def _chosen(request: HttpRequest) -> tuple[GrantFilter, QuerySet[RoleGrant]]:
    user = acting_user(request)
    boards = boards_of(grants_of(user, rule_for(VIEW).roles))
    form = GrantFilter(
        request.GET,
        boards=Board.objects.filter(pk__in=boards),
        units=Unit.objects.filter(administration__board__in=boards),
    )
    rows = narrowed(
        visible(user, VIEW, RoleGrant.objects.all()),
        today=clock.today(),
        name=form.chosen("vem"),
        role=form.chosen("roll"),
        within=form.chosen("inom"),
        span=form.chosen("lage"),
        by_place=form.chosen("ordning") == "inom",
    )
    return form, rows


def _query(request: HttpRequest) -> str:
    """Return what was asked for, without the page."""
    asked = request.GET.copy()
    asked.pop("sida", None)
    return asked.urlencode()


@require_safe
@signed_in
def own_roles(request: HttpRequest) -> HttpResponse:
    """Show what roles one has oneself, and has had."""
    today = clock.today()
    rows = RoleGrant.objects.filter(user=acting_user(request), state=GrantState.APPROVED)
    rows = rows.select_related(*SCOPE).order_by("role", "-starts_on")
    noted = with_notes(rows, reader=acting_user(request), today=today)
    grants = [(grant, grant.holds(today), grant.is_standing(today)) for grant in noted]
    return render(request, "accounts/own_roles.html", {"grants": grants})


@require_safe
@requires(VIEW)
def grant_detail(request: HttpRequest, grant_id: uuid.UUID) -> HttpResponse:
    """Show a grant with who decided it, and what can be done about it."""
    grant = fetch(request, VIEW, RoleGrant.objects.select_related(*DETAIL), grant_id)
    return _detail(request, grant, EndForm(today=clock.today()))


@requires(CHANGE)
@require_POST
def grant_end(request: HttpRequest, grant_id: uuid.UUID) -> HttpResponse:
    grant = fetch(request, CHANGE, RoleGrant.objects.select_related(*DETAIL), grant_id)
    form = EndForm(request.POST, today=clock.today())
    if form.is_valid():
        try:
            end_grant(grant=grant, ended_by=acting_user(request), now=clock.now(), **form.cleaned_data)
        except REFUSALS as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, ended_words(grant.user, on=form.cleaned_data["on"], today=clock.today()))
            return redirect("accounts:grant-list")
    return _detail(request, grant, form)


def _detail(request: HttpRequest, grant: RoleGrant, form: EndForm) -> HttpResponse:
    user = acting_user(request)
    is_keeper = can(user, CHANGE, grant)
    is_standing = is_keeper and grant.is_standing(clock.today())
    is_waiting = is_keeper and grant.state == GrantState.PROPOSED
    context = {
        "grant": grant,
        "approvals": grant.approvals.select_related("board", "approved_by"),
        "form": form,
        "may_end": is_standing,
        "may_prolong": is_standing and grant.ends_before is not None,
        "may_decide": is_waiting and user not in {grant.user, grant.proposed_by},
        "may_withdraw": is_waiting and user == grant.proposed_by,
        "may_get_code": can(user, CHANGE_USER, grant.user),
        "may_ask_for_code": can(user, ASK_FOR_CODE, grant.user),
        "may_close": can(user, LET_LEAVE, grant.user),
    }
    with_notes([grant], reader=user, today=clock.today())
    log_read(request, of=grant)
    return render(request, "accounts/grant_detail.html", context)
