"""The coverage page of one clause on one day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from lyhord.common.sorting import sort_key
from lyhord.coverage.domain.board import names_for
from lyhord.coverage.domain.cards import ClauseCard, Outside, clause_card, subject_name
from lyhord.coverage.domain.changes import Change, Changes, Direction, compare
from lyhord.coverage.domain.facts import Inputs
from lyhord.coverage.domain.gather import gather, with_definition
from lyhord.coverage.domain.ledger import Ledger, compute
from lyhord.coverage.domain.names import Names
from lyhord.coverage.domain.place_rows import PlaceRow, place_row
from lyhord.coverage.enums import CellState
from lyhord.coverage.models import CoverageSnapshot
from lyhord.programme.domain.queries import definition_in_force
from lyhord.programme.enums import ClauseKind
from lyhord.programme.models import Clause


@dataclass(frozen=True, slots=True)
class ChangeShown:
    name: str
    place_name: str


@dataclass(frozen=True, slots=True)
class OutsideGroup:
    """Those who are outside for one reason."""

    state: CellState
    reason: str
    rows: tuple[Outside, ...]


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Those whose place in the denominator changed for one reason. rows: empty for a reader without names."""

    direction: Direction
    reason: str
    count: int
    rows: tuple[ChangeShown, ...]


@dataclass(frozen=True)
class CoveragePage:
    """places: open places by name. outside: grouped by reason, empty for a reader without names."""

    card: ClauseCard
    as_of: dt.date
    places: tuple[PlaceRow, ...]
    changes: Changes
    change_groups: tuple[ChangeGroup, ...]
    outside: tuple[OutsideGroup, ...]


def clause_page(clause: Clause, *, as_of: dt.date, first: dt.date, with_names: bool) -> CoveragePage:
    """Return the page. first: the day the denominator is compared with, not after `as_of`.

    with_names False: no person's name is read. A constant number of queries: one reading of the register serves both
    days.
    """
    before = gather(clause, as_of=first)
    now = with_definition(before, clause, definition_in_force(clause, as_of))
    ledger = compute(now, as_of)
    changes = compare(compute(before, first), ledger)
    names = names_for(clause.decision, [now], with_names=with_names)
    listed = with_names or now.kind is ClauseKind.VISIT_PLACES
    card = clause_card(clause, now, ledger, names, with_names=with_names)
    return CoveragePage(
        card=card,
        as_of=as_of,
        places=_places(now, ledger, names, as_of),
        changes=changes,
        change_groups=_change_groups(changes, now, names, listed=listed),
        outside=_outside_groups(card),
    )


def first_day(clause: Clause, as_of: dt.date) -> dt.date:
    """Return the day to compare with: the last one frozen before, else when the effort or its definition began."""
    frozen = CoverageSnapshot.objects.filter(clause=clause, as_of__lt=as_of).order_by("-as_of").first()
    if frozen is not None:
        return frozen.as_of
    definition = clause.definitions.order_by("version").first()
    began = clause.decision.starts_on or (definition.adopted_on if definition else as_of)
    if definition is not None:
        began = max(began, definition.adopted_on)
    return min(began, as_of)


def _places(inputs: Inputs, ledger: Ledger, names: Names, as_of: dt.date) -> tuple[PlaceRow, ...]:
    if ledger.unknown:
        return ()
    is_visits = inputs.kind is ClauseKind.VISIT_PLACES
    training, visits = (None, ledger) if is_visits else (ledger, None)
    rows = sorted(names.places.items(), key=lambda row: (sort_key(row[1].name), row[0]))
    return tuple(
        place_row(place, training, visits, inputs.modules, names, None)
        for _id, place in rows
        if place.closed_from is None or place.closed_from > as_of
    )


def _change_groups(changes: Changes, inputs: Inputs, names: Names, *, listed: bool) -> tuple[ChangeGroup, ...]:
    groups: dict[tuple[Direction, str], list[Change]] = {}
    for row in changes.rows:
        groups.setdefault((row.direction, row.reason), []).append(row)
    return tuple(
        ChangeGroup(
            direction=direction,
            reason=reason,
            count=len(rows),
            rows=_named(rows, inputs, names) if listed else (),
        )
        for (direction, reason), rows in sorted(groups.items())
    )


def _named(rows: list[Change], inputs: Inputs, names: Names) -> tuple[ChangeShown, ...]:
    shown = (ChangeShown(subject_name(inputs, names, row.subject), names.place(row.place)) for row in rows)
    return tuple(sorted(shown, key=lambda row: sort_key(row.name)))


def _outside_groups(card: ClauseCard) -> tuple[OutsideGroup, ...]:
    groups: dict[tuple[CellState, str], list[Outside]] = {}
    for row in card.outside:
        groups.setdefault((row.state, row.reason), []).append(row)
    return tuple(OutsideGroup(state, reason, tuple(rows)) for (state, reason), rows in sorted(groups.items()))
