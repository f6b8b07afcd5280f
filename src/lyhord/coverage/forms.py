"""Which day to look at."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lyhord.web.forms import DayInput


class DayForm(forms.Form):
    """datum: the day the figures hold for. fran: the day to compare the number of people with."""

    datum = forms.DateField(label=_("Läget den"), required=False, widget=DayInput())
    fran = forms.DateField(label=_("Jämför med"), required=False, widget=DayInput())

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_datum(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["datum"]
        if day and day > self.today:
            raise forms.ValidationError(_("Dagen har inte varit än. Välj en dag till och med i dag."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day, first = cleaned.get("datum") or self.today, cleaned.get("fran")
        if first and first > day:
            self.add_error("fran", _("Jämför med en tidigare dag."))
        return cleaned

    @property
    def day(self) -> dt.date:
        """The chosen day, today when none or a wrong one is chosen."""
        return self.chosen.get("datum") or self.today

    @property
    def first(self) -> dt.date | None:
        day: dt.date | None = self.chosen.get("fran")
        return day if day and day <= self.day else None

    @property
    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return getattr(self, "cleaned_data", {})
