"""Rules, stops, exceptions and holidays become days."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from lyhord.places.domain.opening import clip, expand, expand_many, merge
from lyhord.places.enums import PlaceKind, RuleKind
from lyhord.places.models import MeetingPlace, OpeningException, OpeningRule, Stop
from tests.factories import TODAY, make_place

WEEK = dt.timedelta(days=7)


def clock(hour: int, minute: int = 0) -> dt.time:
    return dt.time(hour, minute)


def rule(place: MeetingPlace, weekday: int, first: int, last: int, **fields: Any) -> OpeningRule:
    return OpeningRule.objects.create(
        place=place, weekday=weekday, starts_at=clock(first), ends_at=clock(last), **fields
    )


def stop(place: MeetingPlace, weekday: int, first: int, last: int, **fields: Any) -> Stop:
    return Stop.objects.create(
        place=place,
        weekday=weekday,
        starts_at=clock(first),
        ends_at=clock(last),
        **({"venue": "Bygdegården"} | fields),
    )


def test_a_weekly_rule_gives_the_same_day_every_week(db: None) -> None:
    place = make_place(is_open=False)
    rule(place, 1, 9, 16)
    opening = expand(place, TODAY, TODAY + 2 * WEEK)
    assert opening.open == {
        dt.date(2025, 10, 7): [(clock(9), clock(16))],
        dt.date(2025, 10, 14): [(clock(9), clock(16))],
    }


def test_without_visitor_rules_visitors_come_all_day(db: None) -> None:
    place = make_place(is_open=False)
    rule(place, 1, 9, 16)
    opening = expand(place, TODAY, TODAY + WEEK)
    assert opening.visitors == opening.open


def test_visitor_hours_stay_within_opening_hours(db: None) -> None:
    place = make_place(is_open=False)
    rule(place, 1, 9, 12)
    rule(place, 1, 10, 15, kind=RuleKind.VISITORS)
    rule(place, 2, 10, 15, kind=RuleKind.VISITORS)
    opening = expand(place, TODAY, TODAY + WEEK)
    assert opening.visitors == {dt.date(2025, 10, 7): [(clock(10), clock(12))]}


def test_every_other_week_is_counted_from_the_start_of_the_rule(db: None) -> None:
    place = make_place(is_open=False)
    rule(place, 4, 9, 12, interval_weeks=2, starts_on=dt.date(2025, 9, 29))
    days = list(expand(place, TODAY, TODAY + 4 * WEEK).open)
    assert days == [dt.date(2025, 10, 17), dt.date(2025, 10, 31)]


def test_a_rule_ends_before_its_end(db: None) -> None:
    place = make_place(is_open=False)
    rule(place, 0, 9, 12, starts_on=TODAY, ends_before=TODAY + WEEK)
    assert list(expand(place, TODAY - WEEK, TODAY + 2 * WEEK).open) == [TODAY]


def test_two_spans_of_a_day_are_kept_apart_and_touching_ones_joined(db: None) -> None:
    place = make_place(is_open=False)
    rule(place, 0, 9, 11)
    rule(place, 0, 13, 15)
    rule(place, 0, 15, 16)
    assert expand(place, TODAY, TODAY + WEEK).open[TODAY] == [(clock(9), clock(11)), (clock(13), clock(16))]


def test_an_exception_closes_a_day(db: None) -> None:
    place = make_place()
    OpeningException.objects.create(place=place, on=TODAY)
    opening = expand(place, TODAY, TODAY + WEEK)
    assert TODAY not in opening.open
    assert TODAY not in opening.visitors
    assert len(opening.open) == 4


def test_an_exception_opens_a_saturday_with_visitors_all_of_it(db: None) -> None:
    place = make_place()
    saturday = dt.date(2025, 10, 11)
    OpeningException.objects.create(place=place, on=saturday, starts_at=clock(11), ends_at=clock(14))
    opening = expand(place, TODAY, TODAY + WEEK)
    assert opening.open[saturday] == opening.visitors[saturday] == [(clock(11), clock(14))]


def test_holidays_are_closed_unless_an_exception_opens_them(db: None) -> None:
    place = make_place()
    christmas_eve, boxing_day = dt.date(2025, 12, 24), dt.date(2025, 12, 26)
    OpeningException.objects.create(place=place, on=christmas_eve, starts_at=clock(11), ends_at=clock(14))
    opening = expand(place, dt.date(2025, 12, 22), dt.date(2025, 12, 29))
    assert list(opening.open) == [dt.date(2025, 12, 22), dt.date(2025, 12, 23), christmas_eve]
    assert opening.holidays[boxing_day] == "Annandag jul"


def test_nothing_is_open_before_opening_and_after_closing(db: None) -> None:
    place = make_place(opened_on=dt.date(2025, 10, 8), closed_from=dt.date(2025, 10, 10))
    assert list(expand(place, TODAY, TODAY + WEEK).open) == [dt.date(2025, 10, 8), dt.date(2025, 10, 9)]


def test_a_mobile_place_is_open_where_it_stands(db: None) -> None:
    place = make_place(kind=PlaceKind.MOBILE, is_open=False)
    rule(place, 4, 9, 16)
    first = stop(place, 0, 10, 14)
    stop(place, 2, 10, 14, starts_on=TODAY + WEEK)
    opening = expand(place, TODAY, TODAY + WEEK)
    assert opening.open == {TODAY: [(clock(10), clock(14))]}
    assert opening.stops == {TODAY: [first]}


def test_many_places_take_as_many_queries_as_one(db: None) -> None:
    places = [make_place() for _ in range(5)]
    with CaptureQueriesContext(
        connection,
    ) as one:
        expand_many(places[:1], TODAY, TODAY + WEEK)
    with CaptureQueriesContext(connection) as many:
        openings = expand_many(places, TODAY, TODAY + WEEK)
    assert len(one) == len(many) == 3
    assert all(len(openings[place.pk].open) == 5 for place in places)


def test_merge_and_clip() -> None:
    assert merge([(clock(13), clock(15)), (clock(9), clock(12)), (clock(14), clock(16))]) == [
        (clock(9), clock(12)),
        (clock(13), clock(16)),
    ]
    assert clip([(clock(8), clock(12))], [(clock(9), clock(10)), (clock(11), clock(13))]) == [
        (clock(9), clock(10)),
        (clock(11), clock(12)),
    ]
