"""The clock shows the real time unless the demo pretends another day."""

from __future__ import annotations

import datetime as dt

import time_machine
from django.utils import timezone
from pytest_django import Settings

from lyhord.common import clock


@time_machine.travel(dt.datetime(2025, 10, 5, 22, 30, tzinfo=dt.UTC), tick=False)
def test_today_is_the_day_in_stockholm() -> None:
    assert clock.today() == dt.date(2025, 10, 6)
    assert clock.now() == timezone.now()


@time_machine.travel(dt.datetime(2025, 10, 5, 22, 30, tzinfo=dt.UTC), tick=False)
def test_pretended_day_keeps_the_time_of_day(settings: Settings) -> None:
    settings.TODAY = dt.date(2026, 1, 7)
    assert clock.today() == dt.date(2026, 1, 7)
    assert timezone.localtime(clock.now()).isoformat() == "2026-01-07T00:30:00+01:00"
