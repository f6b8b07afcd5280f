"""Swedish holidays, and the eves on which nobody works."""

from __future__ import annotations

import datetime as dt

from lyhord.common.holidays import holiday_name, holidays_between


def test_christmas_and_new_year_span_two_years() -> None:
    assert holidays_between(dt.date(2025, 12, 24), dt.date(2026, 1, 6)) == {
        dt.date(2025, 12, 24): "Julafton",
        dt.date(2025, 12, 25): "Juldagen",
        dt.date(2025, 12, 26): "Annandag jul",
        dt.date(2025, 12, 31): "Nyårsafton",
        dt.date(2026, 1, 1): "Nyårsdagen",
    }


def test_midsummer_eve_moves_with_the_year() -> None:
    assert holiday_name(dt.date(2025, 6, 20)) == "Midsommarafton"
    assert holiday_name(dt.date(2026, 6, 19)) == "Midsommarafton"


def test_an_ordinary_sunday_is_no_holiday() -> None:
    assert holiday_name(dt.date(2025, 10, 5)) is None
