"""Who shall be reached and what they have already: from the ledger, so that plan and coverage count the same people."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from lyhord.coverage.domain.facts import Inputs
from lyhord.coverage.domain.gather import gather_decision
from lyhord.coverage.domain.ledger import Ledger, compute
from lyhord.coverage.enums import CellState, NotCounted
from lyhord.outreach.enums import VisitState
from lyhord.programme.enums import ClauseKind
from lyhord.programme.models import Decision
from lyhord.training.enums import Outcome, SessionState

NOT_DONE = (Outcome.ABSENT, Outcome.PARTLY)


@dataclass
class Needs:
    """needs: employee → modules. done: employee → module → day. visits: place → days of those held.

    deadlines: the earliest per kind of clause. unreported: sessions and visits of past days of which nobody has said
    whether they were held; the plan takes it that they were and that everybody booked was there.
    """

    modules: list[str] = field(default_factory=list)
    needs: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    done: dict[str, dict[str, dt.date]] = field(default_factory=lambda: defaultdict(dict))
    visits: dict[str, list[dt.date]] = field(default_factory=dict)
    deadlines: dict[ClauseKind, dt.date] = field(default_factory=dict)
    unreported: set[str] = field(default_factory=set)


def find_needs(decision: Decision, *, today: dt.date, ends_before: dt.date) -> Needs:
    """Return what is needed by those who count on the last day of the period, or count today and have not left by then.

    So a recent joiner who will count is planned for, and someone who leaves is not. An exception takes the need away.
    """
    found = Needs()
    last = max(today, ends_before - dt.timedelta(days=1))
    for inputs in gather_decision(decision, as_of=today).values():
        if inputs.definition is None:
            continue
        subjects = _to_reach(compute(inputs, today), compute(inputs, last))
        if inputs.kind is ClauseKind.TRAIN_EMPLOYEES:
            _add_training(found, inputs, subjects, today)
        else:
            _add_visits(found, inputs, subjects, today)
        if inputs.definition.deadline:
            earlier = found.deadlines.get(inputs.kind, dt.date.max)
            found.deadlines[inputs.kind] = min(earlier, inputs.definition.deadline)
    return found


def _to_reach(now: Ledger, later: Ledger) -> set[str]:
    gone = {NotCounted.LEFT.value, NotCounted.PLACE_CLOSED.value}
    rows = {row.subject for row in later.rows if row.is_counted}
    rows |= {row.subject for row in now.rows if row.is_counted and _reason(later, row.subject) not in gone}
    excepted = {row.subject for row in (*now.rows, *later.rows) if row.state is CellState.EXCEPTED}
    return rows - excepted


def _reason(ledger: Ledger, subject: str) -> str:
    row = ledger.by_subject.get(subject)
    return row.reason if row is not None else ""


def _add_training(found: Needs, inputs: Inputs, subjects: set[str], today: dt.date) -> None:
    found.modules += [module for module in inputs.modules if module not in found.modules]
    for person in subjects:
        found.needs[person].update(inputs.modules)
    sessions = {session.id: session for session in inputs.sessions}
    for seat in inputs.seats:
        session = sessions[seat.session]
        if session.on > today or session.state == SessionState.CANCELLED or seat.outcome in NOT_DONE:
            continue
        if not seat.outcome and session.on < today:
            found.unreported.add(session.id)
        _note_earliest(found.done[seat.person], session.module, session.on)


def _note_earliest(done: dict[str, dt.date], module: str, on: dt.date) -> None:
    done[module] = min(on, done.get(module, on))


def _add_visits(found: Needs, inputs: Inputs, subjects: set[str], today: dt.date) -> None:
    held: Mapping[str, list[dt.date]] = {place: [] for place in subjects}
    for visit in inputs.visits:
        if visit.place in held and visit.on <= today and visit.state != VisitState.CANCELLED:
            held[visit.place].append(visit.on)
            if visit.state == VisitState.PLANNED and visit.on < today:
                found.unreported.add(visit.id)
    for place, days in held.items():
        found.visits[place] = sorted([*found.visits.get(place, []), *days])
