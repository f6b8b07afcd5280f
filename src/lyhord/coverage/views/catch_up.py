"""Who needs a new time, and the button that offers one."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lyhord.accounts.access import acting_user, fetch, log_read, requires
from lyhord.accounts.permissions import can, visible
from lyhord.common import clock
from lyhord.coverage.domain.catch_up_page import lines_at, wanted_sessions, with_times
from lyhord.coverage.permissions import VIEW_PLACE
from lyhord.people.domain.restriction import RowRestricted
from lyhord.people.models import Employee
from lyhord.places.models import MeetingPlace
from lyhord.training.domain.offers.give import NoSeatToOffer, offer_seat
from lyhord.training.domain.sessions import SessionNotPlanned
from lyhord.training.models import TrainingSession

PAGE_ROWS = 50
BOOK = "training.book_employee"


@require_safe
@requires(VIEW_PLACE)
def catch_up(request: HttpRequest) -> HttpResponse:
    user, now = acting_user(request), clock.now()
    lines = lines_at(visible(user, VIEW_PLACE, MeetingPlace.objects.all()), as_of=clock.today())
    page = Paginator(lines, PAGE_ROWS).get_page(request.GET.get("sida"))
    shown = with_times(list(page), now=now, notice_days=settings.CATCH_UP_NOTICE_DAYS)
    log_read(request, rows=len({line.employee.pk for line in shown}))
    context = {
        "page": page,
        "lines": shown,
        "people": len({line.employee.pk for line in lines}),
        "wanted": wanted_sessions(shown),
        "may_offer": can(user, BOOK),
    }
    return render(request, "coverage/catch_up.html", context)


@require_POST
@requires(BOOK)
def catch_up_offer(request: HttpRequest, employee_id: uuid.UUID, session_id: uuid.UUID) -> HttpResponse:
    employee = fetch(request, BOOK, Employee.objects.all(), employee_id)
    session = fetch(request, "training.change_session", TrainingSession.objects.all(), session_id)
    try:
        offer_seat(session=session, employee=employee, offered_by=acting_user(request), now=clock.now())
    except (NoSeatToOffer, SessionNotPlanned):
        messages.error(request, _("Den platsen gick inte att erbjuda längre. Se vad som passar nu."))
    except RowRestricted as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(name)s är inbjuden.") % {"name": employee})
    return redirect("coverage:catch-up")
