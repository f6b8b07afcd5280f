"""One clause as a card: how many are done, by which definition, who is left and who is outside."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lyhord.common.sorting import sort_key
from lyhord.coverage.domain.facts import Inputs
from lyhord.coverage.domain.ledger import Counts, Ledger, Row, count_part
from lyhord.coverage.domain.names import Names
from lyhord.coverage.domain.parts import Part
from lyhord.coverage.domain.words import definition_sentence, reason_text
from lyhord.coverage.enums import CellState
from lyhord.programme.enums import ClauseKind
from lyhord.programme.models import Clause


@dataclass(frozen=True, slots=True)
class PartBar:
    """One module, or one visit by number, over everybody the clause is to reach."""

    id: str
    label: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class PartLeft:
    """Something that is not done. on: the booked day, or the day that passed without report."""

    label: str
    state: CellState
    on: dt.date | None
    is_unreported: bool
    evidence: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A person or a place that is not done. next_on: the next booked day, None when something has no date at all."""

    subject: str
    name: str
    place: str
    place_name: str
    state: CellState
    parts: tuple[PartLeft, ...]
    next_on: dt.date | None

    @property
    def parts_text(self) -> str:
        return ", ".join(part.label for part in self.parts)


@dataclass(frozen=True, slots=True)
class Outside:
    """Someone or some place that is excepted or not counted, and why."""

    subject: str
    name: str
    place: str
    place_name: str
    state: CellState
    reason: str
    counts_from: dt.date | None


@dataclass(frozen=True, slots=True)
class ReasonCount:
    state: CellState
    reason: str
    count: int


@dataclass(frozen=True)
class ClauseCard:
    """counts is None, and unknown a sentence, when nothing can be said: show "vet inte", never 0 %.

    definition: the sentence that stands beside every percentage. missing, outside: named; for a reader without names
    they hold places only, and are empty for a training clause. unreported: of those to do, how many lack nothing but
    that somebody says how it went on a day that has passed. reasons: why somebody is outside, without names.
    finish_on: the day by which all is done if every booking holds; None while something has no date.
    """

    clause: Clause
    definition: str
    definition_version: int | None
    unknown: str
    counts: Counts | None
    bars: tuple[PartBar, ...]
    missing: tuple[Missing, ...]
    outside: tuple[Outside, ...]
    reasons: tuple[ReasonCount, ...]
    finish_on: dt.date | None
    unreported: int = 0

    @property
    def is_visits(self) -> bool:
        return self.clause.kind == ClauseKind.VISIT_PLACES

    @property
    def undated(self) -> int:
        """How many lack a day for something."""
        return self.counts.to_do - self.unreported if self.counts else 0

    @property
    def answer(self) -> str:
        """The clause's state as one sentence."""
        if self.counts is None:
            return _("Vi vet inte än.")
        texts = {"done": self.counts.done, "total": self.counts.to_reach}
        if not self.counts.to_reach:
            return _("Ingen räknas den här dagen.")
        if self.is_visits:
            return _("%(done)d av %(total)d träffpunkter är klara.") % texts
        return _("%(done)d av %(total)d medarbetare är klara.") % texts


def clause_card(clause: Clause, inputs: Inputs, ledger: Ledger, names: Names, *, with_names: bool = True) -> ClauseCard:
    """Return the card. No query. with_names False: no person is named or listed."""
    listed = with_names or clause.kind == ClauseKind.VISIT_PLACES
    open_rows = [row for row in ledger.rows if row.state in (CellState.TO_DO, CellState.PLANNED)]
    outside = [row for row in ledger.rows if row.state in (CellState.EXCEPTED, CellState.NOT_COUNTED)]
    reasons = Counter((row.state, row.reason) for row in outside)
    return ClauseCard(
        clause=clause,
        definition=definition_sentence(inputs),
        definition_version=inputs.definition.version if inputs.definition else None,
        unknown=str(ledger.unknown.label) if ledger.unknown else "",
        counts=ledger.counts,
        bars=_bars(inputs, ledger, names),
        missing=_by_name(_missing(row, inputs, names) for row in open_rows) if listed else (),
        outside=_by_name(_outside(row, inputs, names) for row in outside) if listed else (),
        unreported=sum(row.only_waits for row in open_rows),
        reasons=tuple(
            ReasonCount(state, reason_text(state, reason), count) for (state, reason), count in reasons.most_common()
        ),
        finish_on=finish_on(ledger),
    )


def finish_on(ledger: Ledger) -> dt.date | None:
    """Return the last day of all that is held or booked, if nothing that counts is left without a date."""
    counts = ledger.counts
    if counts is None or counts.to_do or not counts.to_reach:
        return None
    counted = (row for row in ledger.rows if row.state in (CellState.DONE, CellState.PLANNED))
    return max((part.on for row in counted for part in row.parts if part.on), default=None)


def part_label(inputs: Inputs, names: Names, part: str) -> str:
    if inputs.kind is ClauseKind.VISIT_PLACES:
        return _("Besök %(number)s") % {"number": part}
    return names.module(part)


def subject_name(inputs: Inputs, names: Names, subject: str) -> str:
    return names.place(subject) if inputs.kind is ClauseKind.VISIT_PLACES else names.person(subject)


def _bars(inputs: Inputs, ledger: Ledger, names: Names) -> tuple[PartBar, ...]:
    if ledger.unknown:
        return ()
    parts = inputs.modules or tuple(str(n) for n in range(1, inputs.visits_required + 1))
    return tuple(PartBar(part, part_label(inputs, names, part), count_part(ledger.rows, part)) for part in parts)


def _missing(row: Row, inputs: Inputs, names: Names) -> Missing:
    return Missing(
        subject=row.subject,
        name=subject_name(inputs, names, row.subject),
        place=row.place,
        place_name=names.place(row.place),
        state=row.state,
        parts=tuple(_left(part, inputs, names) for part in row.left),
        next_on=row.next_on,
    )


def _left(part: Part, inputs: Inputs, names: Names) -> PartLeft:
    return PartLeft(part_label(inputs, names, part.id), part.state, part.on, part.is_unreported, part.evidence)


def _outside(row: Row, inputs: Inputs, names: Names) -> Outside:
    return Outside(
        subject=row.subject,
        name=subject_name(inputs, names, row.subject),
        place=row.place,
        place_name=names.place(row.place),
        state=row.state,
        reason=reason_text(row.state, row.reason),
        counts_from=row.counts_from,
    )


def _by_name[R: (Missing, Outside)](rows: Iterable[R]) -> tuple[R, ...]:
    return tuple(sorted(rows, key=lambda row: (sort_key(row.place_name), sort_key(row.name), row.subject)))
