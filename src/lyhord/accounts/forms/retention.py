"""A board's rule on how long a kind of record is kept, and holding a row."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from lyhord.web.forms import DayInput


class RetentionRuleForm(forms.Form):
    """seen: digest of the preview that is shown; empty before there is one."""

    months = forms.IntegerField(
        label=_("Månader efter att uppgiften slutat gälla"),
        min_value=1,
        max_value=600,
        help_text=_("Så som nämnden har beslutat. Det finns inget förval."),
    )
    diary_number = forms.CharField(label=_("Beslutets diarienummer"), max_length=60)
    decided_on = forms.DateField(label=_("Beslutad"), widget=DayInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class HoldForm(forms.Form):
    reason = forms.CharField(
        label=_("Varför ska raden vara kvar?"), max_length=200, help_text=_("Skriv inget om hälsa eller familj.")
    )
