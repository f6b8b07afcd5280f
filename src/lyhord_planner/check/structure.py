"""Whether a plan is a plan at all: types, known ids, slots in range, order. Reported as rule "plan"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from lyhord_planner.check.broken import Broken
from lyhord_planner.plan import Closure, Plan, PlannedSession, PlannedVisit, Replacement
from lyhord_planner.problem import Problem

_KINDS: dict[str, type] = {
    "sessions": PlannedSession,
    "visits": PlannedVisit,
    "replacements": Replacement,
    "closures": Closure,
}


def malformed(problem: Problem, plan: object) -> list[Broken]:
    """Return what makes the plan unreadable; with anything here the rules cannot be judged."""
    if not isinstance(plan, Plan):
        return [Broken("plan", "", f"This is not a plan but {_name(plan)}.")]
    found: list[Broken] = []
    for field, kind in _KINDS.items():
        parts: Any = getattr(plan, field)
        if not isinstance(parts, tuple):
            found.append(Broken("plan", "", f"`{field}` is {_name(parts)}, not a tuple."))
            continue
        for number, part in enumerate(parts):
            where = f"{field}[{number}]"
            if isinstance(part, kind):
                found += [Broken("plan", _subject(part), f"{where}: {text}") for text in _faults(problem, part)]
            else:
                found.append(Broken("plan", "", f"{where} is {_name(part)}, not a {kind.__name__}."))
    return found


def disordered(plan: Plan) -> list[Broken]:
    """Return what is unsorted or said twice in a plan that is readable."""
    return [*_unsorted(plan), *_said_twice(plan)]


def _unsorted(plan: Plan) -> Iterator[Broken]:
    for field in _KINDS:
        parts = list(getattr(plan, field))
        if parts != sorted(parts, key=_order):
            yield Broken("plan", "", f"`{field}` is not sorted.")
    people = [(session.place, session.attendees) for session in plan.sessions]
    people += [(session.place, session.trainers) for session in plan.sessions]
    people += [(visit.place, visit.trainers) for visit in plan.visits]
    for place, names in people:
        if list(names) != sorted(names):
            yield Broken("plan", place, f"The names {', '.join(names)} are not sorted.")


def _said_twice(plan: Plan) -> Iterator[Broken]:
    for session in plan.sessions:
        for person, times in Counter(session.attendees).items():
            if times > 1:
                yield Broken("plan", person, f"{person} stands {times} times in one session.")
    half_days = [("replacements", it.place, it.slot) for it in plan.replacements]
    half_days += [("closures", it.place, it.slot) for it in plan.closures]
    for (name, place, slot), times in Counter(half_days).items():
        if times > 1:
            yield Broken("plan", place, f"`{name}` names {place} in slot {slot} {times} times.")


def _order(part: Any) -> tuple[Any, ...]:
    values = (getattr(part, name) for name in part.__dataclass_fields__)
    return tuple("" if value is None else value for value in values)


def _faults(problem: Problem, part: Any) -> Iterator[str]:
    if not isinstance(part.place, str) or part.place not in problem.place:
        yield f"there is no place {part.place!r}."
    if not _is_whole(part.slot) or not 0 <= part.slot < len(problem.slots):
        yield f"the slot is {part.slot!r}, not a number from 0 to {len(problem.slots) - 1}."
    if isinstance(part, PlannedSession):
        yield from _session_faults(problem, part)
    if isinstance(part, PlannedVisit):
        yield from _visit_faults(problem, part)
    if isinstance(part, Replacement) and (not _is_whole(part.count) or part.count < 1):
        yield f"the count is {part.count!r}, not a whole number from 1."


def _session_faults(problem: Problem, session: PlannedSession) -> Iterator[str]:
    if not isinstance(session.module, str) or session.module not in problem.module:
        yield f"there is no module {session.module!r}."
    if not _is_whole(session.starts):
        yield f"the start is {session.starts!r}, not minutes after midnight."
    yield from _people("trainer", session.trainers, problem.trainer)
    yield from _people("employee", session.attendees, problem.employee)


def _visit_faults(problem: Problem, visit: PlannedVisit) -> Iterator[str]:
    if not _is_whole(visit.starts):
        yield f"the start is {visit.starts!r}, not minutes after midnight."
    if not _is_whole(visit.number):
        yield f"the number is {visit.number!r}, not a whole number."
    if visit.joins is not None and not isinstance(visit.joins, str):
        yield f"`joins` is {visit.joins!r}, neither a name nor empty."
    yield from _people("trainer", visit.trainers, problem.trainer)


def _people(kind: str, people: Any, known: Any) -> Iterator[str]:
    if not isinstance(people, tuple):
        yield f"the {kind}s are {_name(people)}, not a tuple."
        return
    for person in people:
        if not isinstance(person, str) or person not in known:
            yield f"there is no {kind} {person!r}."


def _is_whole(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)


def _name(thing: object) -> str:
    return type(thing).__name__


def _subject(part: Any) -> str:
    return part.place if isinstance(part.place, str) else ""
