"""Hours, stops, activities, days that differ and travel times: one form each, which may make several rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lyhord.common.forms import LastDayField
from lyhord.common.sorting import swedish
from lyhord.places.domain.places import PlaceRow
from lyhord.places.enums import RuleKind, Weekday
from lyhord.places.models import (
    MeetingPlace,
    OpeningException,
    OpeningRule,
    PopularActivity,
    Stop,
    TravelOverride,
)
from lyhord.web.forms import ClockInput, DayInput


class RowForm(forms.Form):
    """Makes the rows of a place out of what was entered."""

    def __init__(self, *args: Any, place: MeetingPlace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place

    def rows(self) -> Sequence[PlaceRow]:
        raise NotImplementedError


class _HoursForm(RowForm):
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Veckodagar"),
        choices=Weekday,
        coerce=int,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"}),
    )
    starts_at = forms.TimeField(label=gettext_lazy("Från"), widget=ClockInput())
    ends_at = forms.TimeField(label=gettext_lazy("Till"), widget=ClockInput())
    starts_on = forms.DateField(label=gettext_lazy("Gäller från och med"), required=False, widget=DayInput())
    ends_before = LastDayField(label=gettext_lazy("Gäller till och med"), required=False, widget=DayInput())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at and starts_at >= ends_at:
            self.add_error("ends_at", _("Sluttiden ska vara efter starttiden."))
        starts_on, ends_before = cleaned.get("starts_on"), cleaned.get("ends_before")
        if starts_on and ends_before and starts_on >= ends_before:
            self.add_error("ends_before", _("Sista dagen ska vara samma dag eller senare än den första."))
        return cleaned

    def per_weekday(self) -> list[dict[str, Any]]:
        """Return the fields of one row for each weekday."""
        fields = {name: entered for name, entered in self.cleaned_data.items() if name != "weekdays"}
        return [{"place": self.place, "weekday": weekday, **fields} for weekday in self.cleaned_data["weekdays"]]


class OpeningForm(_HoursForm):
    kind = forms.ChoiceField(label=gettext_lazy("Gäller"), choices=RuleKind)
    interval_weeks = forms.IntegerField(
        label=gettext_lazy("Var … vecka"),
        min_value=1,
        max_value=8,
        initial=1,
        help_text=gettext_lazy("1 är varje vecka, 2 varannan. Räknas från ”Gäller från och med”."),
    )
    field_order = ("kind", "weekdays", "starts_at", "ends_at", "interval_weeks")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (cleaned.get("interval_weeks") or 1) > 1 and cleaned.get("starts_on") is None:
            self.add_error("starts_on", _("Fyll i dagen som veckorna räknas från."))
        return cleaned

    def rows(self) -> Sequence[OpeningRule]:
        return [OpeningRule(**fields) for fields in self.per_weekday()]


class StopForm(_HoursForm):
    venue = forms.CharField(label=gettext_lazy("Lokal"), max_length=200)
    address = forms.CharField(label=gettext_lazy("Adress"), max_length=200, required=False)
    latitude = forms.FloatField(
        label=gettext_lazy("Latitud"), required=False, localize=True, min_value=-90, max_value=90
    )
    longitude = forms.FloatField(
        label=gettext_lazy("Longitud"), required=False, localize=True, min_value=-180, max_value=180
    )
    field_order = ("venue", "address", "latitude", "longitude", "weekdays")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (cleaned.get("latitude") is None) != (cleaned.get("longitude") is None):
            self.add_error("longitude", _("Fyll i både latitud och longitud, eller ingen av dem."))
        return cleaned

    def rows(self) -> Sequence[Stop]:
        return [Stop(**fields) for fields in self.per_weekday()]


class ActivityForm(_HoursForm):
    name = forms.CharField(label=gettext_lazy("Vad den heter"), max_length=200)
    head_count = forms.IntegerField(
        label=gettext_lazy("Så många brukar komma"), required=False, min_value=0, max_value=10_000
    )
    field_order = ("name", "head_count", "weekdays")

    def rows(self) -> Sequence[PopularActivity]:
        return [PopularActivity(**fields) for fields in self.per_weekday()]


class ExceptionForm(RowForm):
    on = forms.DateField(label=gettext_lazy("Dag"), widget=DayInput())
    starts_at = forms.TimeField(
        label=gettext_lazy("Öppet från"),
        required=False,
        widget=ClockInput(),
        help_text=gettext_lazy("Lämna båda tiderna tomma om det är stängt hela dagen."),
    )
    ends_at = forms.TimeField(label=gettext_lazy("Öppet till"), required=False, widget=ClockInput())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if (starts_at is None) != (ends_at is None):
            self.add_error("ends_at", _("Fyll i båda tiderna, eller ingen."))
        elif starts_at and ends_at and starts_at >= ends_at:
            self.add_error("ends_at", _("Sluttiden ska vara efter starttiden."))
        return cleaned

    def rows(self) -> Sequence[OpeningException]:
        return [OpeningException(place=self.place, **self.cleaned_data)]


class TravelForm(RowForm):
    other = forms.ModelChoiceField(MeetingPlace.objects.none(), label=gettext_lazy("Till träffpunkten"))
    minutes = forms.IntegerField(label=gettext_lazy("Minuter"), min_value=0, max_value=600)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = MeetingPlace.objects.filter(owner=self.place.owner_id).exclude(pk=self.place.pk)
        self.fields["other"].queryset = others.order_by(swedish("name"))  # type: ignore[attr-defined]  # a ModelChoiceField

    def rows(self) -> Sequence[TravelOverride]:
        chosen = self.cleaned_data
        return [TravelOverride(a=self.place, b=chosen["other"], minutes=chosen["minutes"])]
