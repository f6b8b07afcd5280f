"""Form fields that know how people write days, and how the database keeps them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms


class LastDayField(forms.DateField):
    """The last day of a span, as people say it. The value is the first day after, as it is stored."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dt.date):
            return value - dt.timedelta(days=1)
        return value

    def clean(self, value: Any) -> dt.date | None:
        last: dt.date | None = super().clean(value)
        return last + dt.timedelta(days=1) if last is not None else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)
