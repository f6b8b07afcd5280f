"""The ledger of one clause on one day, as a pure function of its inputs (M1, M2)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from lyhord.coverage.domain.evidence import module_parts, visit_parts
from lyhord.coverage.domain.facts import Exempt, Inputs
from lyhord.coverage.domain.parts import Part
from lyhord.coverage.domain.standing import Standing, person_standing, place_standing
from lyhord.coverage.enums import CellState, NotCounted, Unknown
from lyhord.programme.enums import ClauseKind


class Row(NamedTuple):
    """One person (training) or place (visits): its parts and what they add up to.

    place: the place itself, or where the person has the biggest share of work that day (last, if the person has left).
    reason: a `NotCounted` when not counted, an `ExceptionReason` when excepted, else empty.
    counts_from: the day a recent joiner enters the denominator.
    """

    subject: str
    place: str
    state: CellState
    reason: str
    counts_from: dt.date | None
    parts: tuple[Part, ...]

    @property
    def is_counted(self) -> bool:
        return self.state is not CellState.NOT_COUNTED

    @property
    def left(self) -> tuple[Part, ...]:
        """The parts that are not done."""
        return tuple(part for part in self.parts if part.state is not CellState.DONE)

    @property
    def only_waits(self) -> bool:
        """Whether all that is to do has passed already, and waits for somebody to say how it went."""
        to_do = [part for part in self.parts if part.state is CellState.TO_DO]
        return self.state is CellState.TO_DO and all(part.is_unreported for part in to_do)

    @property
    def next_on(self) -> dt.date | None:
        """The next booked day that closes a part."""
        return min((p.on for p in self.parts if p.state is CellState.PLANNED and p.on), default=None)


@dataclass(frozen=True, slots=True)
class Counts:
    """denominator = done + planned + to_do + excepted; to_reach is the denominator without the excepted."""

    done: int
    planned: int
    to_do: int
    excepted: int
    not_counted: int = 0

    @property
    def denominator(self) -> int:
        return self.done + self.planned + self.to_do + self.excepted

    @property
    def to_reach(self) -> int:
        return self.done + self.planned + self.to_do

    @property
    def share_done(self) -> float | None:
        """0–1, or None when there is nobody to reach: not the same as 0."""
        return self.done / self.to_reach if self.to_reach else None

    @property
    def percent(self) -> int | None:
        """Whole percent, rounded down, so that 100 is said only when everything is done. None as for the share."""
        return 100 * self.done // self.to_reach if self.to_reach else None


@dataclass(frozen=True)
class Ledger:
    """unknown: why nothing can be said; then there are no rows and no counts."""

    kind: ClauseKind
    as_of: dt.date
    unknown: Unknown | None
    rows: tuple[Row, ...]

    @cached_property
    def counts(self) -> Counts | None:
        return None if self.unknown else count_rows(self.rows)

    @cached_property
    def by_subject(self) -> dict[str, Row]:
        return {row.subject: row for row in self.rows}

    @cached_property
    def by_place(self) -> dict[str, tuple[Row, ...]]:
        """The rows of each place; persons stand at the place of their biggest share, and only there."""
        places: dict[str, list[Row]] = {}
        for row in self.rows:
            places.setdefault(row.place, []).append(row)
        return {place: tuple(rows) for place, rows in places.items()}


def count_rows(rows: Iterable[Row]) -> Counts:
    states = Counter(row.state for row in rows)
    return Counts(
        done=states[CellState.DONE],
        planned=states[CellState.PLANNED],
        to_do=states[CellState.TO_DO],
        excepted=states[CellState.EXCEPTED],
        not_counted=states[CellState.NOT_COUNTED],
    )


def count_part(rows: Iterable[Row], part_id: str) -> Counts:
    """Count one module, or one visit by number, over the rows. An excepted row is excepted from every part."""
    states: Counter[CellState] = Counter()
    for row in rows:
        if row.state in (CellState.NOT_COUNTED, CellState.EXCEPTED):
            states[row.state] += 1
        else:
            states.update(part.state for part in row.parts if part.id == part_id)
    return Counts(
        done=states[CellState.DONE],
        planned=states[CellState.PLANNED],
        to_do=states[CellState.TO_DO],
        excepted=states[CellState.EXCEPTED],
        not_counted=states[CellState.NOT_COUNTED],
    )


def compute(inputs: Inputs, as_of: dt.date) -> Ledger:
    """Return the ledger of the day. Same inputs and day, same ledger; rows sorted by subject."""
    unknown = _unknown(inputs)
    if unknown is not None:
        return Ledger(kind=inputs.kind, as_of=as_of, unknown=unknown, rows=())
    exempt = {e.subject: e for e in inputs.exceptions if e.approved_on <= as_of}
    if inputs.kind is ClauseKind.VISIT_PLACES:
        parts = visit_parts(inputs, as_of)
        rows = [_row(p.id, place_standing(p, as_of), parts[p.id], exempt) for p in inputs.places]
    else:
        parts = module_parts(inputs, as_of)
        places = {place.id: place for place in inputs.places}
        rows = [_row(p.id, person_standing(p, places, inputs, as_of), parts[p.id], exempt) for p in inputs.people]
    return Ledger(kind=inputs.kind, as_of=as_of, unknown=None, rows=tuple(sorted(rows, key=lambda row: row.subject)))


def _unknown(inputs: Inputs) -> Unknown | None:
    if inputs.definition is None:
        return Unknown.NO_DEFINITION
    if inputs.kind is ClauseKind.VISIT_PLACES:
        if not inputs.visits_required:
            return Unknown.NO_VISITS_REQUIRED
        return None if inputs.places else Unknown.NO_PLACES
    if not inputs.modules:
        return Unknown.NO_MODULES
    return None if inputs.people else Unknown.NO_PEOPLE


# Whoever is done stays done though recently joined or away; a leaver or a closed place is out all the same.
_YIELDS_TO_DONE = {NotCounted.JOINED_RECENTLY, NotCounted.AWAY}


def _row(subject: str, standing: Standing, parts: tuple[Part, ...], exempt: dict[str, Exempt]) -> Row:
    """Settle what the parts add up to. Precedence: hard not-counted, done, soft not-counted, excepted, the rest."""
    states = {part.state for part in parts}
    is_done = states == {CellState.DONE}
    reason = ""
    if standing.not_counted is not None and not (is_done and standing.not_counted in _YIELDS_TO_DONE):
        state, reason = CellState.NOT_COUNTED, standing.not_counted.value
    elif is_done:
        state = CellState.DONE
    elif exception := exempt.get(subject) or exempt.get(standing.place):
        state, reason = CellState.EXCEPTED, exception.reason
    else:
        state = CellState.TO_DO if CellState.TO_DO in states else CellState.PLANNED
    return Row(subject, standing.place, state, reason, standing.counts_from, parts)
