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
from lyhord.training.domain.curriculum.content import modules
from lyhord.training.domain.queries import by_week, listed_sessions, participants
from lyhord.training.domain.sessions import SessionNotPlanned, cancel_session, create_session, move_session
from lyhord.training.domain.warnings import session_warnings
from lyhord.training.enums import Outcome, SessionState
from lyhord.training.forms.choices import offered
from lyhord.training.forms.sessions import SessionFilter, SessionForm, timed_initial
from lyhord.training.models import TrainingSession

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
    return render(request, "training/session_list.html", context)


@require_safe
@requires(VIEW)
def session_detail(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    user, session = acting_user(request), fetch(request, VIEW, sessions(), session_id)
    booked = set(visible(user, "training.view_booking", session.bookings.all()).values_list("employee_id", flat=True))
    attendances = visible(user, "training.view_attendance", session.attendances.all())
    outcomes = {row.employee_id: row for row in attendances}
    people = list(participants(session))
    shown = [
        {"employee": person, "is_booked": person.pk in booked, "attendance": outcomes.get(person.pk)}
        for person in people
        if person.pk in booked or person.pk in outcomes
    ]
    trainers = list(session.trainers.all())
    log_read(request, of=session, rows=len(shown) + len(trainers))
    context = {
        "session": session,
        "trainers": trainers,
        "people": shown,
        "unnamed": len(people) - len(shown),
        "present": session.attendances.filter(outcome=Outcome.PRESENT).count(),
        "seats_left": session.module.group_max - len(people),
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
    form = SessionForm(request.POST or None, user=acting_user(request), initial=asked_for)
    if request.method == "POST" and form.is_valid():
        warnings = session_warnings(form.occasion(), form.chosen_module, now=clock.now())
        if form.settles(warnings):
            session = create_session(
                module=form.chosen_module,
                place=form.cleaned_data["place"],
                starts_at=form.moment("starts_at"),
                ends_at=form.moment("ends_at"),
                trainers=form.cleaned_data["trainers"],
                created_by=acting_user(request),
                now=clock.now(),
            )
            messages.success(request, _("Tillfället är sparat. Välj nu vilka som ska vara med."))
            return redirect("training:session-bookings", session.pk)
    log_read(request, rows=offered(form, "trainers"))
    return render(request, "training/session_form.html", {"form": form})


@requires(CHANGE)
def session_move(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    session = fetch(request, CHANGE, sessions(), session_id)
    if session.state != SessionState.PLANNED:
        return not_planned(request, session)
    now = {"place": session.place_id, "trainers": list(session.trainers.values_list("pk", flat=True))}
    initial = now | timed_initial(session.starts_at, session.ends_at)
    form = SessionForm(request.POST or None, user=acting_user(request), session=session, initial=initial)
    if request.method == "POST" and form.is_valid():
        warnings = session_warnings(form.occasion(), session.module, now=clock.now())
        if form.settles(warnings):
            return _move(request, session, form)
    log_read(request, of=session, rows=offered(form, "trainers"))
    return render(request, "training/session_form.html", {"form": form, "session": session})


def _move(request: HttpRequest, session: TrainingSession, form: SessionForm) -> HttpResponse:
    try:
        move_session(
            session=session,
            starts_at=form.moment("starts_at"),
            ends_at=form.moment("ends_at"),
            place=form.cleaned_data["place"],
            trainers=form.cleaned_data["trainers"],
            moved_by=acting_user(request),
            now=clock.now(),
        )
    except SessionNotPlanned:
        return not_planned(request, session)
    messages.success(request, _("Tillfället är ändrat. Kalendrarna följer med."))
    return redirect("training:session-detail", session.pk)


@requires(CHANGE)
def session_cancel(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    session = fetch(request, CHANGE, sessions(), session_id)
    if session.state != SessionState.PLANNED:
        return not_planned(request, session)
    if request.method == "POST":
        try:
            cancel_session(session=session, cancelled_by=acting_user(request), now=clock.now())
        except SessionNotPlanned:
            return not_planned(request, session)
        messages.success(request, _("Tillfället är inställt. Det syns som inställt i kalendrarna."))
        return redirect("training:session-detail", session.pk)
    return render(request, "training/session_cancel.html", {"session": session, "booked": session.bookings.count()})


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
