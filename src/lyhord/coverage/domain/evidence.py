"""What sessions and visits say of each part: held, planned, passed without report, or nothing."""

from __future__ import annotations

import datetime as dt
from enum import IntEnum

from lyhord.coverage.domain.facts import Inputs, Session, Visit
from lyhord.coverage.domain.parts import Part
from lyhord.coverage.enums import CellState
from lyhord.outreach.enums import VisitState
from lyhord.training.enums import Outcome, SessionState


class _Weight(IntEnum):
    """Stronger evidence has the lower number."""

    HELD = 0
    PLANNED = 1
    UNREPORTED = 2


_STATES = {
    _Weight.HELD: CellState.DONE,
    _Weight.PLANNED: CellState.PLANNED,
    _Weight.UNREPORTED: CellState.TO_DO,
}

type _Found = tuple[_Weight, dt.date, str]


def module_parts(inputs: Inputs, as_of: dt.date) -> dict[str, tuple[Part, ...]]:
    """Return each person's part per module, in the modules' order. Attendance counts wherever it was."""
    sessions = {session.id: session for session in inputs.sessions}
    best: dict[tuple[str, str], _Found] = {}
    for seat in inputs.seats:
        session = sessions[seat.session]
        weight = _seat_weight(session, seat.outcome, as_of)
        if weight is None:
            continue
        key, found = (seat.person, session.module), (weight, session.on, session.id)
        if key not in best or found < best[key]:
            best[key] = found
    nothing = {module: Part(module, CellState.TO_DO) for module in inputs.modules}
    parts = {key: _part(key[1], found) for key, found in best.items()}
    return {
        person.id: tuple(parts.get((person.id, module), nothing[module]) for module in inputs.modules)
        for person in inputs.people
    }


def visit_parts(inputs: Inputs, as_of: dt.date) -> dict[str, tuple[Part, ...]]:
    """Return each place's parts, numbered from 1: visits held first, then planned ones, shown in order of time."""
    found: dict[str, list[_Found]] = {place.id: [] for place in inputs.places}
    for visit in inputs.visits:
        weight = _visit_weight(visit, as_of)
        if weight is not None and visit.place in found:
            found[visit.place].append((weight, visit.on, visit.id))
    return {place: _numbered(rows, inputs.visits_required) for place, rows in found.items()}


def _numbered(found: list[_Found], required: int) -> tuple[Part, ...]:
    chosen: list[_Found | None] = [*sorted(sorted(found)[:required], key=lambda f: (f[1], f[2]))]
    chosen += [None] * (required - len(chosen))
    return tuple(_part(str(number), row) for number, row in enumerate(chosen, start=1))


def _part(id: str, found: _Found | None) -> Part:
    if found is None:
        return Part(id, CellState.TO_DO)
    weight, on, evidence = found
    return Part(id, _STATES[weight], evidence, on, is_unreported=weight is _Weight.UNREPORTED)


def _seat_weight(session: Session, outcome: str, as_of: dt.date) -> _Weight | None:
    """Weigh one seat. What was held after the day counts as planned that day; less than all of it is no evidence."""
    if session.state == SessionState.CANCELLED:
        return None
    if session.on > as_of:
        return _Weight.PLANNED
    if outcome == Outcome.PRESENT:
        return _Weight.HELD
    if outcome in (Outcome.ABSENT, Outcome.PARTLY):
        return None
    if session.state == SessionState.PLANNED and session.on == as_of:
        return _Weight.PLANNED
    return _Weight.UNREPORTED


def _visit_weight(visit: Visit, as_of: dt.date) -> _Weight | None:
    if visit.state == VisitState.CANCELLED:
        return None
    if visit.on > as_of:
        return _Weight.PLANNED
    if visit.state == VisitState.HELD:
        return _Weight.HELD
    return _Weight.PLANNED if visit.on == as_of else _Weight.UNREPORTED
