"""Read what the ledger needs, in a constant number of queries however many places and people there are."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from lyhord.coverage.domain.facts import (
    RESTRICTED,
    Away,
    Definition,
    Employment,
    Exempt,
    Inputs,
    Person,
    Place,
    Seat,
    Session,
    Visit,
)
from lyhord.outreach.models import Visit as VisitRow
from lyhord.outreach.models import VisitRequirement
from lyhord.people.models import AwayPeriod, Employee
from lyhord.people.models import Employment as EmploymentRow
from lyhord.places.models import MeetingPlace
from lyhord.programme.enums import ClauseKind
from lyhord.programme.models import Clause, ClauseException, Decision, DefinitionOfDone
from lyhord.training.models import Attendance, Booking, ModuleRequirement, TrainingSession


@dataclass(frozen=True)
class _Scope:
    """Facts shared by the clauses of one decision."""

    places: tuple[Place, ...]
    people: tuple[Person, ...]
    visits: tuple[Visit, ...]


def gather(clause: Clause, *, as_of: dt.date, definition: DefinitionOfDone | None = None) -> Inputs:
    """Return the inputs of one clause. definition: a version to use instead of the one in force that day."""
    return gather_clauses([clause], as_of=as_of, definition=definition)[clause.pk]


def gather_decision(decision: Decision, *, as_of: dt.date) -> dict[uuid.UUID, Inputs]:
    """Return the inputs of each of the decision's clauses, by clause id, in order of number."""
    return gather_clauses(list(decision.clauses.all()), as_of=as_of)


def gather_clauses(
    clauses: list[Clause],
    *,
    as_of: dt.date,
    definition: DefinitionOfDone | None = None,
    people: QuerySet[Employee] | None = None,
) -> dict[uuid.UUID, Inputs]:
    """Return the inputs of clauses of one decision, by clause id. People who left before the period are left out.

    people: read only these instead of all of the board's.
    """
    if not clauses:
        return {}
    decision = clauses[0].decision
    ids = [clause.pk for clause in clauses]
    kinds = {ClauseKind(clause.kind) for clause in clauses}
    definitions = {definition.clause_id: definition} if definition else _definitions(ids, as_of)
    adopted = [d.adopted_on for d in definitions.values()]
    chosen = (Employee.objects.filter(owner=decision.owner_id) if people is None else people).order_by()
    places = _places(decision.owner_id)
    scope = _Scope(
        places=places,
        people=_people(chosen, decision, places, min([decision.starts_on or as_of, as_of, *adopted]))
        if ClauseKind.TRAIN_EMPLOYEES in kinds
        else (),
        visits=_visits(decision.owner_id) if ClauseKind.VISIT_PLACES in kinds else (),
    )
    modules = _modules(ids)
    required = {uuid.UUID(module) for found in modules.values() for module in found}
    sessions = _sessions(required)
    seats = _seats(sessions, scope.people, required, people)
    visits_required = dict(VisitRequirement.objects.filter(clause__in=ids).values_list("clause_id", "count"))
    exceptions = _exceptions(ids)
    return {
        clause.pk: _inputs(
            clause,
            definitions.get(clause.pk),
            scope,
            tuple(modules[clause.pk]),
            visits_required.get(clause.pk, 0),
            sessions,
            seats,
            exceptions[clause.pk],
        )
        for clause in clauses
    }


def _inputs(
    clause: Clause,
    definition: DefinitionOfDone | None,
    scope: _Scope,
    modules: tuple[str, ...],
    visits_required: int,
    sessions: list[Session],
    seats: list[Seat],
    exceptions: list[Exempt],
) -> Inputs:
    trains = clause.kind == ClauseKind.TRAIN_EMPLOYEES
    own_sessions = tuple(s for s in sessions if s.module in modules) if trains else ()
    own_ids = {s.id for s in own_sessions}
    facts = Inputs(
        clause=str(clause.pk),
        kind=ClauseKind(clause.kind),
        definition=None,
        period_ends_before=None,
        modules=modules if trains else (),
        visits_required=0 if trains else visits_required,
        places=scope.places,
        people=scope.people if trains else (),
        sessions=own_sessions,
        seats=tuple(seat for seat in seats if seat.session in own_ids),
        visits=() if trains else scope.visits,
        exceptions=tuple(exceptions),
    )
    return with_definition(facts, clause, definition)


def with_definition(inputs: Inputs, clause: Clause, definition: DefinitionOfDone | None) -> Inputs:
    """Return the same facts under another version of the definition."""
    deadline = definition.deadline if definition else None
    return replace(
        inputs,
        definition=_version(definition) if definition else None,
        period_ends_before=deadline + dt.timedelta(days=1) if deadline else clause.decision.ends_before,
    )


def _version(row: DefinitionOfDone) -> Definition:
    return Definition(row.version, tuple(sorted(row.classes)), row.min_employed_days, row.deadline)


def _definitions(clauses: list[uuid.UUID], as_of: dt.date) -> dict[uuid.UUID, DefinitionOfDone]:
    """Return the version of each clause that is in force that day: the last one adopted by then."""
    rows = DefinitionOfDone.objects.filter(clause__in=clauses, adopted_on__lte=as_of).order_by("version")
    return {row.clause_id: row for row in rows}


def _places(owner: uuid.UUID) -> tuple[Place, ...]:
    rows = MeetingPlace.objects.filter(owner=owner).values_list("id", "opened_on", "closed_from")
    return tuple(sorted(Place(str(id), opened, closed) for id, opened, closed in rows.order_by()))


def _people(
    chosen: QuerySet[Employee], decision: Decision, places: tuple[Place, ...], scope_from: dt.date
) -> tuple[Person, ...]:
    """Return those of the chosen who are employed on or after `scope_from`, or have no employment at all.

    Of somebody restricted only that there is such a person.
    """
    people = {
        str(id): kind if restricted_at is None else RESTRICTED
        for id, kind, restricted_at in chosen.values_list("id", "employee_class", "restricted_at")
    }
    texts = _texts(people) | _texts(place.id for place in places)
    jobs: dict[str, list[Employment]] = defaultdict(list)
    rows = EmploymentRow.objects.filter(employee__in=chosen.values("pk"), place__owner=decision.owner_id).order_by()
    pointed = rows.annotate(whose=Cast("employee_id", TextField()), where=Cast("place_id", TextField()))
    for whose, where, share, starts_on, ends_before in pointed.values_list(
        "whose", "where", "share_percent", "starts_on", "ends_before"
    ):
        jobs[texts[whose]].append(Employment(texts[where], share, starts_on, ends_before))
    away: dict[str, list[Away]] = defaultdict(list)
    spans = AwayPeriod.objects.filter(employee__in=chosen.values("pk")).order_by()
    for person, starts_on, ends_before in spans.values_list("employee_id", "starts_on", "ends_before"):
        away[str(person)].append(Away(starts_on, ends_before))
    return tuple(
        Person(id, people[id], _sorted_spans(jobs[id]), _sorted_spans(away[id]))
        if people[id] != RESTRICTED
        else Person(id, RESTRICTED, (), ())
        for id in sorted(people)
        if not jobs[id] or any(job.ends_before is None or job.ends_before > scope_from for job in jobs[id])
    )


def _sorted_spans[S: (Employment, Away)](spans: list[S]) -> tuple[S, ...]:
    if len(spans) > 1:  # most people have one employment and no time away
        spans = sorted(spans, key=lambda s: (s.starts_on, s.ends_before or dt.date.max, *map(str, s)))
    return tuple(spans)


def _texts(ids: Iterable[str]) -> dict[str, str]:
    """Return ids by how a database writes them as text: with dashes or without.

    Rows that only point at known rows are read as text: building a UUID for each would take most of the time.
    """
    return {text: id for id in ids for text in (id, id.replace("-", ""))}


def _modules(clauses: list[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    rows = ModuleRequirement.objects.filter(clause__in=clauses)
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for clause, module in rows.order_by("module__order", "module__name", "module_id").values_list(
        "clause_id", "module_id"
    ):
        found[clause].append(str(module))
    return found


def _sessions(modules: set[uuid.UUID]) -> list[Session]:
    rows = TrainingSession.objects.filter(module__in=modules).order_by()
    return sorted(
        Session(str(id), str(module), _day(starts_at), state)
        for id, module, starts_at, state in rows.values_list("id", "module_id", "starts_at", "state")
    )


def _seats(
    sessions: list[Session], people: tuple[Person, ...], modules: set[uuid.UUID], chosen: QuerySet[Employee] | None
) -> list[Seat]:
    """Return one seat per session and person: the attendance where there is one, else the booking.

    chosen: only their seats are read. None reads all of the modules' seats: naming a whole board's people is slow.
    """
    narrow = Q(session__module__in=modules)
    if chosen is not None:
        narrow &= Q(employee__in=chosen.order_by().values("pk"))
    where, who = Cast("session_id", TextField()), Cast("employee_id", TextField())
    booked = Booking.objects.seated().filter(narrow).order_by().annotate(where=where, who=who)
    outcomes = dict.fromkeys(booked.values_list("where", "who"), "")
    attended = Attendance.objects.filter(narrow).order_by().annotate(where=where, who=who)
    outcomes.update(
        {(session, person): came for session, person, came in attended.values_list("where", "who", "outcome")}
    )
    texts = _texts(session.id for session in sessions) | _texts(
        person.id for person in people if person.employee_class != RESTRICTED
    )
    return sorted(
        Seat(texts[session], texts[person], outcome)
        for (session, person), outcome in outcomes.items()
        if session in texts and person in texts
    )


def _visits(owner: uuid.UUID) -> tuple[Visit, ...]:
    rows = VisitRow.objects.filter(place__owner=owner).order_by()
    return tuple(
        sorted(
            Visit(str(id), str(place), _day(starts_at), state)
            for id, place, starts_at, state in rows.values_list("id", "place_id", "starts_at", "state")
        )
    )


def _exceptions(clauses: list[uuid.UUID]) -> dict[uuid.UUID, list[Exempt]]:
    rows = ClauseException.objects.filter(clause__in=clauses).order_by()
    found: dict[uuid.UUID, list[Exempt]] = defaultdict(list)
    for clause, employee, place, reason, approved_on in rows.values_list(
        "clause_id", "employee_id", "place_id", "reason", "approved_on"
    ):
        found[clause].append(Exempt(str(employee or place), reason, approved_on))
    for exempt in found.values():
        exempt.sort()
    return found


def _day(moment: dt.datetime) -> dt.date:
    """Return the day in local time."""
    return timezone.localtime(moment).date()
