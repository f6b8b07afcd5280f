"""Why the denominator of one day is not that of another: who came, who went, who was excepted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from lyhord.coverage.domain.facts import Inputs
from lyhord.coverage.domain.gather import gather, with_definition
from lyhord.coverage.domain.ledger import Ledger, Row, compute
from lyhord.coverage.domain.words import reason_text
from lyhord.coverage.enums import CellState, NotCounted
from lyhord.programme.domain.queries import definition_in_force
from lyhord.programme.models import Clause


class Direction(StrEnum):
    IN = "in"
    OUT = "out"
    EXCEPTED = "excepted"


@dataclass(frozen=True, slots=True)
class Change:
    """One subject that entered or left the denominator, or was excepted within it, and why."""

    subject: str
    place: str
    direction: Direction
    reason: str


@dataclass(frozen=True)
class Changes:
    """is_known is False when the ledger of either day is not known: then there is nothing to compare."""

    first: dt.date
    last: dt.date
    is_known: bool
    before: int
    after: int
    rows: tuple[Change, ...]


def changes(clause: Clause, *, first: dt.date, last: dt.date) -> tuple[Changes, Inputs]:
    """Return the changes from one day to a later one, as known now, each day by the definition in force that day."""
    inputs = gather(clause, as_of=first)
    later = with_definition(inputs, clause, definition_in_force(clause, last))
    return compare(compute(inputs, first), compute(later, last)), inputs


def compare(before: Ledger, after: Ledger) -> Changes:
    """Compare two ledgers of the same clause. denominator after = before + those in − those out."""
    is_known = before.counts is not None and after.counts is not None
    subjects = sorted(before.by_subject.keys() | after.by_subject.keys()) if is_known else []
    rows = (_change(before.by_subject.get(s), after.by_subject.get(s)) for s in subjects)
    return Changes(
        first=before.as_of,
        last=after.as_of,
        is_known=is_known,
        before=before.counts.denominator if before.counts else 0,
        after=after.counts.denominator if after.counts else 0,
        rows=tuple(row for row in rows if row is not None),
    )


def _change(before: Row | None, after: Row | None) -> Change | None:
    was, now = before is not None and before.is_counted, after is not None and after.is_counted
    row = after or before
    if row is None:
        return None
    if now and not was:
        return Change(row.subject, row.place, Direction.IN, _why_in(before))
    if was and not now:
        reason = reason_text(after.state, after.reason) if after else _("finns inte längre i registret")
        return Change(row.subject, row.place, Direction.OUT, reason)
    if after and after.state is CellState.EXCEPTED and before and before.state is not CellState.EXCEPTED:
        return Change(row.subject, row.place, Direction.EXCEPTED, reason_text(after.state, after.reason))
    return None


def _why_in(before: Row | None) -> str:
    """Say what ended: the reason for which the subject was not counted before."""
    reasons = {
        NotCounted.NOT_STARTED.value: _("har börjat"),
        NotCounted.JOINED_RECENTLY.value: _("har nu varit anställd tillräckligt länge"),
        NotCounted.AWAY.value: _("är tillbaka"),
        NotCounted.LEFT.value: _("är tillbaka"),
        NotCounted.CLASS_NOT_COUNTED.value: _("gruppen räknas nu"),
        NotCounted.NO_EMPLOYMENT.value: _("har fått en anställning i registret"),
        NotCounted.PLACE_NOT_OPENED.value: _("träffpunkten har öppnat"),
        NotCounted.PLACE_CLOSED.value: _("är på en öppen träffpunkt igen"),
    }
    return reasons[before.reason] if before else _("är ny i registret")
