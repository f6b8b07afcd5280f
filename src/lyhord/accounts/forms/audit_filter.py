"""Narrows the log."""

from __future__ import annotations

from typing import Any

from django import forms
from django.apps import apps
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lyhord.accounts.domain.audit.words import SENTENCES, kind_of
from lyhord.common.sorting import sort_key
from lyhord.organisation.models import Board
from lyhord.web.forms import DayInput


class OlderFilter(forms.Form):
    """fore: the row that the page comes before. Everything is optional: nonsense narrows nothing."""

    fore = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)

    def chosen(self, name: str) -> Any:
        """Return what was chosen, None for nothing or nonsense."""
        self.is_valid()
        return self.cleaned_data.get(name) or None


class AuditFilter(OlderFilter):
    """rad: one row, from a link. What cannot be read is told beside its field."""

    namnd = forms.ModelChoiceField(
        queryset=Board.objects.none(), required=False, empty_label=None, label=gettext_lazy("Nämnd")
    )
    fran = forms.DateField(required=False, label=gettext_lazy("Från och med"), widget=DayInput)
    till = forms.DateField(required=False, label=gettext_lazy("Till och med"), widget=DayInput)
    vem = forms.CharField(required=False, max_length=150, label=gettext_lazy("Användarnamn"))
    handelse = forms.ChoiceField(required=False, label=gettext_lazy("Händelse"))
    slag = forms.ChoiceField(required=False, label=gettext_lazy("Om"))
    rad = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, boards: QuerySet[Board], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.boards = list(boards)
        self.fields["namnd"].queryset = boards  # type: ignore[attr-defined]  # a ModelChoiceField
        if len(self.boards) < 2:
            del self.fields["namnd"]
        kinds = [(model._meta.label_lower, kind_of(model._meta.label_lower)) for model in apps.get_models()]
        ours = [(name, word) for name, word in kinds if apps.get_model(name).__module__.startswith("lyhord.")]
        self._choose_from("handelse", [(action, str(sentence)) for action, sentence in SENTENCES.items()])
        self._choose_from("slag", ours)

    def _choose_from(self, name: str, options: list[tuple[str, str]]) -> None:
        ordered = sorted(options, key=lambda option: sort_key(option[1]))
        self.fields[name].choices = [("", _("Alla")), *ordered]  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def board(self) -> Board:
        """Return the chosen board; the first without a choice. The caller has made sure that there is one."""
        chosen: Board | None = self.chosen("namnd")
        return chosen or self.boards[0]

    def narrowing(self) -> dict[str, Any]:
        """Return the arguments of `narrowed`."""
        names = {
            "since": "fran",
            "until": "till",
            "who": "vem",
            "action": "handelse",
            "object_type": "slag",
            "object_id": "rad",
        }
        return {argument: self.chosen(name) for argument, name in names.items()}
