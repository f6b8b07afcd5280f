"""How often a board checks its roles."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class CheckRuleForm(forms.Form):
    every_days = forms.IntegerField(
        label=_("Dagar mellan kontrollerna"), min_value=30, max_value=366, help_text=_("Högst ett år.")
    )
    within_days = forms.IntegerField(label=_("Dagar att bli klar på"), min_value=7, max_value=90)
