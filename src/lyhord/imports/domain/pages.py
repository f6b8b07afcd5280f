"""What the pages of an import show, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from lyhord.imports.domain.comparing import Item
from lyhord.imports.domain.form_file import need
from lyhord.imports.domain.kinds import Column, ImportKind, Table

STATUS_WORDS = {
    "doubtful": _("tveksamma"),
    "gone": _("saknas i filen"),
    "changed": _("ändrade"),
    "new": _("nya"),
}


@dataclass(frozen=True)
class Tile:
    """How many records a status has. status: empty for those that need not be shown."""

    status: str
    word: str
    count: int


def explained(kind: ImportKind) -> list[tuple[Table, list[tuple[Column, str]]]]:
    """Return each table with its columns and whether they are needed."""
    return [(table, [(column, need(table, column)) for column in table.columns]) for table in kind.tables]


def tiles(counts: Mapping[str, int]) -> list[Tile]:
    """Return the counts in the order new, changed, unchanged, gone, doubtful."""
    words: dict[str, object] = {**STATUS_WORDS, "unchanged": _("oförändrade")}
    order = ("new", "changed", "unchanged", "gone", "doubtful")
    return [Tile(name if name in STATUS_WORDS else "", str(words[name]), counts.get(name, 0)) for name in order]


def shown_items(items: Sequence[Item], status: str) -> Sequence[Item]:
    """Return the items of the status; all for none or nonsense."""
    return [item for item in items if item.status == status] if status in STATUS_WORDS else items
