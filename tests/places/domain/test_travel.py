"""Travel minutes from coordinates, with pairs entered by hand."""

from __future__ import annotations

import pytest

from lyhord.places.domain.travel import (
    Point,
    great_circle_km,
    overrides_of,
    place_point,
    travel_matrix,
    travel_minutes,
    unknown_points,
)
from lyhord.places.models import TravelOverride
from tests.factories import make_place

CENTRE = Point("centrum", 59.85882, 17.63889)
STORVRETA = Point("storvreta", 59.95933, 17.70588)
NOWHERE = Point("okänd", None, None)


def test_one_degree_of_latitude_is_111_km() -> None:
    assert great_circle_km(Point("a", 59.0, 17.0), Point("b", 60.0, 17.0)) == pytest.approx(111.19, abs=0.01)


def test_minutes_are_distance_times_detour_over_speed_rounded_up() -> None:
    # 11.788 km as the crow flies, 15.32 km by road, 18.4 minutes at 50 km/h
    assert great_circle_km(CENTRE, STORVRETA) == pytest.approx(11.788, abs=0.005)
    assert travel_minutes(CENTRE, STORVRETA, speed_kmh=50, detour_percent=30) == 19
    assert travel_minutes(CENTRE, STORVRETA, speed_kmh=100, detour_percent=30) == 10


def test_the_same_point_takes_no_time_and_an_unknown_one_is_not_known() -> None:
    assert travel_minutes(NOWHERE, NOWHERE) == 0
    assert travel_minutes(CENTRE, NOWHERE) is None
    with pytest.raises(ValueError, match="without coordinates"):
        great_circle_km(CENTRE, NOWHERE)


def test_the_matrix_holds_every_pair_both_ways() -> None:
    matrix = travel_matrix([CENTRE, STORVRETA, NOWHERE], unknown_minutes=45)
    assert len(matrix) == 9
    assert matrix["centrum", "storvreta"] == matrix["storvreta", "centrum"] == 19
    assert matrix["centrum", "okänd"] == matrix["okänd", "centrum"] == 45
    assert matrix["okänd", "okänd"] == 0
    assert unknown_points([CENTRE, NOWHERE]) == [NOWHERE]


def test_a_pair_entered_by_hand_wins_both_ways_but_not_for_stops(db: None) -> None:
    a, b = make_place(latitude=59.85882, longitude=17.63889), make_place(latitude=59.95933, longitude=17.70588)
    TravelOverride.objects.create(a=b, b=a, minutes=41)
    stop = Point("stop", a.latitude, a.longitude)
    overrides = overrides_of([a.pk, b.pk])
    matrix = travel_matrix([place_point(a), place_point(b), stop], overrides=overrides)
    assert matrix[str(a.pk), str(b.pk)] == matrix[str(b.pk), str(a.pk)] == 41
    assert matrix["stop", str(b.pk)] == 19
