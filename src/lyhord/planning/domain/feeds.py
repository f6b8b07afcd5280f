"""Private addresses of calendar feeds: only a digest is kept, so an address is shown once."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lyhord.accounts.crossings import still_crosses
from lyhord.accounts.domain import audit
from lyhord.accounts.models import User
from lyhord.accounts.permissions import can
from lyhord.messaging.domain.calendar import render_feed
from lyhord.messaging.models import CalendarEvent
from lyhord.people.models import Employee, Trainer
from lyhord.places.models import MeetingPlace
from lyhord.planning.models import FeedToken

PAST_SHOWN_FOR = dt.timedelta(days=365)

type Subject = MeetingPlace | Employee | Trainer


class FeedRevoked(Exception):
    """The address has already been withdrawn."""


@transaction.atomic
def create_feed(*, subject: Subject, created_by: User | None, now: dt.datetime) -> tuple[FeedToken, str]:
    """Make an address for the subject's calendar. Returns the row and the secret, which is never seen again."""
    secret = secrets.token_urlsafe(32)
    feed = FeedToken.objects.create(
        digest=_digest(secret),
        owner=subject.owner,
        place=subject if isinstance(subject, MeetingPlace) else None,
        employee=subject if isinstance(subject, Employee) else None,
        trainer=subject if isinstance(subject, Trainer) else None,
        created_at=now,
        created_by=created_by,
    )
    audit.record("planning.feed_created", actor=created_by, obj=feed, at=now)
    return feed, secret


@transaction.atomic
def revoke_feed(*, feed: FeedToken, revoked_by: User | None, now: dt.datetime) -> FeedToken:
    """Withdraw the address: from now on nobody gets anything from it. Raises FeedRevoked."""
    feed = FeedToken.objects.select_for_update().get(pk=feed.pk)
    if feed.revoked_at is not None:
        raise FeedRevoked(feed.pk)
    feed.revoked_at = now
    feed.save(update_fields=["revoked_at"])
    audit.record("planning.feed_revoked", actor=revoked_by, obj=feed, at=now)
    return feed


def feed_with_secret(secret: str) -> FeedToken | None:
    """Return the feed of an address. None: no such, withdrawn, or its maker may not share the subject any more."""
    rows = FeedToken.objects.filter(digest=_digest(secret), revoked_at=None)
    feed = rows.select_related("place", "employee", "trainer", "created_by").first()
    return feed if feed is not None and _is_still_shared(feed) else None


def _is_still_shared(feed: FeedToken) -> bool:
    if feed.created_by is None:
        return False
    if feed.place is not None:
        return can(feed.created_by, "planning.share_place", feed.place)
    if feed.employee is not None:
        return can(feed.created_by, "planning.share_employee", feed.employee)
    return can(feed.created_by, "planning.share_trainer", feed.trainer)


def feed_file(feed: FeedToken, *, now: dt.datetime) -> bytes:
    """Return the feed as an iCalendar file: a year back, for trainers while it crosses to them, and all to come."""
    if feed.place is not None:
        name = feed.place.name
    else:
        name = _("Mina utbildningar") if feed.employee is not None else _("Mina uppdrag")
    return render_feed(_events_of(feed, now), name=name, now=now)


def _events_of(feed: FeedToken, now: dt.datetime) -> QuerySet[CalendarEvent]:
    rows = CalendarEvent.objects.filter(ends_at__gte=now - PAST_SHOWN_FOR).order_by("starts_at", "uid")
    if feed.place_id:
        return rows.filter(place=feed.place_id)
    if feed.employee_id:
        return rows.filter(employees=feed.employee_id)
    return rows.filter(trainers=feed.trainer_id, ends_at__gt=still_crosses())


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
