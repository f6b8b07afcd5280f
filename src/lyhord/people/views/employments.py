"""Where somebody works, their hours, and days away."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lyhord.accounts.access import acting_user, fetch, log_read, requires
from lyhord.common import clock
from lyhord.people.domain.people import PersonError, add_away, remove_away, save_employment, set_windows
from lyhord.people.domain.queries import places_to_employ_at
from lyhord.people.forms import AwayForm, EmploymentForm, WindowsForm
from lyhord.people.models import AwayPeriod, Employee, Employment
from lyhord.people.views.employees import CHANGE
from lyhord.people.views.restricted import changeable, unless_restricted
from lyhord.places.domain.words import period_text


@requires(CHANGE)
@unless_restricted
def employment_add(request: HttpRequest, employee_id: uuid.UUID) -> HttpResponse:
    employee = changeable(fetch(request, CHANGE, Employee.objects.all(), employee_id))
    return _edit(request, Employment(employee=employee))


@requires(CHANGE)
@unless_restricted
def employment_edit(request: HttpRequest, employee_id: uuid.UUID, employment_id: uuid.UUID) -> HttpResponse:
    employee = changeable(fetch(request, CHANGE, Employee.objects.all(), employee_id))
    return _edit(request, get_object_or_404(employee.employments.select_related("employee"), pk=employment_id))


def _edit(request: HttpRequest, employment: Employment) -> HttpResponse:
    user, employee = acting_user(request), employment.employee
    places = places_to_employ_at(user).filter(owner=employee.owner_id)
    form = EmploymentForm(request.POST or None, instance=employment, places=places)
    if request.method == "POST" and form.is_valid():
        save_employment(employment=form.save(commit=False), schedule=form.schedule(), saved_by=user, now=clock.now())
        messages.success(request, _("Anställningen och schemat är sparade."))
        return redirect("people:employee-detail", employee.pk)
    log_read(request, of=employee)
    return render(request, "people/employment_form.html", {"form": form, "employee": employee})


@requires(CHANGE)
@unless_restricted
def windows_edit(request: HttpRequest, employee_id: uuid.UUID) -> HttpResponse:
    employee = changeable(fetch(request, CHANGE, Employee.objects.all(), employee_id))
    form = WindowsForm(request.POST or None, employee=employee)
    if request.method == "POST" and form.is_valid():
        set_windows(employee=employee, windows=form.windows(), set_by=acting_user(request), now=clock.now())
        messages.success(request, _("Tiderna är sparade."))
        return redirect("people:employee-detail", employee.pk)
    log_read(request, of=employee)
    return render(request, "people/windows_form.html", {"form": form, "employee": employee})


@requires(CHANGE)
@unless_restricted
def away_edit(request: HttpRequest, employee_id: uuid.UUID) -> HttpResponse:
    employee = changeable(fetch(request, CHANGE, Employee.objects.all(), employee_id))
    form = AwayForm(request.POST or None, instance=AwayPeriod(employee=employee))
    if request.method == "POST" and form.is_valid():
        try:
            add_away(away=form.save(commit=False), added_by=acting_user(request), now=clock.now())
        except PersonError as error:
            form.add_error("starts_on", str(error))
        else:
            messages.success(request, _("Tillagt."))
            return redirect(request.path)
    rows = [(row.pk, period_text(row.starts_on, row.ends_before)) for row in employee.away_periods.all()]
    context = {"form": form, "person": employee, "rows": rows, "remove": "people:away-remove"}
    log_read(request, of=employee)
    return render(request, "people/away.html", context)


@require_POST
@requires(CHANGE)
@unless_restricted
def away_remove(request: HttpRequest, employee_id: uuid.UUID, row_id: uuid.UUID) -> HttpResponse:
    employee = changeable(fetch(request, CHANGE, Employee.objects.all(), employee_id))
    row = get_object_or_404(employee.away_periods, pk=row_id)
    remove_away(away=row, removed_by=acting_user(request), now=clock.now())
    messages.success(request, _("Borttaget."))
    return redirect("people:away-edit", employee.pk)
