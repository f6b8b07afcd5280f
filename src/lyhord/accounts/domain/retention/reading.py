"""What people are shown of rows that are to go, with names as the rows have them now."""

from __future__ import annotations

from collections.abc import Iterable

from lyhord.accounts.domain.retention.kinds import RecordKind, kind_of
from lyhord.accounts.models import RetentionMark


def named_marks(marks: Iterable[RetentionMark]) -> list[tuple[RetentionMark, RecordKind, str]]:
    """Return the marks with their kind and what their rows are called; "–" for a row that is no longer there."""
    marks = list(marks)
    labels = {
        (code, row.id): row.label
        for code, owner in {(mark.kind, mark.owner) for mark in marks}
        for row in kind_of(code).ended(owner)
    }
    return [(mark, kind_of(mark.kind), labels.get((mark.kind, mark.object_id), "–")) for mark in marks]
