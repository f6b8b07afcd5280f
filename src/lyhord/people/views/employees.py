"""The list of employees, a person's page, and the facts of a person."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from lyhord.accounts.access import acting_user, fetch, log_read, requires
from lyhord.accounts.permissions import can, visible
from lyhord.common import clock
from lyhord.people.domain.cards import employee_card, employee_line, lead, with_employments, with_everything
from lyhord.people.domain.people import clear_missing, save_employee
from lyhord.people.domain.queries import by_name, narrowed, places_to_employ_at, places_worked_at
from lyhord.people.domain.sections import employee_sections
from lyhord.people.forms import EmployeeFilter, EmployeeForm, FirstEmploymentForm
from lyhord.people.models import Employee
from lyhord.people.views.restricted import changeable, unless_restricted

VIEW, CHANGE = "people.view_employee", "people.change_employee"


@require_safe
@requires(VIEW)
def employee_list(request: HttpRequest) -> HttpResponse:
    user, today = acting_user(request), clock.today()
    mine = visible(user, VIEW, Employee.objects.all())
    chosen = EmployeeFilter(request.GET, places=visible(user, "places.view_place", places_worked_at(mine)))
    rows = narrowed(mine, today, **{name: chosen.chosen(name) for name in chosen.fields})
    page = Paginator(by_name(with_employments(rows)), 50).get_page(request.GET.get("sida"))
    lines = [employee_line(employee, today) for employee in page]
    log_read(request, rows=len(lines))
    count = page.paginator.count
    context = {
        "lines": lines,
        "page": page,
        "filter": chosen,
        "title": ngettext("%(n)d medarbetare", "%(n)d medarbetare", count) % {"n": count},
        "missing": mine.exclude(missing_since=None).count(),
        "is_filtered": bool(request.GET),
        "may_change": can(user, CHANGE),
        "may_import": can(user, "imports.read_in"),
    }
    return render(request, "people/employee_list.html", context)


@require_safe
@requires(VIEW)
def employee_detail(request: HttpRequest, employee_id: uuid.UUID) -> HttpResponse:
    user, today = acting_user(request), clock.today()
    employee = fetch(request, VIEW, with_everything(Employee.objects.select_related("owner")), employee_id)
    log_read(request, of=employee)
    card = employee_card(employee, today)
    context = {
        "employee": employee,
        "card": card,
        "lead": lead(card),
        "sections": employee_sections(user, employee, today),
        "may_change": can(user, CHANGE, employee) and employee.restricted_at is None,
        "may_answer": can(user, CHANGE, employee),
        "may_list": can(user, CHANGE) or visible(user, VIEW, Employee.objects.all()).exclude(pk=employee.pk).exists(),
    }
    return render(request, "people/employee_detail.html", context)


@requires(CHANGE)
def employee_add(request: HttpRequest) -> HttpResponse:
    user = acting_user(request)
    form = EmployeeForm(request.POST or None)
    employment = FirstEmploymentForm(request.POST or None, places=places_to_employ_at(user))
    if request.method == "POST" and form.is_valid() and employment.is_valid():
        employee = form.instance
        employee.owner = employment.cleaned_data["place"].owner
        form.refuse_twin(employee.owner)
        if form.is_valid():
            save_employee(
                employee=form.save(commit=False),
                employment=employment.save(commit=False),
                saved_by=user,
                now=clock.now(),
            )
            messages.success(request, _("%(name)s är inlagd. Fyll i schemat härnäst.") % {"name": employee.name})
            return redirect("people:employee-detail", employee.pk)
    return render(request, "people/employee_form.html", {"form": form, "employment": employment, "employee": None})


@requires(CHANGE)
@unless_restricted
def employee_edit(request: HttpRequest, employee_id: uuid.UUID) -> HttpResponse:
    employee = changeable(fetch(request, CHANGE, Employee.objects.select_related("owner"), employee_id))
    form = EmployeeForm(request.POST or None, instance=employee)
    if request.method == "POST" and form.is_valid():
        save_employee(employee=form.save(commit=False), saved_by=acting_user(request), now=clock.now())
        messages.success(request, _("Uppgifterna är sparade."))
        return redirect("people:employee-detail", employee.pk)
    log_read(request, of=employee)
    return render(request, "people/employee_form.html", {"form": form, "employee": employee})


@require_POST
@requires(CHANGE)
@unless_restricted
def employee_found(request: HttpRequest, employee_id: uuid.UUID) -> HttpResponse:
    employee = changeable(fetch(request, CHANGE, Employee.objects.all(), employee_id))
    clear_missing(employee=employee, cleared_by=acting_user(request), now=clock.now())
    messages.success(request, _("Markeringen är borta."))
    return redirect("people:employee-detail", employee.pk)
