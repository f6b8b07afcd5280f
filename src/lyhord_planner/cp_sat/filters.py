"""What the rules say about one thing at a time: such candidates are never made.

A filter answers whether a combination is allowed, whatever else is planned. FILTERS lists them per rule; a rule in
`Problem.rules_off` is left out. What the rules say about several things together stands in `constraints.py`.
Source: docs/planning-model.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lyhord_planner.cp_sat.world import World
from lyhord_planner.problem import Employee, Module, Place, Trainer, VisitNeed


@dataclass(frozen=True, slots=True)
class Filters:
    """One rule's filters. The last bool is True for what a pin names.

    session, visit: may it be there then? person_slot, person_place, person_module: may the employee attend then,
    there, that? trainer_slot: may the trainer work then? trainer_kind: (competence, language), may the trainer?
    """

    session: Callable[[World, Module, Place, int, bool], bool] | None = None
    visit: Callable[[World, VisitNeed, int, bool], bool] | None = None
    person_slot: Callable[[World, Employee, int, bool], bool] | None = None
    person_place: Callable[[World, Employee, Place], bool] | None = None
    person_module: Callable[[World, Employee, Module], bool] | None = None
    trainer_slot: Callable[[World, Trainer, int], bool] | None = None
    trainer_kind: Callable[[World, Trainer, str, str], bool] | None = None


def c01_needs_the_module(world: World, employee: Employee, module: Module) -> bool:
    """Nobody attends a module they do not need or have done."""
    return module.id in employee.needs and module.id not in employee.done


def c03_understands(world: World, employee: Employee, module: Module) -> bool:
    """Whoever attends a session understands its language."""
    return module.language in employee.languages


def c03_is_competent(world: World, trainer: Trainer, competence: str, language: str) -> bool:
    """Each trainer has the activity's competence and its language."""
    return competence in trainer.competences and language in trainer.languages


def c05_on_duty_with_notice(world: World, employee: Employee, slot: int, is_pinned: bool) -> bool:
    """People attend only when on duty or available, no sooner than `notice_days` after today (pinned: any time)."""
    problem = world.problem
    late_enough = is_pinned or (problem.slots[slot].date - problem.today).days >= problem.notice_days
    return late_enough and (slot in employee.duty or slot in employee.available)


def c05_candidate_venue(world: World, employee: Employee, place: Place) -> bool:
    """People attend at one of their candidate venues."""
    return place.id in world.venues[employee.id]


def c05_session_after_today(world: World, module: Module, place: Place, slot: int, is_pinned: bool) -> bool:
    """A session lies after today, unless pinned."""
    return is_pinned or world.problem.slots[slot].date > world.problem.today


def c05_visit_after_today(world: World, need: VisitNeed, slot: int, is_pinned: bool) -> bool:
    """A visit lies after today, unless pinned."""
    return is_pinned or world.problem.slots[slot].date > world.problem.today


def c08_is_available(world: World, trainer: Trainer, slot: int) -> bool:
    """A trainer is available."""
    return slot in trainer.available


def c09_mobile_place_stands(world: World, module: Module, place: Place, slot: int, is_pinned: bool) -> bool:
    """A mobile place has sessions only when it is open."""
    return place.kind != "mobile" or slot in place.open_slots


def c09_visitors_are_there(world: World, need: VisitNeed, slot: int, is_pinned: bool) -> bool:
    """A visit happens when the place is open and visitors are there."""
    place = world.problem.place[need.place]
    return slot in place.open_slots and slot in place.visitor_slots


def c12_place_is_free(world: World, place: Place, slot: int) -> bool:
    """Nothing happens on a blocked date, in a blocked slot, before a place opens or from the day it closes."""
    date = world.problem.slots[slot].date
    if date in world.problem.blocked_dates or ("place", place.id, slot) in world.blocked:
        return False
    has_opened = place.opens_on is None or place.opens_on <= date
    return has_opened and (place.closes_before is None or date < place.closes_before)


def c12_session_is_free(world: World, module: Module, place: Place, slot: int, is_pinned: bool) -> bool:
    return c12_place_is_free(world, place, slot)


def c12_visit_is_free(world: World, need: VisitNeed, slot: int, is_pinned: bool) -> bool:
    return c12_place_is_free(world, world.problem.place[need.place], slot)


def c12_attendee_is_free(world: World, employee: Employee, slot: int, is_pinned: bool) -> bool:
    """Nobody attends in a blocked slot."""
    return ("employee", employee.id, slot) not in world.blocked


def c12_trainer_is_free(world: World, trainer: Trainer, slot: int) -> bool:
    """No trainer works in a blocked slot."""
    return ("trainer", trainer.id, slot) not in world.blocked


def c17_session_by_deadline(world: World, module: Module, place: Place, slot: int, is_pinned: bool) -> bool:
    """No session after the training deadline."""
    last = world.problem.deadlines.training
    return last is None or world.problem.slots[slot].date <= last


def c17_visit_by_deadline(world: World, need: VisitNeed, slot: int, is_pinned: bool) -> bool:
    """No visit after the visits' deadline."""
    last = world.problem.deadlines.visits
    return last is None or world.problem.slots[slot].date <= last


FILTERS: dict[str, Filters] = {
    "C1": Filters(person_module=c01_needs_the_module),
    "C3": Filters(person_module=c03_understands, trainer_kind=c03_is_competent),
    "C5": Filters(
        session=c05_session_after_today,
        visit=c05_visit_after_today,
        person_slot=c05_on_duty_with_notice,
        person_place=c05_candidate_venue,
    ),
    "C8": Filters(trainer_slot=c08_is_available),
    "C9": Filters(session=c09_mobile_place_stands, visit=c09_visitors_are_there),
    "C12": Filters(
        session=c12_session_is_free,
        visit=c12_visit_is_free,
        person_slot=c12_attendee_is_free,
        trainer_slot=c12_trainer_is_free,
    ),
    "C17": Filters(session=c17_session_by_deadline, visit=c17_visit_by_deadline),
}


def filters_on(world: World) -> list[Filters]:
    return [filters for rule, filters in FILTERS.items() if world.has_rule(rule)]
