"""Changes of a problem that could reach a requirement: each is tried, then applied alone and solved again.

A trial loosens something everywhere (the person could come at any time) and asks for a plan that uses as little as
possible of it; what it used is then the repair, applied to the problem by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from ortools.sat.python import cp_model

from lyhord_planner.cp_sat.evaluate import attendee_minutes
from lyhord_planner.cp_sat.variables import Variables
from lyhord_planner.cp_sat.world import Requirement, World, candidate_venues
from lyhord_planner.plan import Plan
from lyhord_planner.problem import Employee, Place, Problem, Trainer


class RepairKind(StrEnum):
    """What changes. `Repair.subject`, `slot` and `amount` say where:

    COME_EXTRA: the employee comes in the slot, paid by the hour. WORK_EXTRA: the trainer works in the slot.
    OPEN_PLACE: the place is open to visitors in the slot. SMALLER_GROUP: the module's session in the slot may be
    `amount` people smaller. OTHER_VENUE: the employee may go to a venue further away, `amount` minutes there and
    back; subject is the venue. LATER_DEADLINE: `amount` days later; subject is "training" or "visits". SHORTER_NOTICE:
    `amount` days shorter; subject is the employee.
    """

    COME_EXTRA = "come_extra"
    WORK_EXTRA = "work_extra"
    OPEN_PLACE = "open_place"
    SMALLER_GROUP = "smaller_group"
    OTHER_VENUE = "other_venue"
    LATER_DEADLINE = "later_deadline"
    SHORTER_NOTICE = "shorter_notice"


DEADLINE_DAYS = 14


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a problem. price_sek: what the change itself costs, None where unknown."""

    kind: RepairKind
    subject: str
    slot: int | None
    amount: int
    price_sek: int | None
    problem: Problem


@dataclass(frozen=True, slots=True)
class Trial:
    """A problem loosened everywhere, what to use little of, and the change that a plan made with it has used.

    used(plan) returns None when it used nothing, or more than one change can give.
    """

    problem: Problem
    cost: Callable[[Variables], cp_model.LinearExprT]
    used: Callable[[Plan], Change | None]


def trials(problem: Problem, target: Requirement) -> Iterator[Trial]:
    """Yield the trials for the requirement."""
    who, what = target
    if isinstance(what, str):
        yield _come_extra(problem, problem.employee[who], what)
        if "C5" not in problem.rules_off:
            yield _other_venue(problem, problem.employee[who], what)
        yield from _smaller_group(problem, who, what)
        yield from _shorter_notice(problem, who)
        competence = problem.module[what].competence
    else:
        yield _open_place(problem, problem.place[who])
        competence = next(need.competence for need in problem.visits if need.place == who)
    yield _work_extra(problem, target, competence)
    yield from _later_deadline(problem, target)


def _come_extra(problem: Problem, employee: Employee, module: str) -> Trial:
    known = employee.available | employee.duty.keys()
    anywhen = frozenset(range(len(problem.slots)))

    def with_slots(slots: frozenset[int]) -> Problem:
        return with_employee(problem, replace(employee, available=employee.available | slots))

    def used(plan: Plan) -> Change | None:
        extra = [s.slot for s in plan.sessions if employee.id in s.attendees and s.slot not in known]
        if len(extra) != 1:
            return None
        changed = with_slots(frozenset(extra))
        return Change(RepairKind.COME_EXTRA, employee.id, extra[0], 1, problem.costs.hourly, changed)

    def cost(v: Variables) -> cp_model.LinearExprT:
        return _sum(x for (e, s), x in v.attends.items() if e == employee.id and s.slot not in known)

    return Trial(with_slots(anywhen), cost, used)


def _other_venue(problem: Problem, employee: Employee, module: str) -> Trial:
    anywhere = replace(problem, max_venues=len(problem.places))
    order = candidate_venues(anywhere, employee)
    known = frozenset(order[: problem.max_venues])

    def used(plan: Plan) -> Change | None:
        extra = [s for s in plan.sessions if employee.id in s.attendees and s.place not in known]
        if len(extra) != 1:
            return None
        minutes = _there_and_back(problem, employee, extra[0].place, extra[0].slot)
        changed = replace(problem, max_venues=order.index(extra[0].place) + 1)
        price = minutes * problem.costs.travel_per_minute
        return Change(RepairKind.OTHER_VENUE, extra[0].place, extra[0].slot, minutes, price, changed)

    def cost(v: Variables) -> cp_model.LinearExprT:
        far = ((s, x) for (e, s), x in v.attends.items() if e == employee.id and s.place not in known)
        return cp_model.LinearExpr.sum([x * (100 + order.index(s.place)) for s, x in far])

    return Trial(anywhere, cost, used)


def _smaller_group(problem: Problem, employee: str, module: str) -> Iterator[Trial]:
    smaller = problem.module[module]
    for amount in range(1, smaller.group_min):
        changed = replace(
            problem,
            modules=tuple(replace(m, group_min=m.group_min - amount) if m.id == module else m for m in problem.modules),
        )

        def used(plan: Plan, changed: Problem = changed, amount: int = amount) -> Change | None:
            slot = next((s.slot for s in plan.sessions if s.module == module and employee in s.attendees), None)
            return Change(RepairKind.SMALLER_GROUP, module, slot, amount, 0, changed)

        yield Trial(changed, _nothing, used)


def _shorter_notice(problem: Problem, employee: str) -> Iterator[Trial]:
    known = problem.notice_days
    if known <= 0:
        return

    def used(plan: Plan) -> Change | None:
        slots = [s.slot for s in plan.sessions if employee in s.attendees]
        shortest = min(((problem.slots[s].date - problem.today).days for s in slots), default=known)
        if not 0 < shortest < known:
            return None
        changed = replace(problem, notice_days=shortest)
        return Change(RepairKind.SHORTER_NOTICE, employee, None, known - shortest, 0, changed)

    def cost(v: Variables) -> cp_model.LinearExprT:
        days = {s: (problem.slots[s.slot].date - problem.today).days for _, s in v.attends}
        return cp_model.LinearExpr.sum([x * max(0, known - days[s]) for (_, s), x in v.attends.items()])

    yield Trial(replace(problem, notice_days=0), cost, used)


def _open_place(problem: Problem, place: Place) -> Trial:
    known = place.open_slots & place.visitor_slots

    def with_slots(slots: frozenset[int]) -> Problem:
        changed = replace(place, open_slots=place.open_slots | slots, visitor_slots=place.visitor_slots | slots)
        return replace(problem, places=tuple(changed if p.id == place.id else p for p in problem.places))

    def used(plan: Plan) -> Change | None:
        extra = [v.slot for v in plan.visits if v.place == place.id and v.slot not in known]
        if len(extra) != 1:
            return None
        return Change(RepairKind.OPEN_PLACE, place.id, extra[0], 1, None, with_slots(frozenset(extra)))

    def cost(v: Variables) -> cp_model.LinearExprT:
        return _sum(x for a, x in v.takes_place.items() if a.module is None and a.slot not in known)

    return Trial(with_slots(frozenset(range(len(problem.slots)))), cost, used)


def _work_extra(problem: Problem, target: Requirement, competence: str) -> Trial:
    able = {t.id for t in problem.trainers if competence in t.competences}
    anywhen = frozenset(range(len(problem.slots)))

    def used(plan: Plan) -> Change | None:
        minutes = {(t, s.slot): problem.module[s.module].minutes for s in plan.sessions for t in s.trainers}
        length = {need.place: need.minutes for need in problem.visits}
        minutes |= {(t, v.slot): length[v.place] for v in plan.visits for t in v.trainers}
        extra = {(t, slot) for t, slot in minutes if slot not in problem.trainer[t].available}
        if len(extra) != 1:
            return None
        trainer, slot = next(iter(extra))
        changed = with_trainer(problem, _with_slots(problem.trainer[trainer], frozenset({slot})))
        price = minutes[trainer, slot] * problem.costs.trainer_per_hour // 60
        return Change(RepairKind.WORK_EXTRA, trainer, slot, 1, price, changed)

    def cost(v: Variables) -> cp_model.LinearExprT:
        return _sum(x for (t, a), x in v.holds.items() if a.slot not in problem.trainer[t].available)

    loosened = tuple(_with_slots(t, anywhen) if t.id in able else t for t in problem.trainers)
    return Trial(replace(problem, trainers=loosened), cost, used)


def _later_deadline(problem: Problem, target: Requirement) -> Iterator[Trial]:
    clause = "training" if isinstance(target[1], str) else "visits"
    deadline = getattr(problem.deadlines, clause)
    if deadline is None:
        return
    later = replace(problem.deadlines, **{clause: deadline + timedelta(days=DEADLINE_DAYS)})
    changed = replace(problem, deadlines=later)
    yield Trial(changed, _nothing, lambda _: Change(RepairKind.LATER_DEADLINE, clause, None, DEADLINE_DAYS, 0, changed))


def with_employee(problem: Problem, employee: Employee) -> Problem:
    return replace(problem, employees=tuple(employee if e.id == employee.id else e for e in problem.employees))


def with_trainer(problem: Problem, trainer: Trainer) -> Problem:
    return replace(problem, trainers=tuple(trainer if t.id == trainer.id else t for t in problem.trainers))


def _with_slots(trainer: Trainer, slots: frozenset[int]) -> Trainer:
    return replace(trainer, available=trainer.available | slots)


def _there_and_back(problem: Problem, employee: Employee, place: str, slot: int) -> int:
    return attendee_minutes(World(problem), employee.id, place, slot)


def _sum(literals: Iterator[cp_model.IntVar]) -> cp_model.LinearExprT:
    return cp_model.LinearExpr.sum(list(literals))


def _nothing(v: Variables) -> cp_model.LinearExprT:
    return 0
