"""Where something at a meeting place is, in words."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from lyhord.places.domain.opening import expand
from lyhord.places.enums import PlaceKind
from lyhord.places.models import MeetingPlace, Stop


def stop_at(place: MeetingPlace, starts_at: dt.datetime) -> Stop | None:
    """Return where a mobile place stands then (else the first stop of that day), None when it stands nowhere.

    Three queries for a mobile place, none for a stationary one.
    """
    if place.kind != PlaceKind.MOBILE:
        return None
    starts_at = timezone.localtime(starts_at)
    day = starts_at.date()
    stops = expand(place, day, day + dt.timedelta(days=1)).stops.get(day, [])
    standing = [stop for stop in stops if stop.starts_at <= starts_at.time() < stop.ends_at]
    return next(iter(standing or stops), None)


def location_of(place: MeetingPlace, starts_at: dt.datetime) -> str:
    """Return name, venue and address, as far as they are known."""
    stop = stop_at(place, starts_at)
    parts = [place.name, stop.venue, stop.address] if stop else [place.name, place.address]
    return ", ".join(part for part in dict.fromkeys(parts) if part)
