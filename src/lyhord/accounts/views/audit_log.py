"""The log: a board's for its auditor, and everybody's own."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lyhord.accounts.access import acting_user, asked_for, limited, requires, signed_in
from lyhord.accounts.domain.audit_log import EXPORT_ROWS, TooManyRows, export_log, narrowed, own_log, read_log
from lyhord.accounts.forms.audit_filter import AuditFilter, OlderFilter
from lyhord.accounts.models import AuditEvent
from lyhord.accounts.permissions import visible
from lyhord.common import clock
from lyhord.organisation.models import Board
from lyhord.web.downloads import xlsx_file

VIEW = "accounts.view_log"


@require_safe
@requires(VIEW)
def log_list(request: HttpRequest) -> HttpResponse:
    """Show a board's log to its auditor, a page at a time. Looking is an event of its own."""
    form, rows = _chosen(request)
    page = read_log(
        rows,
        owner=form.board,
        before=form.chosen("fore"),
        read_by=acting_user(request),
        query=asked_for(request),
        now=clock.now(),
    )
    query = asked_for(request, "fore")
    is_narrowed = any(value is not None for value in form.narrowing().values())
    context = {"page": page, "filter": form, "board": form.board, "query": query}
    return render(request, "accounts/log_list.html", context | {"is_narrowed": is_narrowed})


@require_safe
@requires(VIEW)
@limited("export")
def log_export(request: HttpRequest) -> HttpResponse:
    """Give the log, as narrowed, as a spreadsheet."""
    form, rows = _chosen(request)
    query = asked_for(request, "fore")
    try:
        content = export_log(rows, owner=form.board, exported_by=acting_user(request), query=query, now=clock.now())
    except TooManyRows:
        told = _("Det är fler än %(rows)s rader. Välj en kortare tid och hämta en del i taget.")
        messages.error(request, told % {"rows": EXPORT_ROWS})
        return redirect(f"{reverse('accounts:log-list')}?{query}")
    return xlsx_file(content, name=f"logg-{clock.today().isoformat()}.xlsx")


@require_safe
@signed_in
def own_events(request: HttpRequest) -> HttpResponse:
    """Show what one has done oneself, and what others have done with one's data. Holds no names of others."""
    page = own_log(user=acting_user(request), before=OlderFilter(request.GET).chosen("fore"))
    return render(request, "accounts/own_log.html", {"page": page})


def _chosen(request: HttpRequest) -> tuple[AuditFilter, QuerySet[AuditEvent]]:
    """Return the filter, and the events of its board that fit."""
    form = AuditFilter(request.GET, boards=visible(acting_user(request), VIEW, Board.objects.all()))
    return form, narrowed(AuditEvent.objects.of_boards([form.board.pk]), **form.narrowing())
