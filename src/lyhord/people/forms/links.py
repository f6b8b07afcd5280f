"""Who an account is in the register, and rules that say so by themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lyhord.organisation.models import Board
from lyhord.people.enums import RegisterColumn


class RowSearch(forms.Form):
    q = forms.CharField(
        label=_("Namn eller nummer i registret"),
        max_length=100,
        required=False,
        help_text=_("Minst två tecken. Bara de som inte har något konto visas."),
    )

    def chosen(self) -> str:
        """Return what to look for, empty for nothing or nonsense."""
        self.is_valid()
        return str(self.cleaned_data.get("q") or "")


class RowForm(forms.Form):
    """rows: (id, words) of those who were found."""

    row = forms.ChoiceField(label=_("Vem är det?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, rows: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["row"].choices = list(rows)  # type: ignore[attr-defined]  # a ChoiceField


class LinkRuleForm(forms.Form):
    """Offers the boards that the administrator answers for."""

    claim = forms.CharField(
        label=_("Uppgift från kommunens inloggning"),
        max_length=200,
        required=False,
        help_text=_("Till exempel employeeNumber. Lämna tomt om det är användarnamnet som ska stämma."),
    )
    column = forms.ChoiceField(label=_("Ska vara lika med"), choices=RegisterColumn.choices)

    def __init__(self, *args: Any, boards: QuerySet[Board], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = forms.ModelChoiceField(label=_("I registret hos"), queryset=boards, empty_label=None)

    def clean_column(self) -> RegisterColumn:
        return RegisterColumn(self.cleaned_data["column"])
