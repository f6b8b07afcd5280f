"""What a person may enter about a plan: its settings, how long to think, until when to reply, and the replies."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lyhord.planning.domain.adapter import PRICES
from lyhord.planning.domain.replies import Party, Reply
from lyhord.planning.enums import Answer, CoarseReason
from lyhord.planning.models import PlanSettings
from lyhord.web.forms import DayInput

TIME_LIMITS = [(30, _("en halv minut")), (60, _("en minut")), (300, _("fem minuter")), (1800, _("en halvtimme"))]


class SettingsForm(forms.ModelForm[PlanSettings]):
    class Meta:
        model = PlanSettings
        fields = [
            "starts_on",
            "ends_before",
            "notice_days",
            "max_venues",
            "travel_speed_kmh",
            "detour_percent",
            *PRICES,
        ]
        widgets = {"starts_on": DayInput(), "ends_before": DayInput()}
        help_texts = {
            "ends_before": _("Första dagen som inte längre hör till perioden."),
            "notice_days": _("Ingen bokas närmare än så."),
            "max_venues": _("Den egna träffpunkten och de närmaste."),
        }

    price_names = PRICES

    def price_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in PRICES]

    def other_fields(self) -> list[forms.BoundField]:
        return [bound for bound in self if bound.name not in PRICES]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, before = cleaned.get("starts_on"), cleaned.get("ends_before")
        if first and before and before <= first:
            self.add_error("ends_before", _("Perioden måste sluta efter att den börjar. Välj en senare dag."))
        for name in ("travel_speed_kmh", "max_venues"):
            if cleaned.get(name) == 0:
                self.add_error(name, _("Skriv 1 eller mer."))
        return cleaned


class RunForm(forms.Form):
    time_limit_seconds = forms.TypedChoiceField(
        label=_("Räkna som längst"),
        choices=TIME_LIMITS,
        coerce=int,
        initial=60,
        help_text=_("Du kan stoppa när du vill."),
    )


class SendForm(forms.Form):
    replies_until = forms.DateField(label=_("Svar senast"), widget=DayInput())

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_replies_until(self) -> dt.date:
        day: dt.date = self.cleaned_data["replies_until"]
        if day < self.today:
            raise forms.ValidationError(_("Dagen har redan varit. Välj en senare dag."))
        return day


class ReplyForm(forms.Form):
    """One party's answer to one activity. Left empty: no answer."""

    answer = forms.ChoiceField(label=_("Svar"), choices=Answer.choices, widget=forms.RadioSelect, required=False)
    reason = forms.ChoiceField(
        label=_("Skäl, om det inte går"), choices=[("", _("Välj")), *CoarseReason.choices], required=False
    )
    wished_on = forms.DateField(label=_("Önskad dag"), widget=DayInput(), required=False)

    def __init__(self, *args: Any, party: Party, item: str, period: tuple[dt.date, dt.date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.party, self.item, self.period = party, item, period

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        answer, day = cleaned.get("answer"), cleaned.get("wished_on")
        if answer == Answer.CANNOT and not cleaned.get("reason"):
            self.add_error("reason", _("Välj ett skäl."))
        if answer == Answer.WISH and "wished_on" not in self.errors:
            if day is None:
                self.add_error("wished_on", _("Välj vilken dag du önskar."))
            elif not self.period[0] <= day <= self.period[1]:
                self.add_error("wished_on", _("Dagen ligger utanför planens tid. Välj en annan dag."))
        return cleaned

    def reply(self, *, rest_works: bool) -> Reply:
        """Return the answer. rest_works: no answer means that it works."""
        answer = self.cleaned_data["answer"] or (Answer.WORKS if rest_works else None)
        return Reply(
            party=self.party,
            item=self.item,
            answer=Answer(answer) if answer else None,
            reason=self.cleaned_data["reason"],
            wished_on=self.cleaned_data["wished_on"],
        )
