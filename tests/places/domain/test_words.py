"""Hours and days as one would say them."""

from __future__ import annotations

import datetime as dt

import pytest

from lyhord.places.domain.words import clock_text, period_text, spans_text, weekdays_text, weekly_lines
from lyhord.places.models import OpeningRule, Stop

NINE, NOON, FOUR = dt.time(9), dt.time(12), dt.time(16)


def rule(weekday: int, starts_at: dt.time = NINE, ends_at: dt.time = FOUR, **fields: object) -> OpeningRule:
    return OpeningRule(weekday=weekday, starts_at=starts_at, ends_at=ends_at, **fields)


def test_whole_hours_have_no_minutes() -> None:
    assert clock_text(dt.time(9)) == "9"
    assert clock_text(dt.time(9, 5)) == "9.05"


def test_spans_are_joined_by_och() -> None:
    assert spans_text([(NINE, NOON)]) == "9–12"
    assert spans_text([(NINE, NOON), (dt.time(13), FOUR)]) == "9–12 och 13–16"


@pytest.mark.parametrize(
    ("days", "text"),
    [
        ([0], "måndag"),
        ([1, 3], "tisdag och torsdag"),
        ([0, 1], "måndag och tisdag"),
        ([0, 1, 2, 3, 4], "måndag–fredag"),
        ([0, 1, 2, 4], "måndag–onsdag och fredag"),
        ([4, 2, 0, 0], "måndag, onsdag och fredag"),
    ],
)
def test_three_days_in_a_row_are_a_span(days: list[int], text: str) -> None:
    assert weekdays_text(days) == text


def test_weekly_rows_with_the_same_hours_are_one_line() -> None:
    rows = [rule(day) for day in range(4)] + [rule(4, ends_at=NOON)]
    assert weekly_lines(rows) == ["måndag–torsdag 9–16", "fredag 9–12"]


def test_two_spans_of_a_day_are_one_line() -> None:
    assert weekly_lines([rule(0, ends_at=NOON), rule(0, starts_at=dt.time(13))]) == ["måndag 9–12 och 13–16"]


def test_intervals_and_dates_are_said() -> None:
    every_other = rule(4, interval_weeks=2, starts_on=dt.date(2026, 1, 9))
    assert weekly_lines([every_other]) == ["fredag 9–16, varannan vecka från 9 jan 2026"]
    until = Stop(weekday=0, starts_at=NINE, ends_at=NOON, ends_before=dt.date(2026, 1, 1))
    assert weekly_lines([until]) == ["måndag 9–12, till och med 31 dec 2025"]
    assert weekly_lines([rule(0, interval_weeks=3, starts_on=dt.date(2026, 1, 5))]) == [
        "måndag 9–16, var 3:e vecka från 5 jan 2026"
    ]


def test_a_span_of_days_ends_on_its_last_day() -> None:
    assert period_text(None, None) == ""
    assert period_text(dt.date(2025, 10, 6), dt.date(2025, 10, 7)) == "från 6 okt 2025 till och med 6 okt 2025"
