"""The facts of an employee, days away, and narrowing the list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lyhord.common.forms import LastDayField
from lyhord.imports.domain import cells
from lyhord.organisation.models import Board
from lyhord.people.enums import EmployeeClass
from lyhord.people.forms.fields import CellField
from lyhord.people.models import AwayPeriod, Employee, Employment
from lyhord.places.models import MeetingPlace
from lyhord.web.forms import DayInput


class EmployeeForm(forms.ModelForm[Employee]):
    """Who somebody is. Neither e-mail nor account is needed."""

    class Meta:
        model = Employee
        fields = ["name", "key", "role_title", "employee_class", "languages", "email", "phone"]

    def __init__(self, *args: Any, owner: Board | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner or (None if self.instance._state.adding else self.instance.owner)
        self.fields["languages"] = CellField(
            cells.languages,
            [],
            label=gettext_lazy("Språk"),
            help_text=gettext_lazy("Utöver svenska, till exempel finska."),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.owner is not None:
            self.refuse_twin(self.owner)
        return cleaned

    def refuse_twin(self, owner: Board) -> None:
        """Add an error when somebody else of the board has the key."""
        twins = Employee.objects.filter(owner=owner, key=self.cleaned_data.get("key", "")).exclude(pk=self.instance.pk)
        if twins.exists():
            self.add_error("key", _("Någon annan har det numret. Kontrollera att personen inte redan är inlagd."))


class FirstEmploymentForm(forms.ModelForm[Employment]):
    """Where somebody new works."""

    ends_before = LastDayField(label=gettext_lazy("Till och med"), required=False, widget=DayInput())

    class Meta:
        model = Employment
        fields = ["place", "share_percent", "starts_on", "ends_before"]
        widgets = {"starts_on": DayInput()}

    def __init__(self, *args: Any, places: QuerySet[MeetingPlace], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["share_percent"].help_text = _("0 för den som arbetar per timme eller ideellt.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_on, ends_before = cleaned.get("starts_on"), cleaned.get("ends_before")
        if starts_on and ends_before and ends_before <= starts_on:
            self.add_error("ends_before", _("Sista dagen ska vara samma dag eller senare än den första."))
        return cleaned


class AwayForm(forms.ModelForm[AwayPeriod]):
    """From when until when somebody is away. There is no field for why, and there shall be none."""

    ends_before = LastDayField(
        label=gettext_lazy("Till och med"),
        required=False,
        widget=DayInput(),
        help_text=gettext_lazy("Lämna tomt om du inte vet."),
    )

    class Meta:
        model = AwayPeriod
        fields = ["starts_on", "ends_before"]
        widgets = {"starts_on": DayInput()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_on, ends_before = cleaned.get("starts_on"), cleaned.get("ends_before")
        if starts_on and ends_before and ends_before <= starts_on:
            self.add_error("ends_before", _("Sista dagen ska vara samma dag eller senare än den första."))
        return cleaned


class EmployeeFilter(forms.Form):
    """Narrows the list. Everything is optional, so a strange address shows the whole list."""

    plats = forms.ModelChoiceField(MeetingPlace.objects.none(), required=False, label=gettext_lazy("Träffpunkt"))
    grupp = forms.ChoiceField(required=False, label=gettext_lazy("Grupp"))
    visa = forms.ChoiceField(required=False, label=gettext_lazy("Visa"))

    def __init__(self, *args: Any, places: QuerySet[MeetingPlace], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plats"].queryset = places  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["plats"].empty_label = _("Alla")  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["grupp"].choices = [("", _("Alla")), *EmployeeClass.choices]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["visa"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", _("Anställda nu")),
            ("saknas", _("Saknas i senaste filen")),
            ("slutat", _("Har slutat")),
            ("begransade", _("Begränsade")),
        ]

    def chosen(self, name: str) -> Any:
        """Return what was chosen, None for nothing or nonsense."""
        self.is_valid()
        return self.cleaned_data.get(name) or None
