"""Freeze a clause's figures, and look at what was frozen."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lyhord.accounts.access import acting_user, fetch, log_read, requires
from lyhord.accounts.permissions import can
from lyhord.common import clock
from lyhord.coverage.domain.frozen import frozen_page, released_page
from lyhord.coverage.domain.snapshots import FreezeError, freeze
from lyhord.coverage.forms import DayForm
from lyhord.coverage.models import CoverageSnapshot
from lyhord.coverage.permissions import FREEZE, NAMES, VIEW, VIEW_SNAPSHOT
from lyhord.programme.models import Clause


@requires(FREEZE)
@require_POST
def freeze_clause(request: HttpRequest, clause_id: uuid.UUID) -> HttpResponse:
    clause = fetch(request, FREEZE, Clause.objects.select_related("decision__owner"), clause_id)
    form = DayForm(request.POST, today=clock.today())
    if not form.is_valid():
        messages.error(request, _("Välj en dag till och med i dag. Inget är fryst."))
        return redirect("coverage:clause-detail", clause.pk)
    try:
        snapshot = freeze(clause=clause, as_of=form.day, taken_by=acting_user(request), now=clock.now())
    except FreezeError as error:
        messages.error(request, str(error))
        return redirect("coverage:clause-detail", clause.pk)
    messages.success(request, _("Läget är fryst. Siffrorna här ändras aldrig."))
    return redirect("coverage:snapshot-detail", snapshot.pk)


@require_safe
@requires(VIEW_SNAPSHOT)
def snapshot_detail(request: HttpRequest, snapshot_id: uuid.UUID) -> HttpResponse:
    rows = CoverageSnapshot.objects.select_related("clause__decision__owner", "definition", "taken_by")
    snapshot = fetch(request, VIEW_SNAPSHOT, rows, snapshot_id)
    if can(request.user, VIEW, snapshot.clause):
        page = frozen_page(snapshot, with_names=can(request.user, NAMES, snapshot.clause))
    else:
        page = released_page(snapshot)
    log_read(request, of=snapshot, rows=1 + (0 if page.is_visits else len(page.differences)))
    return render(request, "coverage/snapshot_detail.html", {"snapshot": snapshot, "page": page})
