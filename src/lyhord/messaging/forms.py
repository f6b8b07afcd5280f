"""What a coordinator chooses and writes in the outbox."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lyhord.messaging.domain.outbox import LinesNotFit, check_lines
from lyhord.messaging.domain.outbox_page import PARTS
from lyhord.messaging.models import OWN_LINES_LENGTH, Message

ACTS = {act for part in PARTS for act in part.acts}


class OutboxForm(forms.Form):
    """An act on chosen messages of a part, or on all of them."""

    act = forms.ChoiceField(choices=[(act, act) for act in sorted(ACTS)])
    part = forms.ChoiceField(choices=[(part.slug, part.title) for part in PARTS])
    everything = forms.BooleanField(required=False)
    chosen = forms.ModelMultipleChoiceField(Message.objects.none(), required=False)

    def __init__(self, *args: Any, rows: QuerySet[Message], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].queryset = rows  # type: ignore[attr-defined]  # of a ModelMultipleChoiceField


class LinesForm(forms.Form):
    lines = forms.CharField(
        label=_("Egna rader"),
        help_text=_("Till exempel var man går in. Skriv inget om vad utbildningen handlar om."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=OWN_LINES_LENGTH,
        required=False,
    )

    def clean_lines(self) -> str:
        lines: str = self.cleaned_data["lines"].replace("\r\n", "\n")
        try:
            check_lines(lines)
        except LinesNotFit as error:
            raise forms.ValidationError(str(error)) from None
        return lines
