"""The facts of a place, closing it, and narrowing the list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lyhord.organisation.models import Unit
from lyhord.places.enums import PlaceKind
from lyhord.places.models import MeetingPlace
from lyhord.web.forms import DayInput

_YES_NO = ((None, gettext_lazy("vet inte")), (True, gettext_lazy("ja")), (False, gettext_lazy("nej")))


class PlaceForm(forms.ModelForm[MeetingPlace]):
    """Everything about a place but its hours. The unit decides which board owns it, and it stays with that board."""

    class Meta:
        model = MeetingPlace
        fields = [
            "name",
            "key",
            "kind",
            "unit",
            "address",
            "latitude",
            "longitude",
            "contact_name",
            "phone",
            "email",
            "min_staff",
            "closing_cap",
            "expected_visitors",
            "room",
            "room_capacity",
            "accessibility",
            "has_hearing_loop",
            "has_private_corner",
            "opened_on",
        ]
        widgets = {
            "opened_on": DayInput(),
            "accessibility": forms.Textarea(attrs={"rows": 3}),
            "has_hearing_loop": forms.Select(choices=_YES_NO),
            "has_private_corner": forms.Select(choices=_YES_NO),
        }
        help_texts = {
            "key": gettext_lazy("Kort namn som används i kalkylark. Lämna tomt så skapas det ur namnet."),
            "latitude": gettext_lazy("I grader, till exempel 59,8588. Behövs för restiderna."),
            "min_staff": gettext_lazy("Så många måste vara kvar när andra går på utbildning."),
            "closing_cap": gettext_lazy("Under hela satsningen. 0 om träffpunkten alltid ska hålla öppet."),
            "room_capacity": gettext_lazy("0 om det inte finns någon lokal att utbilda i."),
            "accessibility": gettext_lazy("Trappor, hiss, dörröppnare, toalett."),
        }

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            units = units.filter(administration__board=self.instance.owner_id)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["key"].required = False
        for name in ("latitude", "longitude"):
            self.fields[name] = forms.FloatField(
                label=self.fields[name].label,
                help_text=self.fields[name].help_text,
                required=False,
                localize=True,
                min_value=-90 if name == "latitude" else -180,
                max_value=90 if name == "latitude" else 180,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        unit = cleaned.get("unit")
        if unit is not None:
            self.instance.owner = unit.board
            key = cleaned.get("key") or slugify(cleaned.get("name", ""))[:60]
            cleaned["key"] = key
            twins = MeetingPlace.objects.filter(owner=unit.board, key=key).exclude(pk=self.instance.pk)
            if key and twins.exists():
                self.add_error("key", _("En annan träffpunkt har den nyckeln. Välj en annan."))
        if (cleaned.get("latitude") is None) != (cleaned.get("longitude") is None) and not self.has_error("latitude"):
            self.add_error("longitude", _("Fyll i både latitud och longitud, eller ingen av dem."))
        opened_on = cleaned.get("opened_on")
        if opened_on and self.instance.closed_from and opened_on >= self.instance.closed_from:
            self.add_error("opened_on", _("Träffpunkten är stängd från en dag före det. Välj en tidigare dag."))
        return cleaned


class ClosingForm(forms.Form):
    """The first day on which the place is closed for good; empty opens it again."""

    closed_from = forms.DateField(
        label=gettext_lazy("Första dagen som är stängd"),
        required=False,
        widget=DayInput(),
        help_text=gettext_lazy("Lämna tomt om träffpunkten ska vara öppen tills vidare."),
    )


class PlaceFilter(forms.Form):
    """Narrows the list. Everything is optional, so a strange address shows the whole list."""

    enhet = forms.ModelChoiceField(Unit.objects.none(), required=False, label=gettext_lazy("Enhet"))
    typ = forms.ChoiceField(required=False, label=gettext_lazy("Typ"))
    visa = forms.ChoiceField(required=False, label=gettext_lazy("Visa"))

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["enhet"].queryset = units  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["enhet"].empty_label = _("Alla")  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["typ"].choices = [("", _("Alla")), *PlaceKind.choices]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["visa"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", _("Öppna")),
            ("stangda", _("Stängda")),
            ("ej-kontrollerade", _("Ej kontrollerade")),
        ]

    def chosen(self, name: str) -> Any:
        """Return what was chosen, None for nothing or nonsense."""
        self.is_valid()
        return self.cleaned_data.get(name) or None
