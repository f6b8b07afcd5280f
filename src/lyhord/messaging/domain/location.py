"""Where something at a meeting place is: in words, and as a point to travel to."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from lyhord.places.domain.opening import expand
from lyhord.places.domain.travel import Point, overrides_of, place_point, travel_minutes
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


def point_at(place: MeetingPlace, starts_at: dt.datetime) -> Point:
    """Return where one travels to: the stop of a mobile place that stands somewhere then, else the place itself."""
    stop = stop_at(place, starts_at)
    return Point(str(stop.pk), stop.latitude, stop.longitude) if stop else place_point(place)


def minutes_between(a: Point, b: Point) -> int | None:
    """Return the travel time, entered by hand or from the coordinates; None when it is not known. One query at most."""
    if a.place and b.place and a.place != b.place:
        override = overrides_of([a.place, b.place]).get(frozenset((a.place, b.place)))
        if override is not None:
            return override
    return travel_minutes(a, b)
