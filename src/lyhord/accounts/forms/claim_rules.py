"""Proposing a rule from a claim to a role."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lyhord.accounts.domain.personal_numbers import looks_like_personal_number
from lyhord.accounts.enums import Role
from lyhord.accounts.forms.roles import check_unit
from lyhord.accounts.models.claims import NEVER_BY_RULE
from lyhord.organisation.models import Board, Unit


class RuleForm(forms.Form):
    """Offers the boards, and their units, that the administrator answers for."""

    claim = forms.CharField(
        label=_("Uppgift från kommunens inloggning"),
        max_length=200,
        help_text=_("Namnet på uppgiften, till exempel groups. Den som sköter kommunens inloggning vet."),
    )
    text = forms.CharField(
        label=_("Innehåll"), max_length=200, help_text=_("Måste stämma precis, till exempel lyhord-gottsunda.")
    )
    role = forms.ChoiceField(
        label=_("Ger rollen"), choices=[(role.value, role.label) for role in Role if role not in NEVER_BY_RULE]
    )

    def __init__(self, *args: Any, boards: QuerySet[Board], units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["board"] = forms.ModelChoiceField(label=_("Nämnd"), queryset=boards)
        self.fields["unit"] = forms.ModelChoiceField(
            label=_("Enhet"),
            queryset=units,
            required=False,
            help_text=_("Behövs för enhetschef, medarbetare och volontär."),
        )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if looks_like_personal_number(text):
            raise forms.ValidationError(_("Det ser ut som ett personnummer. Välj en uppgift som inte är det."))
        return text

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        role, board, unit = cleaned.get("role"), cleaned.get("board"), cleaned.get("unit")
        check_unit(self, role, board, unit)
        return cleaned
