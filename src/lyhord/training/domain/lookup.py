"""Find rows by what people write in spreadsheets: a key, a code or a name, whatever its case."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model

from lyhord.imports.domain.words import normal
from lyhord.people.models import Trainer


def by_word[M: Model](rows: Iterable[M], *fields: str) -> dict[str, M]:
    """Return normal form → row. An earlier field wins over a later one; what stands for two rows stands for none."""
    rows, words = list(rows), dict[str, M]()
    for field in fields:
        found: dict[str, M] = {}
        twice: set[str] = set()
        for row in rows:
            word = normal(str(getattr(row, field)))
            if word in found:
                twice.add(word)
            found[word] = row
        words = {word: row for word, row in found.items() if word not in twice} | words
    return words


def trainers_by_word() -> dict[str, Trainer]:
    """Return the trainers, of whatever board, by key and by name."""
    return by_word(Trainer.objects.all(), "key", "name")
