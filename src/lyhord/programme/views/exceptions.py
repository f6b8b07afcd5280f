"""Exceptions from a clause: names, so for coordinators only."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lyhord.accounts.access import acting_user, fetch, log_read, requires
from lyhord.common import clock
from lyhord.programme.domain.exceptions import ExceptionError, grant_exception, remove_exception
from lyhord.programme.enums import ExceptionReason
from lyhord.programme.forms import ExceptionForm
from lyhord.programme.models import Clause, ClauseException

CHANGE_CLAUSE, CHANGE = "programme.change_clause", "programme.change_exception"
PAGE_ROWS = 50


@requires(CHANGE_CLAUSE)
def exception_list(request: HttpRequest, clause_id: uuid.UUID) -> HttpResponse:
    clause = fetch(request, CHANGE_CLAUSE, Clause.objects.select_related("decision__owner", "owner"), clause_id)
    initial = {"employee": request.GET.get("person"), "place": request.GET.get("traffpunkt")}
    form = ExceptionForm(request.POST or None, clause=clause, initial=initial)
    if request.method == "POST" and form.is_valid() and _grant(request, clause, form):
        return redirect("programme:exception-list", clause.pk)
    rows = clause.exceptions.select_related("employee", "place", "approved_by").order_by("-approved_on", "pk")
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("sida"))
    log_read(request, of=clause, rows=len(page) + form.persons)
    context = {"clause": clause, "form": form, "page": page}
    return render(request, "programme/exception_list.html", context)


def _grant(request: HttpRequest, clause: Clause, form: ExceptionForm) -> bool:
    try:
        grant_exception(
            clause=clause,
            subject=form.subject,
            reason=ExceptionReason(form.cleaned_data["reason"]),
            approved_by=acting_user(request),
            now=clock.now(),
        )
    except ExceptionError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("Undantaget är godkänt och gäller från i dag."))
    return True


@requires(CHANGE)
@require_POST
def exception_remove(request: HttpRequest, exception_id: uuid.UUID) -> HttpResponse:
    exception = fetch(request, CHANGE, ClauseException.objects.select_related("clause__owner"), exception_id)
    remove_exception(exception=exception, removed_by=acting_user(request), now=clock.now())
    messages.success(request, _("Undantaget är borttaget."))
    return redirect("programme:exception-list", exception.clause_id)
