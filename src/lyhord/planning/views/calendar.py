"""Calendar pages: a week of all places, one place, one person, a trainer's day."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from lyhord.accounts.access import acting_user, fetch, log_read, requires
from lyhord.accounts.enums import Role
from lyhord.accounts.models import User
from lyhord.accounts.permissions import can, grants_of, visible
from lyhord.common import clock
from lyhord.common.days import day_in_address, monday_in_address
from lyhord.outreach.models import Visit
from lyhord.people.models import Employee, Trainer
from lyhord.places.models import MeetingPlace
from lyhord.planning.domain.calendar import Entry, days_of_trainers, entries, midnight, week_of, week_of_entries
from lyhord.planning.domain.day_sheet import day_sheet
from lyhord.training.enums import SessionState
from lyhord.training.models import Attendance, Booking, TrainingSession
from lyhord.training.permissions import MANAGERS

VIEW = "planning.view_calendar"
PLACE, PERSON, TRAINER = "places.view_place", "people.view_employee", "people.view_trainer"
PAST_SHOWN = 20


@require_safe
@requires(VIEW)
def this_week(request: HttpRequest) -> HttpResponse:
    return redirect("planning:calendar-week", *week_of(clock.today()))


@require_safe
@requires(VIEW)
def calendar_week(request: HttpRequest, year: int, week: int) -> HttpResponse:
    user = acting_user(request)
    try:
        day = monday_in_address(year, week)
    except ValueError:
        raise Http404 from None
    shown = week_of_entries(day, _sessions(user), _visits(user))
    found = [entry for _place, cells in shown.rows for _day, entries_of_day in cells for entry in entries_of_day]
    trainers = set(visible(user, TRAINER, Trainer.objects.filter(restricted_at=None)))
    log_read(request, rows=_trainers_in(found))
    context = {
        "week": shown,
        "is_this_week": week_of(clock.today()) == (year, week),
        "open_places": set(
            visible(user, PLACE, MeetingPlace.objects.filter(pk__in=[place.pk for place, _ in shown.rows]))
        ),
        "sheets": [(trainer, on) for trainer, on in days_of_trainers(found) if trainer in trainers],
        "may_create": can(user, "training.change_session"),
        "sees_all": _sees_all(user),
    }
    return render(request, "planning/calendar_week.html", context)


@require_safe
@requires(VIEW)
def calendar_place(request: HttpRequest, place_id: uuid.UUID) -> HttpResponse:
    user, place = acting_user(request), fetch(request, PLACE, MeetingPlace.objects.select_related("unit"), place_id)
    found = entries(_sessions(user).filter(place=place), _visits(user).filter(place=place))
    now = clock.now()
    coming = [entry for entry in found if entry.ends_at >= now]
    past = [entry for entry in reversed(found) if entry.ends_at < now][:PAST_SHOWN]
    log_read(request, of=place, rows=_trainers_in([*coming, *past]))
    context = {
        "place": place,
        "coming": coming,
        "next": next((entry for entry in coming if entry.state == "planned"), None),
        "past": past,
        "may_create": can(user, "training.plan_at_place", place),
        "may_share": can(user, "planning.share_place", place),
        "sees_all": _sees_all(user),
    }
    return render(request, "planning/calendar_place.html", context)


@require_safe
@requires(VIEW)
def calendar_mine(request: HttpRequest) -> HttpResponse:
    """Lead to the user's own calendar: as an employee, else the week, which shows a trainer their own."""
    employee = Employee.objects.filter(user=acting_user(request), restricted_at=None).first()
    if employee is None:
        return this_week(request)
    return redirect("planning:calendar-person", employee.pk)


@require_safe
@requires(PERSON)
def calendar_person(request: HttpRequest, employee_id: uuid.UUID) -> HttpResponse:
    """What a person is booked to and has been to. Only what the reader may see of it."""
    user, rows = acting_user(request), Employee.objects.filter(restricted_at=None)
    employee = fetch(request, PERSON, rows, employee_id)
    booked = visible(user, "training.view_booking", Booking.objects.kept().filter(employee=employee))
    outcomes = {
        row.session_id: row
        for row in visible(user, "training.view_attendance", Attendance.objects.filter(employee=employee))
    }
    ids = {*booked.values_list("session_id", flat=True), *outcomes}
    found = entries(TrainingSession.objects.filter(pk__in=ids), Visit.objects.none())
    log_read(request, of=employee, rows=1 + _trainers_in(found))
    today = midnight(clock.today())
    coming = [entry for entry in found if entry.starts_at >= today and entry.id not in outcomes]
    context = {
        "employee": employee,
        "is_me": employee.user_id == user.pk,
        "coming": coming,
        "booked": sum(entry.state == SessionState.PLANNED for entry in coming),
        "past": [
            (entry, outcomes.get(entry.id))
            for entry in reversed(found)
            if entry.starts_at < today or entry.id in outcomes
        ],
        "may_share": can(user, "planning.share_employee", employee),
    }
    return render(request, "planning/calendar_person.html", context)


@require_safe
@requires(TRAINER)
def trainer_day(request: HttpRequest, trainer_id: uuid.UUID, day: str) -> HttpResponse:
    user, trainer = (
        acting_user(request),
        fetch(request, TRAINER, Trainer.objects.filter(restricted_at=None), trainer_id),
    )
    try:
        on = day_in_address(day)
    except ValueError:
        raise Http404 from None
    log_read(request, of=trainer)
    context = {
        "sheet": day_sheet(trainer, on, sessions=_sessions(user), visits=_visits(user)),
        "before": on - dt.timedelta(days=1),
        "after": on + dt.timedelta(days=1),
        "week": week_of(on),
        "is_me": trainer.user_id == user.pk,
    }
    return render(request, "planning/day_sheet.html", context)


def _sessions(user: User) -> QuerySet[TrainingSession]:
    return visible(user, "training.view_session", TrainingSession.objects.all())


def _visits(user: User) -> QuerySet[Visit]:
    return visible(user, "outreach.view_visit", Visit.objects.all())


def _trainers_in(found: Iterable[Entry]) -> int:
    return len({trainer for entry in found for trainer in entry.trainers})


def _sees_all(user: User) -> bool:
    """Tell whether the user answers for places, and so sees everything there, not only what concerns oneself."""
    return bool(grants_of(user, frozenset({Role.COORDINATOR, *MANAGERS})))
