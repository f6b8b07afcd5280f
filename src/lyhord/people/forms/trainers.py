"""The facts of a trainer, weekly times and days away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lyhord.common.forms import LastDayField
from lyhord.imports.domain import cells
from lyhord.organisation.models import Board
from lyhord.people.domain.schedules import Window
from lyhord.people.forms.fields import CellField, WeekGrid
from lyhord.people.models import Trainer, TrainerAway
from lyhord.web.forms import DayInput


class TrainerForm(WeekGrid, forms.ModelForm[Trainer]):
    """Who holds sessions and visits: what they can, where they start from, when and how much."""

    ends_before = LastDayField(
        label=gettext_lazy("Sista dagen som utbildare"),
        required=False,
        widget=DayInput(),
        help_text=gettext_lazy("Fyll i när personen slutar. Efter den dagen planeras inget mer."),
    )

    class Meta:
        model = Trainer
        fields = [
            "owner",
            "name",
            "key",
            "competences",
            "languages",
            "base",
            "latitude",
            "longitude",
            "max_per_day",
            "max_per_week",
            "email",
            "phone",
            "ends_before",
        ]

    def __init__(self, *args: Any, owners: QuerySet[Board], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.fields["owner"].queryset = owners  # type: ignore[attr-defined]  # a ModelChoiceField
        else:
            del self.fields["owner"]  # nobody is moved across the wall between the boards
        self.fields["competences"] = CellField(
            cells.codes,
            [],
            label=gettext_lazy("Kompetenser"),
            help_text=gettext_lazy("Med komma mellan, till exempel utbildning, besök."),
        )
        self.fields["languages"] = CellField(
            cells.languages,
            [],
            label=gettext_lazy("Språk"),
            help_text=gettext_lazy("Utöver svenska, till exempel finska."),
        )
        for name, limit in (("latitude", 90), ("longitude", 180)):
            self.fields[name] = forms.FloatField(
                label=self.fields[name].label, required=False, localize=True, min_value=-limit, max_value=limit
            )
        if not self.instance._state.adding:
            rows = self.instance.windows.filter(starts_on=None, ends_before=None)
            self.initial.update(self.grid_initial((1, row.weekday, row.starts_at, row.ends_at) for row in rows))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        owner = cleaned.get("owner") or self.instance.owner_id
        twins = Trainer.objects.filter(owner=owner, key=cleaned.get("key", "")).exclude(pk=self.instance.pk)
        if twins.exists():
            self.add_error("key", _("En annan utbildare har den nyckeln. Välj en annan."))
        if (cleaned.get("latitude") is None) != (cleaned.get("longitude") is None):
            self.add_error("longitude", _("Fyll i både latitud och longitud, eller ingen av dem."))
        return cleaned

    def windows(self) -> list[Window]:
        return [(weekday, starts_at, ends_at) for _week, weekday, starts_at, ends_at in self.shifts()]


class TrainerAwayForm(forms.ModelForm[TrainerAway]):
    """From when until when. No field for why."""

    ends_before = LastDayField(label=gettext_lazy("Till och med"), widget=DayInput())

    class Meta:
        model = TrainerAway
        fields = ["starts_on", "ends_before"]
        widgets = {"starts_on": DayInput()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_on, ends_before = cleaned.get("starts_on"), cleaned.get("ends_before")
        if starts_on and ends_before and ends_before <= starts_on:
            self.add_error("ends_before", _("Sista dagen ska vara samma dag eller senare än den första."))
        return cleaned
