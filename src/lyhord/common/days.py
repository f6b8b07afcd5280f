"""Days that can be meant: no form and no address takes one on which counting on would run out of the calendar."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FIRST, BEFORE = dt.date(1900, 1, 1), dt.date(2200, 1, 1)


def day_in_address(text: str) -> dt.date:
    """Return the day written as 2025-10-06. Raises ValueError for anything else, and for one that cannot be meant."""
    return _plausible(dt.date.fromisoformat(text))


def monday_in_address(year: int, week: int) -> dt.date:
    """Return the Monday of the week. Raises ValueError."""
    if not FIRST.year <= year < BEFORE.year:
        raise ValueError(year)
    return _plausible(dt.date.fromisocalendar(year, week, 1))


def check_plausible(day: dt.date) -> None:
    """Validate a day in a form; every date field has this, see `apps`."""
    if not FIRST <= day < BEFORE:
        raise ValidationError(_("Skriv en dag mellan åren 1900 och 2199."), code="implausible")


def _plausible(day: dt.date) -> dt.date:
    if not FIRST <= day < BEFORE:
        raise ValueError(day)
    return day
