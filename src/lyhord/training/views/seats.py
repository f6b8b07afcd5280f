"""People's times: one's own, one's staff's, and one booking with its answer and history."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lyhord.accounts.access import acting_user, fetch, log_read, requires
from lyhord.accounts.permissions import visible
from lyhord.common import clock
from lyhord.people.domain.restriction import RowRestricted
from lyhord.training.domain.answers import HasAnotherTime, SeatGone, SessionHasBegun
from lyhord.training.domain.queries import upcoming_bookings
from lyhord.training.enums import BookingState
from lyhord.training.forms.choices import sent
from lyhord.training.forms.seats import AnswerForm, StaffFilter
from lyhord.training.models import Booking

PAGE_ROWS = 200
ANSWER, LIST_STAFF = "training.answer_booking", "training.list_staff_times"


@require_safe
@requires(ANSWER)
def my_times(request: HttpRequest) -> HttpResponse:
    """What the user is asked to, comes to, waits for or has said no to, from now on."""
    user, now = acting_user(request), clock.now()
    rows = list(visible(user, ANSWER, upcoming_bookings(now).filter(employee__user=user)))
    unanswered = sum(row.state == BookingState.INVITED for row in rows)
    return render(request, "training/my_times.html", {"rows": rows, "unanswered": unanswered})


@require_safe
@requires(LIST_STAFF)
def staff_times(request: HttpRequest) -> HttpResponse:
    """Who of the staff goes where and when, to tell those who have no e-mail, and to print."""
    user, now = acting_user(request), clock.now()
    form = StaffFilter(request.GET, user=user, today=clock.today())
    rows = form.narrow(visible(user, ANSWER, upcoming_bookings(now)))
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("sida"))
    shown = list(page)
    log_read(request, rows=len({row.employee_id for row in shown}))
    people = rows.order_by().aggregate(
        all=Count("employee", distinct=True), to_tell=Count("employee", distinct=True, filter=Q(employee__email=""))
    )
    context = {"form": form, "rows": shown, "page": page, "to_tell": people["to_tell"], "people": people["all"]}
    return render(request, "training/staff_times.html", context)


@requires(ANSWER)
def booking_detail(request: HttpRequest, booking_id: uuid.UUID) -> HttpResponse:
    """One booking: what has happened with it, and the answer, which a manager may give for their staff."""
    booking = fetch(request, ANSWER, _bookings(), booking_id)
    form = AnswerForm(sent(request))
    if request.method == "POST" and form.is_valid():
        return _answer(request, booking, form)
    steps = list(booking.steps.select_related("by"))
    log_read(request, of=booking.employee, rows=1 + len({step.by_id for step in steps if step.by_id}))
    context = {
        "booking": booking,
        "session": booking.session,
        "is_me": booking.employee.user_id == acting_user(request).pk,
        "steps": steps,
        "form": form,
        "may_answer": booking.may_be_answered(clock.now()),
    }
    return render(request, "training/booking_detail.html", context)


def _bookings() -> QuerySet[Booking]:
    return Booking.objects.select_related("employee", "session__module", "session__place", "session__owner")


def _answer(request: HttpRequest, booking: Booking, form: AnswerForm) -> HttpResponse:
    user, now = acting_user(request), clock.now()
    try:
        booking = form.give(booking, by=user, now=now)
    except SessionHasBegun:
        messages.error(request, _("Tillfället har redan börjat eller är inställt, så det går inte att svara längre."))
    except SeatGone:
        messages.error(request, _("Platsen är återtagen. Prata med samordnaren om du vill ha en ny."))
    except HasAnotherTime:
        messages.error(request, _("Det finns redan en annan tid, eller något annat i vägen. Prata med samordnaren."))
    except RowRestricted as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _said(booking))
    if booking.employee.user_id == user.pk:
        return redirect("training:my-times")
    return redirect("training:booking-detail", booking.pk)


def _said(booking: Booking) -> str:
    if booking.state == BookingState.ACCEPTED:
        return _("Tack! Svaret är sparat: kommer.")
    if booking.state == BookingState.WAITING:
        return _("Det är fullt just nu, så det blir kö. Blir en plats ledig kommer en inbjudan.")
    return _("Svaret är sparat. Platsen går vidare, och vi letar efter en annan tid.")
