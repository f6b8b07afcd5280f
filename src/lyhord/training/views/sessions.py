"""Sessions: listed, shown, created, moved, cancelled."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lyhord.accounts.access import acting_user, fetch, log_read, requires
from lyhord.accounts.permissions import can, visible
from lyhord.common import clock
from lyhord.common.sorting import swedish
from lyhord.people.models import Employee
from lyhord.training.domain.curriculum.content import modules
from lyhord.training.domain.queries import by_week, listed_sessions, participants
from lyhord.training.domain.seating import seats_left
from lyhord.training.domain.sessions import create_session
from lyhord.training.domain.warnings import session_warnings
from lyhord.training.enums import BookingState, Outcome, SessionState
from lyhord.training.forms.choices import ids_in, offered
from lyhord.training.forms.sessions import SessionFilter, SessionForm
from lyhord.training.models import Booking, TrainingSession

VIEW, CHANGE, RECORD = "training.view_session", "training.change_session", "training.record_attendance"
READ_CONTENT, TEACH = "training.read_content", "training.teach_content"
PAGE_ROWS = 50


def sessions() -> QuerySet[TrainingSession]:
    return TrainingSession.objects.select_related("module", "place", "owner")


@require_safe
@requires(VIEW)
def session_list(request: HttpRequest) -> HttpResponse:
    user = acting_user(request)
    form = SessionFilter(request.GET, user=user)
    rows = form.narrow(listed_sessions(visible(user, VIEW, TrainingSession.objects.all())), today=clock.today())
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("sida"))
    log_read(request, rows=len({trainer for session in page for trainer in session.trainers.all()}))
    context = {"form": form, "page": page, "weeks": by_week(page), "may_create": can(user, CHANGE)}
    context["lists_staff"] = can(user, "training.list_staff_times")
    return render(request, "training/session_list.html", context)


@require_safe
@requires(VIEW)
def session_detail(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    user, session = acting_user(request), fetch(request, VIEW, sessions(), session_id)
    bookings = visible(
        user, "training.view_booking", Booking.objects.filter(session=session, employee__restricted_at=None)
    )
    known = {row.employee_id: row for row in bookings.select_related("employee").order_by("since", "pk")}
    attendances = visible(user, "training.view_attendance", session.attendances.all())
    outcomes = {row.employee_id: row for row in attendances}
    people = list(participants(session))
    ids = {person.pk for person in people}
    shown = [
        {"employee": person, "booking": known.get(person.pk), "attendance": outcomes.get(person.pk)}
        for person in people
        if person.pk in known or person.pk in outcomes
    ]
    others = [row for id, row in known.items() if id not in ids and row.state != BookingState.CANCELLED]
    trainers = list(session.trainers.all())
    log_read(request, of=session, rows=len(shown) + len(others) + len(trainers))
    context = {
        "session": session,
        "trainers": trainers,
        "people": shown,
        "others": others,
        "answerable": set(visible(user, "training.answer_booking", bookings).values_list("pk", flat=True)),
        "unnamed": len(people) - len(shown),
        "present": session.attendances.filter(outcome=Outcome.PRESENT).count(),
        "seats_left": seats_left(session),
        "has_begun": session.starts_at <= clock.now(),
        "may_change": can(user, CHANGE, session),
        "may_record": can(user, RECORD, session),
        "is_planned": session.state == SessionState.PLANNED,
        "has_material": session.module.code in modules() and can(user, READ_CONTENT, session.owner),
        "may_teach": can(user, TEACH, session.owner),
    }
    return render(request, "training/session_detail.html", context)


@requires(CHANGE)
def session_create(request: HttpRequest) -> HttpResponse:
    asked_for = {"place": request.GET.get("plats"), "module": request.GET.get("modul"), "on": request.GET.get("dag")}
    people = _asked_for(request)
    form = SessionForm(request.POST or None, user=acting_user(request), people=people, initial=asked_for)
    if request.method == "POST" and form.is_valid():
        warnings = session_warnings(form.occasion(), form.chosen_module, now=clock.now())
        if form.settles(warnings):
            session = create_session(
                module=form.chosen_module,
                place=form.cleaned_data["place"],
                starts_at=form.moment("starts_at"),
                ends_at=form.moment("ends_at"),
                seats=form.cleaned_data["seats"],
                trainers=form.cleaned_data["trainers"],
                employees=people,
                created_by=acting_user(request),
                now=clock.now(),
            )
            messages.success(request, _("Tillfället är sparat. Välj nu vilka som ska vara med."))
            return redirect("training:session-bookings", session.pk)
    log_read(request, rows=offered(form, "trainers") + len(people))
    return render(request, "training/session_form.html", {"form": form, "people": people})


def _asked_for(request: HttpRequest) -> list[Employee]:
    """Return the people that the address names to be asked at once, those of them whom the user may book."""
    rows = Employee.objects.filter(pk__in=ids_in(request.GET.getlist("person"))).order_by(swedish("name"), "pk")
    return list(visible(acting_user(request), "training.book_employee", rows))


def not_planned(request: HttpRequest, session: TrainingSession) -> HttpResponse:
    messages.error(request, _("Tillfället är redan hållet eller inställt, så det går inte att ändra."))
    return redirect("training:session-detail", session.pk)


@require_safe
@requires(RECORD)
def attendance_sheet(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """A list to print and sign."""
    session = fetch(request, RECORD, sessions(), session_id)
    people, trainers = list(participants(session)), list(session.trainers.all())
    log_read(request, of=session, rows=len(people) + len(trainers))
    context = {"session": session, "people": people, "trainers": trainers}
    return render(request, "training/attendance_sheet.html", context)
