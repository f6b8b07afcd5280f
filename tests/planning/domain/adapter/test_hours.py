"""The clock hours of a half-day."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from lyhord.planning.domain.adapter.hours import (
    HalfHours,
    choose_hours,
    choose_visit_start,
    common_minutes,
    covers,
    spans_of,
)

H = 60


def test_spans_that_touch_become_one() -> None:
    hours = [(dt.time(13), dt.time(15)), (dt.time(9), dt.time(12)), (dt.time(12), dt.time(13))]
    assert spans_of(hours) == [(9 * H, 15 * H)]


def test_only_an_unbroken_span_covers() -> None:
    assert covers([(9 * H, 12 * H)], (9 * H, 11 * H))
    assert not covers([(9 * H, 10 * H), (10 * H + 30, 12 * H)], (9 * H, 11 * H))


def test_common_minutes_are_summed() -> None:
    assert common_minutes([(8 * H, 9 * H), (11 * H, 13 * H)], (8 * H + 30, 12 * H)) == 90


def test_usual_hours_without_staff_or_trainers() -> None:
    hours = choose_hours("am", 120, Counter(), Counter())
    assert hours == HalfHours(session=(9 * H, 11 * H), usable=(8 * H, 12 * H))


def test_sessions_start_when_most_days_cover_them() -> None:
    hours = choose_hours("am", 120, Counter({(10 * H, 15 * H): 5, (8 * H, 11 * H): 4}), Counter())
    assert hours.session == (10 * H, 12 * H)


def test_usable_is_what_all_trainers_of_the_half_have_in_common() -> None:
    trainers = Counter({(8 * H + 30, 16 * H): 3, (8 * H, 15 * H + 30): 3, (9 * H, 10 * H): 3})
    assert choose_hours("pm", 120, Counter(), trainers).usable == (12 * H, 15 * H + 30)
    assert choose_hours("am", 120, Counter(), trainers).usable == (8 * H + 30, 12 * H)


def test_a_session_longer_than_the_half_day_begins_with_it() -> None:
    assert choose_hours("am", 300, Counter(), Counter()).session == (8 * H, 13 * H)


def test_visits_begin_when_visitors_are_there_on_most_days() -> None:
    hours = HalfHours(session=(9 * H, 11 * H), usable=(8 * H, 12 * H))
    days = [[(9 * H, 10 * H + 30)], [(9 * H, 10 * H + 30)], [(10 * H, 12 * H)]]
    assert choose_visit_start("am", 60, hours, days) == 9 * H + 30


def test_no_visits_where_nobody_comes() -> None:
    hours = HalfHours(session=(9 * H, 11 * H), usable=(8 * H, 12 * H))
    assert choose_visit_start("am", 60, hours, [[(13 * H, 15 * H)]]) is None
