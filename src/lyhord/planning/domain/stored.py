"""The draft behind a row."""

from __future__ import annotations

from lyhord.planning.domain.adapter import Draft, read_draft
from lyhord.planning.models import PlanDraft


class DraftWithoutResult(ValueError):
    """The run of the draft has no result: the row was not made by `runs.finish`."""


def draft_of(row: PlanDraft) -> Draft:
    """Return the draft of the row, whose run should be selected with it. Raises DraftWithoutResult."""
    if row.run.result is None:
        raise DraftWithoutResult(row.pk)
    return read_draft(row.run.problem, row.run.result)
