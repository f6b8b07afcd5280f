"""What the examples of the pattern page are rendered with: a form, a row, some weeks. All invented."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms

from lyhord.web.charts import Week
from lyhord.web.forms import ClockInput, DayInput


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Namn", help_text="Så som besökarna säger.")
    opens_on = forms.DateField(label="Öppnar", widget=DayInput(), required=False)
    starts = forms.TimeField(label="Börjar", widget=ClockInput())
    kind = forms.ChoiceField(
        label="Slag", choices=[("stationary", "Stationär"), ("mobile", "Mobil")], widget=forms.RadioSelect
    )
    unit = forms.ChoiceField(label="Enhet", choices=[("", "Välj"), ("1", "Enhet Ett (exempel)")])
    hearing_loop = forms.BooleanField(label="Hörslinga finns", required=False)
    days = forms.MultipleChoiceField(
        label="Dagar",
        choices=[("1", "Måndag"), ("2", "Tisdag"), ("3", "Onsdag")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    directions = forms.CharField(label="Vägbeskrivning", widget=forms.Textarea, required=False)
    file = forms.FileField(label="Fil", required=False)


class HoursForm(forms.Form):
    monday = forms.CharField(label="Måndag", required=False)
    tuesday = forms.CharField(label="Tisdag", required=False)


@dataclass(frozen=True)
class SampleRow:
    name: str
    is_example: bool


def samples() -> dict[str, object]:
    """Return the names that examples may use."""
    return {
        "form": SampleForm(auto_id="id_%s"),
        "wrong_form": SampleForm({"name": "", "starts": "25:10", "unit": "1", "kind": "mobile"}, auto_id="wrong_%s"),
        "filter_form": SampleForm(auto_id="filter_%s"),
        "choice_form": SampleForm(auto_id="choice_%s"),
        "other_form": SampleForm(auto_id="other_%s"),
        "hours_form": HoursForm({"monday": "8–17", "tuesday": "8–12"}, auto_id="hours_%s"),
        "row": SampleRow("Gottsunda", is_example=True),
        "weeks": [
            Week("41", first=2, second=0, words="vecka 41: 2 utbildningar", is_now=False),
            Week("42", first=3, second=1, words="vecka 42: 3 utbildningar, 1 besök", is_now=True),
            Week("43", first=0, second=0, words="vecka 43: inget", is_now=False),
            Week("44", first=1, second=2, words="vecka 44: 1 utbildning, 2 besök", is_now=False),
        ],
    }
