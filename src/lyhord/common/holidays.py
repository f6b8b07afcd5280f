"""Swedish holidays: the public ones, and the three eves on which nobody works either."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import holidays


@lru_cache(maxsize=50)
def _of_year(year: int) -> dict[dt.date, str]:
    return dict(
        holidays.country_holidays(
            "SE", years=year, language="sv", categories=(holidays.PUBLIC, holidays.DE_FACTO), include_sundays=False
        ).items()
    )


def holiday_name(day: dt.date) -> str | None:
    """Return the name of the holiday in Swedish, None on any other day. An ordinary Sunday is no holiday."""
    return _of_year(day.year).get(day)


def holidays_between(first: dt.date, before: dt.date) -> dict[dt.date, str]:
    """Return the holidays from `first` to, not including, `before`, with their names."""
    return {
        day: name
        for year in range(first.year, before.year + 1)
        for day, name in sorted(_of_year(year).items())
        if first <= day < before
    }
