"""Seats at a session, and who was there."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lyhord.accounts.access import acting_user, fetch, log_read, requires
from lyhord.accounts.permissions import can, visible
from lyhord.common import clock
from lyhord.people.domain.queries import staff_of
from lyhord.people.models import Employee
from lyhord.places.models import MeetingPlace
from lyhord.training.domain.attendance import (
    SessionNotHeld,
    SessionNotStarted,
    mark_held,
    record_attendance,
    undo_held,
)
from lyhord.training.domain.bookings import book, unbook
from lyhord.training.domain.sessions import SessionNotPlanned
from lyhord.training.domain.warnings import session_warnings
from lyhord.training.enums import SessionState
from lyhord.training.forms.choices import offered, sent
from lyhord.training.forms.people import AttendanceForm, BookingsForm
from lyhord.training.forms.sessions import places_to_plan
from lyhord.training.models import TrainingSession
from lyhord.training.views.sessions import CHANGE, RECORD, not_planned, sessions


@requires(CHANGE)
def session_bookings(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Tick who shall attend, one place's staff at a time: `?plats=` chooses the place."""
    session = fetch(request, CHANGE, sessions(), session_id)
    if session.state != SessionState.PLANNED:
        return not_planned(request, session)
    places = list(places_to_plan(acting_user(request)))
    place = next((row for row in places if str(row.pk) == request.GET.get("plats")), session.place)
    form = BookingsForm(sent(request), session=session, candidates=_candidates(request, session, place))
    if request.method == "POST" and form.is_valid():
        occasion = form.occasion(form.everybody())
        if form.settles(session_warnings(occasion, session.module, now=clock.now())):
            return _book(request, session, form)
    log_read(request, of=session, rows=offered(form, "employees"))
    context = {"session": session, "form": form, "places": places, "place": place}
    return render(request, "training/session_bookings.html", context)


def _candidates(request: HttpRequest, session: TrainingSession, place: MeetingPlace) -> QuerySet[Employee]:
    """Those who work at the place that day; at the session's own place also everyone who already has a seat."""
    wanted = Q(pk__in=staff_of(place, timezone.localdate(session.starts_at)).values("pk"))
    if place == session.place:
        wanted |= Q(pk__in=session.bookings.seated().values("employee"))
    return visible(acting_user(request), "training.book_employee", Employee.objects.filter(wanted))


def _book(request: HttpRequest, session: TrainingSession, form: BookingsForm) -> HttpResponse:
    user, now = acting_user(request), clock.now()
    try:
        with transaction.atomic():
            if form.leaving:
                unbook(session=session, employees=form.leaving, unbooked_by=user, now=now)
            if form.coming:
                book(session=session, employees=form.coming, booked_by=user, now=now)
    except SessionNotPlanned:
        return not_planned(request, session)
    messages.success(request, _("Bokningarna är sparade."))
    return redirect("training:session-detail", session.pk)


@requires(RECORD)
def session_attendance(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """One form: for a planned session it says that it was held, for a held one it puts attendance right."""
    session = fetch(request, RECORD, sessions(), session_id)
    if session.state == SessionState.CANCELLED:
        return not_planned(request, session)
    form = AttendanceForm(sent(request), session=session, others=_walk_ins(request, session))
    if request.method == "POST" and form.is_valid():
        return _record(request, session, form)
    log_read(request, of=session, rows=offered(form, "present") + offered(form, "walk_ins"))
    context = {"session": session, "form": form, "has_begun": session.starts_at <= clock.now()}
    return render(request, "training/session_attendance.html", context)


def _walk_ins(request: HttpRequest, session: TrainingSession) -> QuerySet[Employee]:
    """Those who may be added: the place's staff, for whoever knows their names. A trainer only sees who is booked."""
    if can(acting_user(request), "training.add_walk_in", session):
        return staff_of(session.place, timezone.localdate(session.starts_at))
    return Employee.objects.none()


def _record(request: HttpRequest, session: TrainingSession, form: AttendanceForm) -> HttpResponse:
    user, now = acting_user(request), clock.now()
    try:
        if session.state == SessionState.PLANNED:
            there = {"absent": form.absent, "walk_ins": form.walked_in, "partly": form.there_partly}
            mark_held(session=session, **there, held_by=user, now=now)
        else:
            record_attendance(session=session, outcomes=form.outcomes(), recorded_by=user, now=now)
    except SessionNotStarted:
        messages.error(request, _("Tillfället har inte börjat än. Registrera närvaron när det har hållits."))
    except (SessionNotPlanned, SessionNotHeld):
        messages.error(request, _("Någon annan hann före. Se vad som är registrerat och rätta om det behövs."))
    else:
        messages.success(request, _("Närvaron är sparad."))
    return redirect("training:session-detail", session.pk)


@requires(CHANGE)
@require_POST
def session_undo_held(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    session = fetch(request, CHANGE, sessions(), session_id)
    try:
        undo_held(session=session, undone_by=acting_user(request), now=clock.now())
    except SessionNotHeld:
        messages.error(request, _("Tillfället var inte markerat som hållet."))
    else:
        messages.success(request, _("Tillfället är planerat igen och närvaron borttagen."))
    return redirect("training:session-detail", session.pk)
