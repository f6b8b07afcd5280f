"""Choosing a file, and choosing what its columns mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lyhord.imports.domain.columns import SheetMapping
from lyhord.imports.domain.kinds import ImportKind
from lyhord.organisation.models import Board


class UploadForm(forms.Form):
    """A file, and for somebody with several boards: whose register it is for."""

    owner = forms.ModelChoiceField(
        Board.objects.none(), label=gettext_lazy("Nämnd"), empty_label=gettext_lazy("Välj nämnd")
    )
    file = forms.FileField(
        label=gettext_lazy("Fil"),
        allow_empty_file=True,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=gettext_lazy("Ett kalkylark (.xlsx) eller en csv-fil, högst 20 MB."),
    )

    def __init__(self, *args: Any, owners: QuerySet[Board], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]  # a ModelChoiceField
        self._only = None
        if len(owners) == 1:
            self._only = owners[0]
            del self.fields["owner"]

    @property
    def board(self) -> Board:
        """The one chosen, or the only one there is to choose."""
        chosen: Board = self._only or self.cleaned_data["owner"]
        return chosen


class ColumnsForm(forms.Form):
    """One choice per heading of every sheet that is read."""

    def __init__(self, *args: Any, kind: ImportKind, mappings: Sequence[SheetMapping], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.mappings = kind, mappings
        for number, mapping in enumerate(mappings):
            if not mapping.table:
                continue
            table = kind.table(mapping.table)
            choices = [("", _("– läs inte –")), *((column.name, str(column.label)) for column in table.columns)]
            for index, heading in enumerate(mapping.headings):
                if heading:
                    self.fields[f"s{number}c{index}"] = forms.ChoiceField(
                        label=heading, choices=choices, required=False, initial=mapping.columns[index]
                    )

    def sheets(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """Return (sheet, table, fields) for each sheet that is read."""
        return [
            (mapping.sheet, str(self.kind.table(mapping.table).label), self._of(number))
            for number, mapping in enumerate(self.mappings)
            if mapping.table
        ]

    def columns(self) -> list[list[str]]:
        """Return what was chosen: a column name or "" per heading, per sheet."""
        return [
            [self.cleaned_data.get(f"s{number}c{index}", "") for index in range(len(mapping.headings))]
            for number, mapping in enumerate(self.mappings)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number, mapping in enumerate(self.mappings):
            seen: dict[str, str] = {}
            for index, heading in enumerate(mapping.headings):
                name = cleaned.get(f"s{number}c{index}")
                if name and name in seen:
                    label = self.kind.table(mapping.table).column(name).label
                    reason = _("”%(label)s” är redan vald för rubriken ”%(heading)s”.")
                    self.add_error(f"s{number}c{index}", reason % {"label": label, "heading": seen[name]})
                elif name:
                    seen[name] = heading
        return cleaned

    def _of(self, number: int) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(f"s{number}c")]
