"""Who needs a time of their own: counted now, and neither reached nor seated for a module that is required.

Derived each time from the ledger and the bookings, never stored: whoever misses a session, joins later or comes back
is here by the fact of it, and gone from here by having a seat.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, Min, QuerySet
from django.utils import timezone

from lyhord.coverage.domain.facts import Inputs, Person
from lyhord.coverage.domain.gather import gather_clauses
from lyhord.coverage.domain.ledger import compute
from lyhord.coverage.enums import CatchUpReason, CellState
from lyhord.people.models import Employee
from lyhord.programme.enums import ClauseKind
from lyhord.programme.models import Clause, Decision
from lyhord.training.enums import BookingState, Outcome, SessionState
from lyhord.training.models import Attendance, Booking, ModuleRequirement, TrainingSession

_MANY = 5000
_WHY = {
    BookingState.DECLINED: CatchUpReason.DECLINED,
    BookingState.EXCUSED: CatchUpReason.EXCUSED,
    BookingState.CANCELLED: CatchUpReason.CANCELLED,
    BookingState.WAITING: CatchUpReason.WAITING,
}
_CAME = {Outcome.ABSENT: CatchUpReason.MISSED, Outcome.PARTLY: CatchUpReason.PARTLY}


@dataclass(frozen=True, slots=True)
class Missing:
    """A person and a module. place: where the person stands in the ledger. on: the day of what the reason is about."""

    person: uuid.UUID
    place: uuid.UUID
    module: uuid.UUID
    reason: CatchUpReason
    on: dt.date | None

    @property
    def is_offered_by_itself(self) -> bool:
        return self.reason not in (CatchUpReason.WAITING, CatchUpReason.UNPLANNED)


def find_missing(decision: Decision, *, as_of: dt.date, people: QuerySet[Employee] | None = None) -> list[Missing]:
    """Return who lacks which module of the decision's training clauses. people: among these only.

    What has passed without anybody having said who came is no lack yet. A constant number of queries.
    """
    clauses = [clause for clause in decision.clauses.all() if clause.kind == ClauseKind.TRAIN_EMPLOYEES]
    chosen = _unfinished(decision, clauses, people)
    found: dict[tuple[uuid.UUID, uuid.UUID], tuple[uuid.UUID, Person]] = {}
    all_inputs = list(gather_clauses(clauses, as_of=as_of, people=chosen).values()) if clauses else []
    for inputs in all_inputs:
        for person, place, modules in _to_do(inputs, as_of):
            for module in modules:
                found[uuid.UUID(person.id), module] = (place, person)
    if not found:
        return []
    last = _last_words({id for id, _module in found}, {module for _id, module in found})
    began = _first_held({module for _id, module in found})
    return [
        Missing(id, place, module, *(last.get((id, module)) or _why_new(person, began.get(module), as_of)))
        for (id, module), (place, person) in found.items()
    ]


def _to_do(inputs: Inputs, as_of: dt.date) -> Iterable[tuple[Person, uuid.UUID, list[uuid.UUID]]]:
    people = {person.id: person for person in inputs.people}
    for row in compute(inputs, as_of).rows:
        modules = [uuid.UUID(p.id) for p in row.parts if p.state is CellState.TO_DO and not p.is_unreported]
        if row.state is CellState.TO_DO and modules:
            yield people[row.subject], uuid.UUID(row.place), modules


def _unfinished(
    decision: Decision, clauses: Collection[Clause], people: QuerySet[Employee] | None
) -> QuerySet[Employee] | None:
    """Leave out, in the database, those who have been to everything that any clause requires: mostly nearly all."""
    required = set(ModuleRequirement.objects.filter(clause__in=clauses).values_list("module", flat=True))
    done = (
        Attendance.objects.filter(
            session__module__in=required, outcome=Outcome.PRESENT, session__state=SessionState.HELD
        )
        .order_by()
        .values("employee")
        .annotate(modules=Count("session__module", distinct=True))
        .filter(modules=len(required))
    )
    rows = Employee.objects.filter(owner=decision.owner_id) if people is None else people
    ids = list(rows.exclude(pk__in=done.values("employee")).order_by().values_list("pk", flat=True)[: _MANY + 1])
    return people if len(ids) > _MANY else Employee.objects.filter(pk__in=ids)


def _last_words(
    people: Collection[uuid.UUID], modules: Collection[uuid.UUID]
) -> dict[tuple[uuid.UUID, uuid.UUID], tuple[CatchUpReason, dt.date]]:
    """Return what was last said of each person and module: that they wait, else by the session's day. Two queries."""
    found: dict[tuple[uuid.UUID, uuid.UUID], tuple[bool, dt.date, CatchUpReason]] = {}
    booked = Booking.objects.standing().filter(employee__in=people, session__module__in=modules, state__in=_WHY)
    columns = ("employee_id", "session__module_id", "session__starts_at")
    for id, module, starts_at, state, session in booked.order_by().values_list(*columns, "state", "session__state"):
        why, waits = _WHY[BookingState(state)], state == BookingState.WAITING
        if waits and session != SessionState.PLANNED:
            continue
        _keep_latest(found, (id, module), (waits, timezone.localdate(starts_at), why))
    came = Attendance.objects.filter(employee__in=people, session__module__in=modules, outcome__in=_CAME)
    for id, module, starts_at, outcome in came.order_by().values_list(*columns, "outcome"):
        _keep_latest(found, (id, module), (False, timezone.localdate(starts_at), _CAME[Outcome(outcome)]))
    return {key: (why, on) for key, (_waits, on, why) in found.items()}


def _keep_latest[K](
    found: dict[K, tuple[bool, dt.date, CatchUpReason]], key: K, new: tuple[bool, dt.date, CatchUpReason]
) -> None:
    if key not in found or found[key] < new:
        found[key] = new


def _first_held(modules: Collection[uuid.UUID]) -> dict[uuid.UUID, dt.date]:
    """Return when each module was first held: who comes after that has come too late for what was planned."""
    held = TrainingSession.objects.filter(module__in=modules, state=SessionState.HELD).order_by()
    first = held.values("module").annotate(first=Min("starts_at"))
    return {module: timezone.localdate(at) for module, at in first.values_list("module", "first")}


def _why_new(person: Person, began: dt.date | None, as_of: dt.date) -> tuple[CatchUpReason, dt.date | None]:
    """Tell somebody who has come, or come back, since the module began from somebody nobody has planned for yet."""
    if began is not None:
        started = min(job.starts_on for job in person.employments)
        if started > began:
            return CatchUpReason.JOINED, started
        back = [a.ends_before for a in person.away if a.ends_before and began < a.ends_before <= as_of]
        if back:
            return CatchUpReason.BACK, max(back)
    return CatchUpReason.UNPLANNED, None
