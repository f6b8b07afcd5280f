"""Narrows the list of who has what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lyhord.accounts.domain.roles.queries import Span
from lyhord.accounts.enums import Role
from lyhord.organisation.models import Board, Unit


class GrantFilter(forms.Form):
    """Everything is optional, so a strange address shows the whole list."""

    vem = forms.CharField(required=False, max_length=100, label=gettext_lazy("Namn"))
    roll = forms.ChoiceField(required=False, label=gettext_lazy("Roll"))
    inom = forms.ChoiceField(required=False, label=gettext_lazy("Inom"))
    lage = forms.ChoiceField(required=False, label=gettext_lazy("Gäller"))
    ordning = forms.ChoiceField(required=False, label=gettext_lazy("Ordna efter"))

    def __init__(self, *args: Any, boards: QuerySet[Board], units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        within = [(str(row.pk), str(row)) for row in (*boards, *units)]
        spans = [
            ("", _("I dag")),
            (Span.COMING, _("Börjar senare")),
            (Span.ENDING, _("Slutar inom en månad")),
            (Span.ENDED, _("Har slutat")),
        ]
        choices: dict[str, list[tuple[Any, Any]]] = {
            "roll": [("", _("Alla")), *Role.choices],
            "inom": [("", _("Alla")), *within],
            "lage": spans,
            "ordning": [("", _("Person")), ("inom", _("Nämnd och enhet"))],
        }
        for name, options in choices.items():
            self.fields[name].choices = options  # type: ignore[attr-defined]  # a ChoiceField

    def chosen(self, name: str) -> str:
        """Return what was chosen, empty for nothing or nonsense."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")
