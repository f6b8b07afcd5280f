"""The name of a board, an administration or a unit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lyhord.organisation.models import Administration, Board, Programme, Unit


class ProgrammeForm(forms.ModelForm[Programme]):
    """A new programme. own: boards of the administrator's, of which at least one takes part."""

    class Meta:
        model = Programme
        fields = ["name", "boards"]
        widgets = {"boards": forms.CheckboxSelectMultiple}
        help_texts = {"boards": _("Går inte att ändra sedan: den som samordnar ser alla de här nämnderna.")}

    def __init__(self, *args: Any, own: QuerySet[Board], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = own

    def clean_boards(self) -> QuerySet[Board]:
        boards: QuerySet[Board] = self.cleaned_data["boards"]
        if not set(boards) & set(self.own):
            raise forms.ValidationError(_("Välj minst en av dina egna nämnder."))
        return boards


class NameForm(forms.Form):
    name = forms.CharField(label=_("Namn"), max_length=200)

    def __init__(
        self,
        *args: Any,
        siblings: QuerySet[Board] | QuerySet[Administration] | QuerySet[Unit] | QuerySet[Programme],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.siblings = siblings

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if self.siblings.filter(name=name).exists():
            raise forms.ValidationError(_("Namnet finns redan. Välj ett som går att skilja från det."))
        return name
