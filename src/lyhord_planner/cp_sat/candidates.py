"""Everything that could be planned: sessions and visits with their possible attendees and trainers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lyhord_planner.cp_sat.clock import joined_activity, loosest, starts_that_fit
from lyhord_planner.cp_sat.filters import Filters, filters_on
from lyhord_planner.cp_sat.world import Requirement, World
from lyhord_planner.problem import Employee, Module, SessionPin, VisitNeed, VisitPin


@dataclass(slots=True, eq=False)
class Activity:
    """A session or visit that could take place. Module is None for a visit; minutes after midnight.

    attendees: ids of those who could attend (sessions); trainers: ids of those who could hold it.
    A visit that can both join a popular activity and lie looser in the day is two candidates.
    """

    module: str | None
    place: str
    slot: int
    starts: int
    ends: int
    competence: str
    language: str
    trainers_needed: int
    joins: str | None = None
    attendees: set[str] = field(default_factory=set)
    trainers: tuple[str, ...] = ()
    pin: SessionPin | VisitPin | None = None


@dataclass(slots=True)
class Candidates:
    """Sessions and visits up to a week, and the requirements for which nothing is left (`prune`)."""

    world: World
    last_week: int
    sessions: list[Activity]
    visits: list[Activity]
    unreachable: set[Requirement] = field(default_factory=set)


def collect(world: World, last_week: int) -> Candidates:
    """Return every candidate that no filter forbids, in weeks up to and including `last_week`."""
    filters = filters_on(world)
    slots = [s for s in range(len(world.problem.slots)) if world.week[s] <= last_week]
    staffing = _Trainers(world, filters)
    found = Candidates(world, last_week, [], [])
    people = _People(world, filters)
    for module in world.problem.modules:
        found.sessions += _sessions(world, filters, module, slots, people, staffing)
    for need in world.problem.visits:
        if need.left:
            found.visits += _visits(world, filters, need, slots, staffing)
    return found


class _Trainers:
    """Looks up who could hold an activity."""

    def __init__(self, world: World, filters: list[Filters]) -> None:
        trainers = world.problem.trainers
        self._world, self._filters = world, filters
        self._by_slot = [
            {t.id for t in trainers if all(f.trainer_slot(world, t, s) for f in filters if f.trainer_slot)}
            for s in range(len(world.problem.slots))
        ]
        self._by_kind: dict[tuple[str, str], tuple[str, ...]] = {}

    def who(self, competence: str, language: str, slot: int) -> tuple[str, ...]:
        kind = (competence, language)
        if kind not in self._by_kind:
            rules = [f.trainer_kind for f in self._filters if f.trainer_kind]
            self._by_kind[kind] = tuple(
                t.id for t in self._world.problem.trainers if all(rule(self._world, t, *kind) for rule in rules)
            )
        return tuple(t for t in self._by_kind[kind] if t in self._by_slot[slot])

    def are_enough(self, activity: Activity) -> bool:
        return not self._world.has_rule("C3") or len(activity.trainers) >= activity.trainers_needed


class _People:
    """Looks up who could attend a module at a place in a slot."""

    def __init__(self, world: World, filters: list[Filters]) -> None:
        people = world.problem.employees
        slot_rules = [f.person_slot for f in filters if f.person_slot]
        place_rules = [f.person_place for f in filters if f.person_place]
        module_rules = [f.person_module for f in filters if f.person_module]

        def can_come(employee: Employee, slot: int, is_pinned: bool) -> bool:
            return all(rule(world, employee, slot, is_pinned) for rule in slot_rules)

        self.can_come = can_come
        self.by_slot = [{e.id for e in people if can_come(e, s, False)} for s in range(len(world.problem.slots))]
        self.by_place = {
            p.id: {e.id for e in people if all(rule(world, e, p) for rule in place_rules)} for p in world.problem.places
        }
        self.by_module = {
            m.id: {e.id for e in people if all(rule(world, e, m) for rule in module_rules)}
            for m in world.problem.modules
        }


def _sessions(
    world: World, filters: list[Filters], module: Module, slots: list[int], people: _People, staffing: _Trainers
) -> Iterator[Activity]:
    rules = [f.session for f in filters if f.session]
    for place in world.problem.places:
        crowd = people.by_module[module.id] & people.by_place[place.id]
        for slot in slots:
            pin = world.session_pins.get((module.id, place.id, slot))
            attendees = crowd & people.by_slot[slot]
            if pin:
                named = {e for e in pin.attendees if people.can_come(world.problem.employee[e], slot, True)}
                attendees = (attendees | (crowd & named)) if pin.is_open else crowd & named
            if not (attendees or pin) or not all(rule(world, module, place, slot, pin is not None) for rule in rules):
                continue
            fitting = _starts(world, slot, module.minutes, (pin.starts,) if pin else place.session_starts)
            starts = loosest(world.problem.slots[slot], fitting)
            trainers = staffing.who(module.competence, module.language, slot)
            if starts is None:
                continue
            activity = Activity(
                module=module.id, place=place.id, slot=slot, starts=starts, ends=starts + module.minutes,
                competence=module.competence, language=module.language, trainers_needed=module.trainers_needed,
                attendees=attendees, trainers=trainers, pin=pin,
            )  # fmt: skip
            if staffing.are_enough(activity):
                yield activity


def _visits(
    world: World, filters: list[Filters], need: VisitNeed, slots: list[int], staffing: _Trainers
) -> Iterator[Activity]:
    rules = [f.visit for f in filters if f.visit]
    for slot in slots:
        pin = world.visit_pins.get((need.place, slot))
        if not all(rule(world, need, slot, pin is not None) for rule in rules):
            continue
        for starts in _visit_starts(world, need, slot, pin):
            activity = Activity(
                module=None, place=need.place, slot=slot, starts=starts, ends=starts + need.minutes,
                competence=need.competence, language=need.language, trainers_needed=need.trainers_needed,
                joins=joined_activity(world.problem.place[need.place], slot, starts),
                trainers=staffing.who(need.competence, need.language, slot), pin=pin,
            )  # fmt: skip
            if staffing.are_enough(activity):
                yield activity


def _starts(world: World, slot: int, minutes: int, starts: tuple[int, ...]) -> tuple[int, ...]:
    """Return the clock times that fit in the slot; with C8 switched off every one does."""
    if world.has_rule("C8"):
        return starts_that_fit(world.problem.slots[slot], minutes, starts)
    return tuple(sorted(starts)) or (world.problem.slots[slot].starts,)


def _visit_starts(world: World, need: VisitNeed, slot: int, pin: VisitPin | None) -> list[int]:
    """Return the clock times worth trying: the loosest that joins, and the loosest of all if looser still."""
    if pin:
        return list(_starts(world, slot, need.minutes, (pin.starts,)))
    place, half_day = world.problem.place[need.place], world.problem.slots[slot]
    joining = tuple(a.starts for a in place.popular if a.slot == slot)
    loosest_joining = loosest(half_day, starts_that_fit(half_day, need.minutes, joining))
    loosest_of_all = loosest(half_day, _starts(world, slot, need.minutes, place.visit_starts + joining))
    return sorted({s for s in (loosest_joining, loosest_of_all) if s is not None})
