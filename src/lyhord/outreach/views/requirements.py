"""What a clause requires of visits."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lyhord.accounts.access import acting_user, fetch, requires
from lyhord.common import clock
from lyhord.outreach.domain.requirements import save_requirement
from lyhord.outreach.forms import RequirementForm
from lyhord.outreach.models import VisitRequirement
from lyhord.programme.enums import ClauseKind
from lyhord.programme.models import Clause

CLAUSE = "programme.change_clause"


@requires(CLAUSE)
def clause_visits(request: HttpRequest, clause_id: uuid.UUID) -> HttpResponse:
    clauses = Clause.objects.filter(kind=ClauseKind.VISIT_PLACES).select_related("decision__owner")
    clause = fetch(request, CLAUSE, clauses, clause_id)
    requirement = VisitRequirement.objects.filter(clause=clause).first() or VisitRequirement(clause=clause)
    form = RequirementForm(request.POST or None, instance=requirement)
    if request.method == "POST" and form.is_valid():
        save_requirement(requirement=form.instance, saved_by=acting_user(request), now=clock.now())
        messages.success(request, _("Det är sparat vilka besök som krävs."))
        return redirect("programme:definition-adopt", clause.pk)
    return render(request, "outreach/clause_visits.html", {"form": form, "clause": clause})
