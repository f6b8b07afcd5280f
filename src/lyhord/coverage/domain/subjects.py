"""Coverage of some places or of one person, for their own pages: the board's other people are not read."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from lyhord.common.sorting import sort_key
from lyhord.coverage.domain.board import first_ledger, names_for
from lyhord.coverage.domain.cards import part_label
from lyhord.coverage.domain.events import events_of, next_events
from lyhord.coverage.domain.facts import Inputs
from lyhord.coverage.domain.gather import gather_clauses
from lyhord.coverage.domain.ledger import Ledger, Row, compute
from lyhord.coverage.domain.names import Names
from lyhord.coverage.domain.place_rows import PlaceRow, place_row
from lyhord.coverage.domain.words import reason_text
from lyhord.coverage.enums import CellState
from lyhord.people.models import Employee
from lyhord.places.models import MeetingPlace
from lyhord.programme.enums import ClauseKind
from lyhord.programme.models import Decision


@dataclass(frozen=True, slots=True)
class PartShown:
    """One module of a person. evidence: the session's id, empty when there is none."""

    label: str
    state: CellState
    on: dt.date | None
    is_unreported: bool
    evidence: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in the training clause. reason: why excepted or not counted, else empty."""

    person: str
    name: str
    state: CellState
    reason: str
    counts_from: dt.date | None
    parts: tuple[PartShown, ...]
    next_on: dt.date | None


@dataclass(frozen=True)
class PlaceCoverage:
    """row: figures and visits. people: everyone who stands at the place, those not counted last."""

    row: PlaceRow
    people: tuple[PersonRow, ...]


def places_coverage(
    decision: Decision, places: Iterable[MeetingPlace], *, as_of: dt.date
) -> dict[uuid.UUID, PlaceCoverage]:
    """Return the coverage of each of the places, with names. The caller has checked that names may be seen.

    A constant number of queries. A person stands at the place of the biggest share of work, and only there.
    """
    wanted = {place.pk for place in places}
    people = Employee.objects.filter(owner=decision.owner_id, employments__place__in=wanted).distinct()
    clauses = list(decision.clauses.all())
    inputs = gather_clauses(clauses, as_of=as_of, people=people)
    ledgers = [compute(facts, as_of) for facts in inputs.values()]
    names = names_for(decision, inputs.values(), with_names=True)
    training = first_ledger(ClauseKind.TRAIN_EMPLOYEES, ledgers)
    visits = first_ledger(ClauseKind.VISIT_PLACES, ledgers)
    facts = next((i for i in inputs.values() if i.kind is ClauseKind.TRAIN_EMPLOYEES), None)
    upcoming = next_events(events_of(decision), training, as_of)
    return {
        place.pk: PlaceCoverage(
            row=place_row(place, training, visits, facts.modules if facts else (), names, upcoming.get(id)),
            people=_people_at(id, training, facts, names),
        )
        for id, place in names.places.items()
        if place.pk in wanted
    }


def person_coverage(decision: Decision, employee: Employee, *, as_of: dt.date) -> PersonRow | None:
    """Return the person's row in the training clause, or None when nothing can be said."""
    clauses = [clause for clause in decision.clauses.all() if clause.kind == ClauseKind.TRAIN_EMPLOYEES]
    inputs = gather_clauses(clauses, as_of=as_of, people=Employee.objects.filter(pk=employee.pk))
    for facts in inputs.values():
        row = compute(facts, as_of).by_subject.get(str(employee.pk))
        if row is not None:
            return _person(row, facts, names_for(decision, [facts], with_names=True))
    return None


def _people_at(place: str, training: Ledger | None, facts: Inputs | None, names: Names) -> tuple[PersonRow, ...]:
    if training is None or facts is None:
        return ()
    rows = [_person(row, facts, names) for row in training.by_place.get(place, ())]
    return tuple(sorted(rows, key=lambda r: (r.state is CellState.NOT_COUNTED, sort_key(r.name), r.person)))


def _person(row: Row, facts: Inputs, names: Names) -> PersonRow:
    return PersonRow(
        person=row.subject,
        name=names.person(row.subject),
        state=row.state,
        reason=reason_text(row.state, row.reason),
        counts_from=row.counts_from,
        parts=tuple(
            PartShown(part_label(facts, names, p.id), p.state, p.on, p.is_unreported, p.evidence) for p in row.parts
        ),
        next_on=row.next_on,
    )
