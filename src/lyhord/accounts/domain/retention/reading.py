"""What people are shown of rows that are to go, with names as the rows have them now. Each reading is noted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from lyhord.accounts.domain import audit
from lyhord.accounts.domain.retention.kinds import RecordKind, kind_of
from lyhord.accounts.domain.retention.rules import Preview, preview
from lyhord.accounts.models import RetentionMark, User
from lyhord.organisation.models import Board


@transaction.atomic
def read_preview(
    *, kind: RecordKind, owner: Board, months: int, read_by: User, today: dt.date, now: dt.datetime
) -> Preview:
    """Return which rows a rule would take, for somebody who looks at them."""
    shown = preview(kind=kind, owner=owner, months=months, today=today)
    audit.record("retention.preview", actor=read_by, obj=owner, owner=owner, counts={"rows": len(shown.rows)}, at=now)
    return shown


@transaction.atomic
def read_marks(
    *, marks: Iterable[RetentionMark], read_by: User, now: dt.datetime
) -> list[tuple[RetentionMark, RecordKind, str]]:
    """Return the marks with their kind and what their rows are called; "–" for a row that is no longer there."""
    marks = list(marks)
    labels = {
        (code, row.id): row.label
        for code, owner in {(mark.kind, mark.owner) for mark in marks}
        for row in kind_of(code).ended(owner)
    }
    audit.record("retention.read_marks", actor=read_by, counts={"rows": len(marks)}, at=now)
    return [(mark, kind_of(mark.kind), labels.get((mark.kind, mark.object_id), "–")) for mark in marks]
