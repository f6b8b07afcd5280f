"""Spans of days are half-open and may have open ends."""

from __future__ import annotations

import datetime as dt

import pytest

from lyhord.common.periods import days, holds_on, monday, on_day, overlaps, weeks_between, within
from lyhord.people.models import Employment
from tests.factories import make_employee

A, B, C, D = (dt.date(2025, 10, day) for day in (1, 8, 15, 22))


@pytest.mark.parametrize(
    ("starts_on", "ends_before", "on", "expected"),
    [
        (A, B, A, True),
        (A, B, B, False),
        (B, C, A, False),
        (None, B, A, True),
        (A, None, D, True),
        (None, None, D, True),
    ],
)
def test_a_span_holds_from_its_first_day_and_not_on_its_end(
    starts_on: dt.date | None, ends_before: dt.date | None, on: dt.date, expected: bool
) -> None:
    assert holds_on(starts_on, ends_before, on) is expected


@pytest.mark.parametrize(
    ("first", "other", "expected"),
    [
        ((A, B), (B, C), False),
        ((A, C), (B, D), True),
        ((B, D), (A, C), True),
        ((None, B), (B, None), False),
        ((None, C), (B, None), True),
        ((None, None), (A, B), True),
        ((A, B), (C, D), False),
        ((C, D), (A, B), False),
    ],
)
def test_spans_overlap_when_they_share_a_day(
    first: tuple[dt.date | None, dt.date | None], other: tuple[dt.date | None, dt.date | None], expected: bool
) -> None:
    assert overlaps(*first, *other) is expected


def test_days_leave_out_the_end() -> None:
    assert list(days(A, dt.date(2025, 10, 4))) == [A, dt.date(2025, 10, 2), dt.date(2025, 10, 3)]


def test_weeks_are_counted_from_monday() -> None:
    sunday, next_monday = dt.date(2025, 10, 5), dt.date(2025, 10, 6)
    assert monday(sunday) == dt.date(2025, 9, 29)
    assert weeks_between(sunday, next_monday) == 1
    assert weeks_between(next_monday, sunday) == -1


def test_weeks_are_counted_over_a_year_of_53_weeks() -> None:
    assert weeks_between(dt.date(2026, 12, 28), dt.date(2027, 1, 4)) == 1


def test_rows_are_found_by_day_and_by_span(db: None) -> None:
    make_employee("Exempel A", starts_on=A, ends_before=B)
    make_employee("Exempel B", starts_on=B)

    def names(condition: object) -> list[str]:
        return sorted(Employment.objects.filter(condition).values_list("employee__name", flat=True))

    assert names(on_day(A)) == ["Exempel A"]
    assert names(on_day(B)) == ["Exempel B"]
    assert names(within(A, B)) == ["Exempel A"]
    assert names(within(dt.date(2025, 10, 7), C)) == ["Exempel A", "Exempel B"]
