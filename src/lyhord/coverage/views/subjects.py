"""One place's people and visits, and one person's modules."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lyhord.accounts.access import fetch, log_read, requires
from lyhord.common import clock
from lyhord.coverage.domain.subjects import person_coverage, places_coverage
from lyhord.coverage.permissions import VIEW_PLACE
from lyhord.people.models import Employee
from lyhord.places.models import MeetingPlace
from lyhord.programme.domain.queries import current_decision
from lyhord.programme.models import Decision


@require_safe
@requires(VIEW_PLACE)
def place_detail(request: HttpRequest, place_id: uuid.UUID) -> HttpResponse:
    place = fetch(request, VIEW_PLACE, MeetingPlace.objects.select_related("unit"), place_id)
    decision = current_decision(Decision.objects.filter(owner=place.owner_id))
    found = places_coverage(decision, [place], as_of=clock.today()) if decision else {}
    coverage = found.get(place.pk)
    log_read(request, of=place, rows=len(coverage.people) if coverage else 0)
    context = {"place": place, "decision": decision, "coverage": coverage, "today": clock.today()}
    return render(request, "coverage/place_detail.html", context)


@require_safe
@requires("people.view_employee")
def person_detail(request: HttpRequest, employee_id: uuid.UUID) -> HttpResponse:
    employee = fetch(request, "people.view_employee", Employee.objects.filter(restricted_at=None), employee_id)
    decision = current_decision(Decision.objects.filter(owner=employee.owner_id))
    row = person_coverage(decision, employee, as_of=clock.today()) if decision else None
    log_read(request, of=employee)
    return render(request, "coverage/person_detail.html", {"employee": employee, "decision": decision, "row": row})
