"""What the start page shows of a decision: every clause, every place, every week, from one pass over the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from lyhord.common.sorting import sort_key
from lyhord.coverage.domain.cards import ClauseCard, clause_card
from lyhord.coverage.domain.events import WeekLoad, events_of, next_events, week_loads
from lyhord.coverage.domain.facts import Inputs
from lyhord.coverage.domain.gather import gather_clauses
from lyhord.coverage.domain.ledger import Ledger, compute
from lyhord.coverage.domain.names import Names, resolve
from lyhord.coverage.domain.place_rows import PlaceRow, place_row
from lyhord.programme.domain.missing import PARTNER_DECISION, MissingFact, missing_facts
from lyhord.programme.enums import ClauseKind
from lyhord.programme.models import Decision


@dataclass(frozen=True)
class ModuleHead:
    """A column of the table of places."""

    id: str
    short_name: str
    name: str


@dataclass(frozen=True)
class Overview:
    """A decision on a day.

    clauses: one card a clause, in order of number. places: open ones and those not opened yet, by name; closed ones
    are left out. modules: the columns of `PlaceRow.modules`. visits_required: the number of `PlaceRow.visits`.
    weeks: without gaps, from the first week with an event to the last, 40 at most. missing: what the memo leaves
    open and nobody has entered. partner_missing: "Socialnämndens beslut saknas", or empty.
    """

    decision: Decision
    as_of: dt.date
    clauses: tuple[ClauseCard, ...]
    places: tuple[PlaceRow, ...]
    modules: tuple[ModuleHead, ...]
    visits_required: int
    weeks: tuple[WeekLoad, ...]
    missing: tuple[MissingFact, ...]
    partner_missing: str

    @property
    def places_planned_or_done(self) -> int:
        """Places where every visit and every person's every module is held or booked."""
        return sum(1 for row in self.places if row.has_everything_booked)


def overview(decision: Decision, *, as_of: dt.date, with_names: bool = True) -> Overview:
    """Return the start page's facts. A constant number of queries.

    with_names: False for those who may see figures and places but no person; then no name is even read.
    """
    clauses = list(decision.clauses.all())
    inputs = gather_clauses(clauses, as_of=as_of)
    ledgers = {id: compute(facts, as_of) for id, facts in inputs.items()}
    names = names_for(decision, inputs.values(), with_names=with_names)
    events = events_of(decision)
    training = first_ledger(ClauseKind.TRAIN_EMPLOYEES, ledgers.values())
    visits = first_ledger(ClauseKind.VISIT_PLACES, ledgers.values())
    modules = tuple(dict.fromkeys(module for facts in inputs.values() for module in facts.modules))
    upcoming = next_events(events, training, as_of)
    missing = missing_facts(decision)
    return Overview(
        decision=decision,
        as_of=as_of,
        clauses=tuple(clause_card(c, inputs[c.pk], ledgers[c.pk], names, with_names=with_names) for c in clauses),
        places=tuple(
            place_row(place, training, visits, modules, names, upcoming.get(id))
            for id, place in sorted(names.places.items(), key=lambda row: (sort_key(row[1].name), row[0]))
            if place.closed_from is None or place.closed_from > as_of
        ),
        modules=tuple(ModuleHead(id, names.module(id), names.modules[id].name) for id in modules),
        visits_required=max((facts.visits_required for facts in inputs.values()), default=0),
        weeks=week_loads(events, as_of),
        missing=missing,
        partner_missing=next((fact.sentence for fact in missing if fact.code == PARTNER_DECISION), ""),
    )


def names_for(decision: Decision, inputs: Iterable[Inputs], *, with_names: bool) -> Names:
    """Return the names of all that the inputs mention. Two or three queries."""
    found = list(inputs)
    people = {person.id for facts in found for person in facts.people}
    return resolve(
        places={place.id for facts in found for place in facts.places},
        modules={module for facts in found for module in facts.modules},
        people=people if with_names else None,
        owner=decision.owner_id,
    )


def first_ledger(kind: ClauseKind, ledgers: Iterable[Ledger]) -> Ledger | None:
    """Return the ledger of the first clause of the kind."""
    return next((ledger for ledger in ledgers if ledger.kind is kind), None)
