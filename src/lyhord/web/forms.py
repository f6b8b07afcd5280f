"""Form widgets that phones and browsers know how to help with."""

from __future__ import annotations

from django import forms


class DayInput(forms.DateInput):
    """A day, picked in the browser's own calendar. Always sent as 2025-10-06."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    """A time of day. Always sent as 13:30."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")
