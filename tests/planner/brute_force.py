"""The best plan of a very small problem, found by looking at every plan.

Every requirement (someone's module, a place's visit) is given every half-day and place it could have, or none. The
assignments are sorted by what they are worth, and the first one that trainers and clock times can be found for is the
best. Feasibility is the checker's word; nothing here is shared with the solver.

Replacements are without limit, so staffing never stands in the way of O1 to O3; closures are tried for the cost only.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod

from lyhord_planner.check import RULES, check, moves, objective_values
from lyhord_planner.plan import Closure, Plan, PlannedSession, PlannedVisit, Replacement
from lyhord_planner.problem import Problem
from tests.planner import tiny

type Person = tuple[str, str]
type Visit = tuple[str, int]
type Where = tuple[str, int]
type When = tuple[int, int]

JUDGED_ALONE = frozenset({"C1", "C5", "C12", "C17"})
JUDGED_TOGETHER = frozenset({"C3", "C8"})


@dataclass(frozen=True)
class Choices:
    """What each requirement may be given; None stands for nothing. people: place and slot. visits: slot and start."""

    people: Mapping[Person, Sequence[Where | None]]
    visits: Mapping[Visit, Sequence[When | None]]

    @property
    def count(self) -> int:
        return prod(len(it) for it in (*self.people.values(), *self.visits.values()))


@dataclass(frozen=True)
class Best:
    values: Mapping[str, int]
    plan: Plan


def choices(problem: Problem) -> Choices:
    people = {
        (person.id, module): [None, *_where(problem, person.id, module)]
        for person in problem.employees
        for module in sorted(person.needs - person.done.keys())
    }
    visits = {
        (need.place, number): [None, *_when(problem, need.place, number)]
        for need in problem.visits
        for number in range(len(need.held) + 1, need.count + 1)
    }
    return Choices(people, visits)


def best(problem: Problem, old_plan: Plan | None = None) -> Best | None:
    """Return the best plan in O1, (moves from the old plan,) O2 and O3; None when no plan keeps the rules."""
    found: tuple[tuple[int, ...], Plan] | None = None
    for key, people, visits in _in_order(problem, choices(problem), old_plan):
        if found is not None and key >= found[0]:
            break
        for plan in _completed(problem, people, visits):
            worth = _worth(problem, plan, old_plan)
            if found is None or worth < found[0]:
                found = (worth, plan)
            if worth == key:
                break
    if found is None:
        return None
    values = objective_values(problem, found[1])
    if old_plan is not None:
        values["moves"] = moves(problem, old_plan, found[1])
    return Best(values, found[1])


def least_cost(problem: Problem, best_found: Best) -> int:
    """Return the lowest O4 of all plans that are as good as the best in O1, O2 and O3."""
    wanted = tuple(best_found.values[name] for name in ("O1", "O2", "O3"))
    costs = [best_found.values["O4"]]
    for key, people, visits in _in_order(problem, choices(problem), None):
        if key > wanted:
            break
        if key == wanted:
            for plan in _completed(problem, people, visits):
                costs += [objective_values(problem, it)["O4"] for it in _closing_some(problem, plan)]
    return min(costs)


def _closing_some(problem: Problem, plan: Plan) -> Iterator[Plan]:
    """Yield the plan with every choice of half-days closed instead of staffed by replacements."""
    for count in range(len(plan.replacements) + 1):
        for closed in itertools.combinations(plan.replacements, count):
            staffed = tuple(it for it in plan.replacements if it not in closed)
            closures = tuple(Closure(it.place, it.slot) for it in closed)
            changed = dataclasses.replace(plan, replacements=staffed, closures=closures)
            if not check(problem, changed):
                yield changed


def _worth(problem: Problem, plan: Plan, old_plan: Plan | None) -> tuple[int, ...]:
    values = objective_values(problem, plan)
    moved = () if old_plan is None else (moves(problem, old_plan, plan),)
    return (values["O1"], *moved, values["O2"], values["O3"])


def _only(problem: Problem, rules: frozenset[str]) -> Problem:
    return dataclasses.replace(problem, rules_off=problem.rules_off | (frozenset(RULES) - rules))


def _where(problem: Problem, person: str, module: str) -> Iterator[Where]:
    alone = _only(problem, JUDGED_ALONE)
    for place in problem.places:
        for slot in range(len(problem.slots)):
            session = PlannedSession(module, place.id, slot, 0, (), (person,))
            if not check(alone, tiny.plan(session)):
                yield place.id, slot


def _when(problem: Problem, place_id: str, number: int) -> Iterator[When]:
    alone = _only(problem, JUDGED_ALONE | {"C8", "C9"})
    place = problem.place[place_id]
    for slot in range(len(problem.slots)):
        starts = {*place.visit_starts, *(it.starts for it in place.popular)}
        starts |= {pin.starts for pin in problem.visit_pins if pin.place == place_id}
        for clock in sorted(starts):
            if not check(alone, tiny.plan(_visit(problem, place_id, number, (slot, clock), ()))):
                yield slot, clock


def _visit(problem: Problem, place: str, number: int, when: When, trainers: tuple[str, ...]) -> PlannedVisit:
    slot, clock = when
    joins = next((it.name for it in problem.place[place].popular if (it.slot, it.starts) == when), None)
    return PlannedVisit(place, number, slot, clock, trainers, joins)


type Assignment = tuple[tuple[int, ...], Mapping[Person, Where], Mapping[Visit, When]]


def _in_order(problem: Problem, given: Choices, old_plan: Plan | None) -> Iterator[Assignment]:
    """Yield every assignment, best first. The key of one is what it is worth, trainers that move not counted."""
    names: list[Person | Visit] = [*given.people, *given.visits]
    keyed = []
    for chosen in itertools.product(*given.people.values(), *given.visits.values()):
        keyed.append((_key(problem, names, chosen, len(given.people), old_plan), chosen))
    keyed.sort(key=lambda pair: pair[0])
    split = len(given.people)
    for key, chosen in keyed:
        people = {name: it for name, it in zip(given.people, chosen[:split], strict=True) if it is not None}
        visits = {name: it for name, it in zip(given.visits, chosen[split:], strict=True) if it is not None}
        yield key, people, visits


def _key(
    problem: Problem, names: Sequence[Person | Visit], chosen: Sequence[object], people: int, old_plan: Plan | None
) -> tuple[int, ...]:
    sessions: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    visits = []
    for (one, other), it in zip(names[:people], chosen[:people], strict=True):
        if it is not None:
            place, slot = it
            sessions[other, place, slot].append(one)
    for (place, number), it in zip(names[people:], chosen[people:], strict=True):
        if it is not None:
            visits.append(_visit(problem, place, number, it, ()))
    plan = Plan(tuple(PlannedSession(*key, 0, (), tuple(who)) for key, who in sessions.items()), tuple(visits))
    if old_plan is None:
        return _worth(problem, plan, None)
    without_trainers = tuple(dataclasses.replace(session, trainers=()) for session in old_plan.sessions)
    return _worth(problem, plan, dataclasses.replace(old_plan, sessions=without_trainers))


def _completed(problem: Problem, people: Mapping[Person, Where], visits: Mapping[Visit, When]) -> Iterator[Plan]:
    """Yield every plan with the assignment that keeps all rules."""
    groups: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    for (person, module), (place, slot) in people.items():
        groups[module, place, slot].append(person)
    bare: list[PlannedSession | PlannedVisit] = [
        PlannedSession(module, place, slot, 0, (), tuple(sorted(who))) for (module, place, slot), who in groups.items()
    ]
    bare += [_visit(problem, place, number, when, ()) for (place, number), when in visits.items()]
    replacements = _replacements(problem, people)
    pins_matter_later = JUDGED_TOGETHER | {"C13"}
    if check(_only(problem, frozenset(RULES) - pins_matter_later), tiny.plan(*bare, *replacements)):
        return
    for activities in _staffed(problem, bare, []):
        plan = tiny.plan(*activities, *replacements)
        if not check(problem, plan):
            yield plan


def _staffed(
    problem: Problem, left: Sequence[PlannedSession | PlannedVisit], ready: list[PlannedSession | PlannedVisit]
) -> Iterator[list[PlannedSession | PlannedVisit]]:
    """Yield the activities with trainers and clock times in every way that can be held."""
    if not left:
        yield list(ready)
        return
    for activity in _ways(problem, left[0]):
        ready.append(activity)
        if not check(_only(problem, JUDGED_TOGETHER), tiny.plan(*ready)):
            yield from _staffed(problem, left[1:], ready)
        ready.pop()


def _ways(problem: Problem, bare: PlannedSession | PlannedVisit) -> Iterator[PlannedSession | PlannedVisit]:
    at = (bare.place, bare.slot)
    pins = [pin for pin in (*problem.session_pins, *problem.visit_pins) if (pin.place, pin.slot) == at]
    starts = {bare.starts}
    if isinstance(bare, PlannedSession):
        needed = problem.module[bare.module].trainers_needed
        starts = {*problem.place[bare.place].session_starts, *(pin.starts for pin in pins)}
    else:
        needed = next(need.trainers_needed for need in problem.visits if need.place == bare.place)
    largest = max([needed, *(len(pin.trainers) + needed for pin in pins)])
    least = 0 if "C3" in problem.rules_off else needed
    for size in range(least, largest + 1):
        for trainers in itertools.combinations(sorted(problem.trainer), size):
            for clock in sorted(starts):
                yield dataclasses.replace(bare, starts=clock, trainers=trainers)


def _replacements(problem: Problem, people: Mapping[Person, Where]) -> list[Replacement]:
    away = {(person, slot) for (person, _), (_, slot) in people.items()}
    found = []
    for place in problem.places:
        for slot in sorted(place.open_slots):
            staff = [person.id for person in problem.employees if person.duty.get(slot) == place.id]
            present = [person for person in staff if (person, slot) not in away]
            missing = min(place.min_staff_at(slot), len(staff)) - len(present)
            if missing > 0:
                found.append(Replacement(place.id, slot, missing))
    return found
