"""Asking, and answering, about the data of a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lyhord.people.domain.privacy_requests import OwnRow
from lyhord.people.enums import RequestKind


class AskForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Vad vill du?"),
        choices=[
            (RequestKind.CORRECTION, _("Rätta något som är fel")),
            (RequestKind.RESTRICTION, _("Begränsa hur uppgifterna används")),
            (RequestKind.ERASURE, _("Radera mina uppgifter")),
        ],
    )
    row = forms.ChoiceField(label=_("Vilka uppgifter?"))
    text = forms.CharField(
        label=_("Vad gäller det?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Till exempel: närvaron den 3 maj stämmer inte. Skriv inget om andra eller om hälsa."),
    )

    def __init__(self, *args: Any, rows: Sequence[OwnRow], **kwargs: Any) -> None:
        """rows: what the person may ask about. With one there is nothing to choose."""
        super().__init__(*args, **kwargs)
        self.rows = {row.code: row for row in rows}
        if len(self.rows) > 1:
            field = self.fields["row"]
            field.choices = [(code, row.label) for code, row in self.rows.items()]  # type: ignore[attr-defined]  # a ChoiceField
        else:
            del self.fields["row"]

    @property
    def chosen(self) -> OwnRow:
        return self.rows[self.cleaned_data["row"]] if "row" in self.fields else next(iter(self.rows.values()))


class ExtractReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Varför tar du fram utdraget?"),
        max_length=1000,
        help_text=_("Till exempel: personen har begärt det per brev den 3 maj. Det sparas."),
    )


class AnswerForm(forms.Form):
    is_granted = forms.TypedChoiceField(
        label=_("Svar"),
        choices=[("1", _("Ja, det görs")), ("0", _("Nej"))],
        coerce=lambda text: text == "1",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Skäl, och vad som har gjorts"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
