"""Proposing how long a board gives a role at a time."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.domain.roles.rules import DEFAULT_DAYS
from lyhord.accounts.enums import Role

LONGEST_DAYS = 3 * 366


class LengthForm(forms.Form):
    role = forms.ChoiceField(
        label=_("Roll"), choices=[(role.value, role.label) for role, days in DEFAULT_DAYS.items() if days is not None]
    )
    days = forms.IntegerField(
        label=_("Högst så många dagar i taget"),
        min_value=1,
        max_value=LONGEST_DAYS,
        help_text=_("Högst tre år. Sedan måste rollen förlängas."),
    )

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])
