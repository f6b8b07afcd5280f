"""An employment with its schedule, and the times of those who have none."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lyhord.people.domain.schedules import Schedule, Window, make_schedule, schedule_of
from lyhord.people.forms.employees import FirstEmploymentForm
from lyhord.people.forms.fields import WeekGrid
from lyhord.people.models import Employee
from lyhord.places.models import MeetingPlace
from lyhord.web.forms import DayInput


class EmploymentForm(WeekGrid, FirstEmploymentForm):
    """Where, how much, from when, and when in the week. Weeks 2–4 only for schedules that differ by week."""

    grid_weeks = 4
    anchor_on = forms.DateField(
        label=gettext_lazy("Vecka 1 börjar"),
        required=False,
        widget=DayInput(),
        help_text=gettext_lazy("Någon dag i en vecka som är vecka 1. Behövs bara när veckorna är olika."),
    )

    def __init__(self, *args: Any, places: QuerySet[MeetingPlace], **kwargs: Any) -> None:
        super().__init__(*args, places=places, **kwargs)
        patterns = [] if self.instance._state.adding else list(self.instance.patterns.prefetch_related("shifts"))
        if patterns:
            schedule = schedule_of(patterns[-1])
            self.initial.update(self.grid_initial(schedule.shifts))
            if schedule.weeks > 1:
                self.initial["anchor_on"] = schedule.anchor_on
        self.has_many_patterns = len(patterns) > 1

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        weeks = {shift[0] for shift in self.shifts()}
        if weeks and max(weeks) > 1 and not cleaned.get("anchor_on"):
            self.add_error("anchor_on", _("Fyll i vilken vecka som är vecka 1."))
        return cleaned

    def schedule(self) -> Schedule | None:
        """Return the schedule that was entered; None when the fields of the week were left as they were."""
        grid = {name for name in self.fields if name.startswith("v") and name[1:2].isdigit()} | {"anchor_on"}
        if not grid & set(self.changed_data):
            return None
        return make_schedule(self.shifts(), self.cleaned_data.get("anchor_on") or self.cleaned_data["starts_on"])


class WindowsForm(WeekGrid):
    """When somebody without a schedule can come."""

    def __init__(self, *args: Any, employee: Employee, **kwargs: Any) -> None:
        rows = employee.availability.filter(starts_on=None, ends_before=None)
        initial = self.grid_initial((1, row.weekday, row.starts_at, row.ends_at) for row in rows)
        super().__init__(*args, initial=initial, **kwargs)

    def windows(self) -> list[Window]:
        return [(weekday, starts_at, ends_at) for _week, weekday, starts_at, ends_at in self.shifts()]
