"""The name of a board, an administration or a unit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lyhord.organisation.models import Administration, Board, Unit


class NameForm(forms.Form):
    name = forms.CharField(label=_("Namn"), max_length=200)

    def __init__(
        self,
        *args: Any,
        siblings: QuerySet[Board] | QuerySet[Administration] | QuerySet[Unit],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.siblings = siblings

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if self.siblings.filter(name=name).exists():
            raise forms.ValidationError(_("Namnet finns redan. Välj ett som går att skilja från det."))
        return name
