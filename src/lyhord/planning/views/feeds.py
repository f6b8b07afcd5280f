"""Private calendar addresses: made, shown once, withdrawn; and the feed itself."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lyhord.accounts.access import acting_user, fetch, limited, log_read, public, requires
from lyhord.accounts.models import User
from lyhord.accounts.permissions import visible
from lyhord.common import clock
from lyhord.common.sorting import swedish
from lyhord.people.models import Employee, Trainer
from lyhord.places.models import MeetingPlace
from lyhord.planning.domain.feeds import FeedRevoked, Subject, create_feed, feed_file, feed_with_secret, revoke_feed
from lyhord.planning.models import FeedToken

MANAGE = "planning.manage_feeds"
SHARE_PLACE, SHARE_EMPLOYEE, SHARE_TRAINER = (
    "planning.share_place",
    "planning.share_employee",
    "planning.share_trainer",
)


@require_safe
@requires(MANAGE)
def feed_list(request: HttpRequest) -> HttpResponse:
    user = acting_user(request)
    feeds = FeedToken.objects.filter(revoked_at=None).select_related("place", "employee", "trainer", "created_by")
    shared = list(visible(user, MANAGE, feeds))
    trainers = list(visible(user, SHARE_TRAINER, Trainer.objects.order_by(swedish("name"))))
    log_read(request, rows=_others_in(shared, trainers, user))
    context = {
        "feeds": shared,
        "me": visible(user, SHARE_EMPLOYEE, Employee.objects.filter(user=user)).first(),
        "trainers": trainers,
        "places": visible(user, SHARE_PLACE, MeetingPlace.objects.order_by(swedish("name"))),
    }
    return render(request, "planning/feed_list.html", context)


def _others_in(feeds: list[FeedToken], trainers: list[Trainer], user: User) -> int:
    """Return how many others the page names: who made an address, and whose calendar it is or can be."""
    named = {row.created_by for row in feeds} | {row.employee or row.trainer for row in feeds} | set(trainers)
    return len({row for row in named if row is not None and user.pk not in {row.pk, getattr(row, "user_id", None)}})


@require_POST
@requires(SHARE_PLACE)
def place_feed_create(request: HttpRequest, place_id: uuid.UUID) -> HttpResponse:
    return _created(request, fetch(request, SHARE_PLACE, MeetingPlace.objects.select_related("owner"), place_id))


@require_POST
@requires(SHARE_EMPLOYEE)
def employee_feed_create(request: HttpRequest, employee_id: uuid.UUID) -> HttpResponse:
    return _created(request, fetch(request, SHARE_EMPLOYEE, Employee.objects.select_related("owner"), employee_id))


@require_POST
@requires(SHARE_TRAINER)
def trainer_feed_create(request: HttpRequest, trainer_id: uuid.UUID) -> HttpResponse:
    return _created(request, fetch(request, SHARE_TRAINER, Trainer.objects.select_related("owner"), trainer_id))


def _created(request: HttpRequest, subject: Subject) -> HttpResponse:
    """Show the address on the page that answers the post: it may not lie in a session or a redirect."""
    feed, secret = create_feed(subject=subject, created_by=acting_user(request), now=clock.now())
    address = request.build_absolute_uri(reverse("planning:feed", args=[secret]))
    return render(request, "planning/feed_created.html", {"feed": feed, "subject": subject, "address": address})


@require_POST
@requires(MANAGE)
def feed_revoke(request: HttpRequest, feed_id: uuid.UUID) -> HttpResponse:
    feed = fetch(request, MANAGE, FeedToken.objects.all(), feed_id)
    try:
        revoke_feed(feed=feed, revoked_by=acting_user(request), now=clock.now())
    except FeedRevoked:
        messages.info(request, _("Adressen var redan återkallad."))
    else:
        messages.success(request, _("Adressen är återkallad. Kalendrar som använder den får inget mer."))
    return redirect("planning:feed-list")


@require_safe
@public
@limited("feed")
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Answer whoever knows the address; the same bytes for one that never was and one that is withdrawn."""
    row = feed_with_secret(secret)
    if row is None:
        return HttpResponseNotFound("404\n", content_type="text/plain; charset=utf-8")
    log_read(request, of=row)
    response = HttpResponse(feed_file(row, now=clock.now()), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="lyhord.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response
