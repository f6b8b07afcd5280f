"""Travel minutes from coordinates: great circle × detour ÷ speed, unless a pair of places says otherwise."""

from __future__ import annotations

import math
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lyhord.places.models import MeetingPlace, TravelOverride

EARTH_RADIUS_KM = 6371.0088
DETOUR_PERCENT = 30
SPEED_KMH = 50
UNKNOWN_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Point:
    """Somewhere to travel to. key: free, unique in a matrix. place: set when it is the place itself, not a stop."""

    key: str
    latitude: float | None
    longitude: float | None
    place: uuid.UUID | None = None

    @property
    def is_known(self) -> bool:
        return self.latitude is not None and self.longitude is not None


def place_point(place: MeetingPlace) -> Point:
    return Point(str(place.pk), place.latitude, place.longitude, place.pk)


def great_circle_km(a: Point, b: Point) -> float:
    """Return the shortest way over the earth's surface, in km (haversine). Raises ValueError without coordinates."""
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        raise ValueError("a point without coordinates has no distance")
    a_lat, b_lat = math.radians(a.latitude), math.radians(b.latitude)
    half_lat, half_lon = (b_lat - a_lat) / 2, math.radians(b.longitude - a.longitude) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(a_lat) * math.cos(b_lat) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(chord))


def travel_minutes(
    a: Point, b: Point, *, speed_kmh: float = SPEED_KMH, detour_percent: float = DETOUR_PERCENT
) -> int | None:
    """Return whole minutes, rounded up; None when either has no coordinates and they are not the same point.

    speed_kmh: > 0. detour_percent: how much longer the road is than the bee-line, ≥ 0.
    """
    if a.key == b.key:
        return 0
    if not (a.is_known and b.is_known):
        return None
    road_km = great_circle_km(a, b) * (1 + detour_percent / 100)
    return math.ceil(round(road_km / speed_kmh * 60, 6))


def overrides_of(places: Iterable[uuid.UUID]) -> dict[frozenset[uuid.UUID], int]:
    """Return the pairs of these places whose travel time has been entered by hand. One query."""
    ids = list(places)
    rows = TravelOverride.objects.filter(a__in=ids, b__in=ids)
    return {frozenset((row.a_id, row.b_id)): row.minutes for row in rows}


def travel_matrix(
    points: Sequence[Point],
    *,
    speed_kmh: float = SPEED_KMH,
    detour_percent: float = DETOUR_PERCENT,
    overrides: Mapping[frozenset[uuid.UUID], int] | None = None,
    unknown_minutes: int = UNKNOWN_MINUTES,
) -> dict[tuple[str, str], int]:
    """Return (key, key) → minutes, for every ordered pair, the same both ways.

    overrides: as from `overrides_of`; wins over the coordinates, holds both ways and not for a place's stops.
    A point without coordinates is `unknown_minutes` from every other: tell the user which, see `unknown_points`.
    """
    overrides = overrides or {}
    matrix: dict[tuple[str, str], int] = {}
    for number, a in enumerate(points):
        matrix[a.key, a.key] = 0
        for b in points[number + 1 :]:
            minutes = overrides.get(frozenset((a.place, b.place))) if a.place and b.place else None
            if minutes is None:
                minutes = travel_minutes(a, b, speed_kmh=speed_kmh, detour_percent=detour_percent)
            matrix[a.key, b.key] = matrix[b.key, a.key] = unknown_minutes if minutes is None else minutes
    return matrix


def unknown_points(points: Iterable[Point]) -> list[Point]:
    """Return the points whose travel times are a guess because they have no coordinates."""
    return [point for point in points if not point.is_known]
