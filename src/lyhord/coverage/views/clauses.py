"""How far a clause has come: with names for coordinators, in figures for the board's secretary."""

from __future__ import annotations

import uuid

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lyhord.accounts.access import acting_user, fetch, log_read, requires
from lyhord.accounts.permissions import can, visible
from lyhord.common import clock
from lyhord.coverage.domain.board import overview
from lyhord.coverage.domain.page import CoveragePage, clause_page, first_day
from lyhord.coverage.forms import DayForm
from lyhord.coverage.permissions import NAMES, VIEW
from lyhord.programme.domain.queries import current_decision
from lyhord.programme.models import Clause, Decision

PAGE_ROWS = 50


@require_safe
@requires(VIEW)
def clause_list(request: HttpRequest) -> HttpResponse:
    """Show the current decision's clauses as cards."""
    reachable = visible(acting_user(request), VIEW, Clause.objects.all())
    decision = current_decision(Decision.objects.filter(clauses__in=reachable).distinct())
    shown = overview(decision, as_of=clock.today(), with_names=False) if decision else None
    return render(request, "coverage/clause_list.html", {"overview": shown})


@require_safe
@requires(VIEW)
def clause_detail(request: HttpRequest, clause_id: uuid.UUID) -> HttpResponse:
    clause = fetch(request, VIEW, _clauses(), clause_id)
    form = DayForm(request.GET or None, today=clock.today())
    with_names = can(request.user, NAMES, clause)
    first = form.first or first_day(clause, form.day)
    page = clause_page(clause, as_of=form.day, first=first, with_names=with_names)
    frozen = list(clause.snapshots.defer("inputs").select_related("taken_by")[:10])
    context = {
        "clause": clause,
        "form": form if form.errors else DayForm(initial={"datum": form.day, "fran": first}, today=clock.today()),
        "page": page,
        "card": page.card,
        "snapshots": frozen,
        "is_today": form.day == clock.today(),
    }
    log_read(request, of=clause, rows=_persons(page, with_names=with_names) + len({row.taken_by_id for row in frozen}))
    if with_names or page.card.is_visits:
        return render(request, "coverage/clause_named.html", context | _lists(request, page))
    return render(request, "coverage/clause_figures.html", context)


def _persons(page: CoveragePage, *, with_names: bool) -> int:
    """Return how many persons the page and those after it name; a clause on visits has places there."""
    if page.card.is_visits or not with_names:
        return 0
    listed = {row.subject for row in page.card.missing} | {row.subject for row in page.card.outside}
    return len(listed | {row.subject for row in page.changes.rows})


def _clauses() -> QuerySet[Clause]:
    return Clause.objects.select_related("decision__owner", "owner")


def _lists(request: HttpRequest, page: CoveragePage) -> dict[str, object]:
    """Page the lists of names, narrowed to one place if asked."""
    place = request.GET.get("traffpunkt", "")
    missing = [row for row in page.card.missing if not place or row.place == place]
    query = request.GET.copy()
    query.pop("sida", None)
    return {
        "may_except": can(request.user, "programme.change_clause", page.card.clause),
        "missing": Paginator(missing, PAGE_ROWS).get_page(request.GET.get("sida")),
        "place_name": missing[0].place_name if place and missing else "",
        "query": query.urlencode(),
    }
