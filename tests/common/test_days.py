"""Days at the edge of the calendar are refused before anything counts on from them."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms
from django.test import Client

from lyhord.common.days import day_in_address, monday_in_address
from tests.factories import Cast, sign_in_as


@pytest.mark.parametrize("text", ["9999-12-31", "0001-01-01", "1899-12-31", "2200-01-01", "x", "2025-02-30"])
def test_days_that_cannot_be_meant(text: str) -> None:
    with pytest.raises(ValueError):
        day_in_address(text)
    with pytest.raises(forms.ValidationError):
        forms.DateField().clean(text)


def test_days_that_can() -> None:
    assert day_in_address("2025-10-06") == forms.DateField().clean("2025-10-06") == dt.date(2025, 10, 6)
    assert monday_in_address(2025, 41) == dt.date(2025, 10, 6)


@pytest.mark.parametrize(("year", "week"), [(9999, 52), (1, 1), (0, 1), (2025, 54), (2025, 0), (10**30, 1)])
def test_weeks_that_cannot_be_meant(client: Client, cast: Cast, year: int, week: int) -> None:
    with pytest.raises(ValueError):
        monday_in_address(year, week)
    sign_in_as(client, cast.coordinator)
    assert client.get(f"/kalender/vecka/{year}-{week}/").status_code == 404
