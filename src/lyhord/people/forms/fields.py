"""Fields that read what is written in the same words as a spreadsheet's cells."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst

from lyhord.imports.domain import cells
from lyhord.people.domain.schedules import Shift
from lyhord.places.domain.words import span_text
from lyhord.places.enums import Weekday


class CellField(forms.CharField):
    """Text that a cell parser understands; what it cannot read is an error with the parser's words."""

    def __init__(self, parse: cells.Parser, empty: Any, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.parse, self.empty = parse, empty

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return self.empty
        try:
            return self.parse(text)
        except cells.CellProblem as problem:
            raise ValidationError(capfirst(str(problem))) from problem

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value


class WeekGrid(forms.Form):
    """A text field of hours for every weekday of one to four weeks."""

    grid_weeks = 1

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for week in range(1, self.grid_weeks + 1):
            for weekday in Weekday:
                self.fields[f"v{week}d{weekday}"] = CellField(cells.spans, (), label=capfirst(str(weekday.label)))

    def grid(self) -> list[tuple[int, list[forms.BoundField]]]:
        """Return (week, its seven fields)."""
        return [(week, [self[f"v{week}d{weekday}"] for weekday in Weekday]) for week in range(1, self.grid_weeks + 1)]

    @property
    def weeks_shown(self) -> set[int]:
        """Return the weeks in which something is or was entered."""
        return {week for week, bounds in self.grid() if any(bound.value() or bound.errors for bound in bounds)}

    def shifts(self) -> set[Shift]:
        """Return what was entered."""
        return {
            (week, int(weekday), starts_at, ends_at)
            for week in range(1, self.grid_weeks + 1)
            for weekday in Weekday
            for starts_at, ends_at in self.cleaned_data.get(f"v{week}d{weekday}", ())
        }

    @staticmethod
    def grid_initial(shifts: Any) -> dict[str, str]:
        """Return the fields' texts for shifts."""
        texts: dict[str, list[str]] = {}
        for week, weekday, starts_at, ends_at in sorted(shifts):
            texts.setdefault(f"v{week}d{weekday}", []).append(span_text(starts_at, ends_at))
        return {name: ", ".join(spans) for name, spans in texts.items()}
