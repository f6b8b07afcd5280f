"""Find every candidate that no filter forbids."""

from __future__ import annotations

from collections.abc import Iterator

from lyhord_planner.cp_sat.candidates import Activity, Candidates, Near
from lyhord_planner.cp_sat.clock import joined_activity, loosest, starts_that_fit
from lyhord_planner.cp_sat.filters import filters_on
from lyhord_planner.cp_sat.world import World
from lyhord_planner.plan import Plan, PlannedSession, PlannedVisit
from lyhord_planner.problem import Employee, Module, Place, SessionPin, VisitNeed, VisitPin

NEAREST_TRAINERS = 5
"""How many trainers a neighbourhood that keeps trainers considers for what is free."""


class Collector:
    """Collects candidates of a problem; what is the same for every collection is looked up once."""

    def __init__(self, world: World) -> None:
        self.world = world
        filters = filters_on(world)
        self._session_rules = [f.session for f in filters if f.session]
        self._visit_rules = [f.visit for f in filters if f.visit]
        self._person_slot_rules = [f.person_slot for f in filters if f.person_slot]
        self._trainer_kind_rules = [f.trainer_kind for f in filters if f.trainer_kind]
        place_rules = [f.person_place for f in filters if f.person_place]
        module_rules = [f.person_module for f in filters if f.person_module]
        trainer_rules = [f.trainer_slot for f in filters if f.trainer_slot]
        people, trainers, slots = world.problem.employees, world.problem.trainers, range(len(world.problem.slots))
        self._by_slot = [{e.id for e in people if self._can_come(e, s, False)} for s in slots]
        self._by_place = {
            p.id: {e.id for e in people if all(rule(world, e, p) for rule in place_rules)} for p in world.problem.places
        }
        self._by_module = {
            m.id: {e.id for e in people if all(rule(world, e, m) for rule in module_rules)}
            for m in world.problem.modules
        }
        self._trainers_at = [
            {t.id for t in trainers if all(rule(world, t, s) for rule in trainer_rules)} for s in slots
        ]
        self._trainers_for: dict[tuple[str, str], tuple[str, ...]] = {}

    def collect(self, last_week: int, near: Near | None = None) -> Candidates:
        """Return the candidates in weeks up to and including `last_week`, or only those near a plan."""
        slots = [s for s in range(len(self.world.problem.slots)) if self.world.week[s] <= last_week]
        around = _Around(near) if near else None
        found = Candidates(self.world, last_week, [], [])
        for module in self.world.problem.modules:
            for place in self.world.problem.places:
                found.sessions += self._sessions(module, place, slots, around)
        for need in self.world.problem.visits:
            if need.left:
                found.visits += self._visits(need, slots, around)
        return found

    def _sessions(self, module: Module, place: Place, slots: list[int], around: _Around | None) -> Iterator[Activity]:
        world, crowd = self.world, self._by_module[module.id] & self._by_place[place.id]
        free = crowd & around.near.people if around else crowd
        for slot in slots:
            pin = world.session_pins.get((module.id, place.id, slot))
            planned = around.sessions.get((module.id, place.id, slot)) if around else None
            is_late = around is not None and around.near.is_late(world.week[slot])
            attendees = set[str]() if is_late else free & self._by_slot[slot]
            if planned and around:
                staying = set(planned.attendees) - around.near.people
                attendees |= crowd & self._by_slot[slot] & staying
            if pin:
                attendees = self._pinned_attendees(pin, attendees, crowd)
            if not (attendees or pin):
                continue
            if not all(rule(world, module, place, slot, pin is not None) for rule in self._session_rules):
                continue
            fitting = self._starts(slot, module.minutes, (pin.starts,) if pin else place.session_starts)
            starts = loosest(world.problem.slots[slot], fitting)
            if starts is None:
                continue
            activity = Activity(
                module=module.id, place=place.id, slot=slot, starts=starts, ends=starts + module.minutes,
                competence=module.competence, language=module.language, trainers_needed=module.trainers_needed,
                attendees=attendees, trainers=self._trainers(module.competence, module.language, slot), pin=pin,
            )  # fmt: skip
            if around and around.near.keeps_trainers and not pin:
                is_fixed = planned is not None and not free.intersection(planned.attendees)
                activity.trainers = self._fewer_trainers(activity, planned if is_fixed else None)
            if self._are_enough(activity):
                yield activity

    def _visits(self, need: VisitNeed, slots: list[int], around: _Around | None) -> Iterator[Activity]:
        is_free = around is None or need.place in around.near.places
        for slot in slots:
            if is_free and around and around.near.is_late(self.world.week[slot]):
                continue
            planned = around.visits.get((need.place, slot)) if around else None
            pin = self.world.visit_pins.get((need.place, slot))
            if not (is_free or planned or pin):
                continue
            if not all(rule(self.world, need, slot, pin is not None) for rule in self._visit_rules):
                continue
            for starts in self._visit_starts(need, slot, pin):
                activity = Activity(
                    module=None, place=need.place, slot=slot, starts=starts, ends=starts + need.minutes,
                    competence=need.competence, language=need.language, trainers_needed=need.trainers_needed,
                    joins=joined_activity(self.world.problem.place[need.place], slot, starts),
                    trainers=self._trainers(need.competence, need.language, slot), pin=pin,
                )  # fmt: skip
                if around and around.near.keeps_trainers and not pin:
                    activity.trainers = self._fewer_trainers(activity, None if is_free else planned)
                if self._are_enough(activity):
                    yield activity

    def _can_come(self, employee: Employee, slot: int, is_pinned: bool) -> bool:
        return all(rule(self.world, employee, slot, is_pinned) for rule in self._person_slot_rules)

    def _pinned_attendees(self, pin: SessionPin, attendees: set[str], crowd: set[str]) -> set[str]:
        employee = self.world.problem.employee
        named = {e for e in crowd & set(pin.attendees) if self._can_come(employee[e], pin.slot, True)}
        return attendees | named if pin.is_open else named

    def _trainers(self, competence: str, language: str, slot: int) -> tuple[str, ...]:
        kind = (competence, language)
        if kind not in self._trainers_for:
            self._trainers_for[kind] = tuple(
                t.id
                for t in self.world.problem.trainers
                if all(rule(self.world, t, *kind) for rule in self._trainer_kind_rules)
            )
        return tuple(t for t in self._trainers_for[kind] if t in self._trainers_at[slot])

    def _fewer_trainers(self, activity: Activity, fixed: PlannedSession | PlannedVisit | None) -> tuple[str, ...]:
        """Return the planned trainers of what is fixed, and the nearest of what is free."""
        if fixed:
            return tuple(t for t in activity.trainers if t in fixed.trainers)
        problem = self.world.problem
        where = problem.place[activity.place].location_at(activity.slot)
        minutes = problem.travel_minutes
        nearest = sorted(activity.trainers, key=lambda t: (minutes[problem.trainer[t].location][where], t))
        return tuple(nearest[: max(NEAREST_TRAINERS, activity.trainers_needed)])

    def _are_enough(self, activity: Activity) -> bool:
        return not self.world.has_rule("C3") or len(activity.trainers) >= activity.trainers_needed

    def _starts(self, slot: int, minutes: int, starts: tuple[int, ...]) -> tuple[int, ...]:
        """Return the clock times that fit in the slot; with C8 switched off every one does."""
        if self.world.has_rule("C8"):
            return starts_that_fit(self.world.problem.slots[slot], minutes, starts)
        return tuple(sorted(starts)) or (self.world.problem.slots[slot].starts,)

    def _visit_starts(self, need: VisitNeed, slot: int, pin: VisitPin | None) -> list[int]:
        """Return the clock times worth trying: the loosest that joins, and the loosest of all if looser still."""
        if pin:
            return list(self._starts(slot, need.minutes, (pin.starts,)))
        place, half_day = self.world.problem.place[need.place], self.world.problem.slots[slot]
        joining = tuple(a.starts for a in place.popular if a.slot == slot)
        loosest_joining = loosest(half_day, self._starts(slot, need.minutes, joining)) if joining else None
        loosest_of_all = loosest(half_day, self._starts(slot, need.minutes, place.visit_starts + joining))
        return sorted({s for s in (loosest_joining, loosest_of_all) if s is not None})


class _Around:
    """A neighbourhood with its plan looked up by place and slot."""

    def __init__(self, near: Near) -> None:
        self.near = near
        plan: Plan = near.plan
        self.sessions: dict[tuple[str, str, int], PlannedSession] = {
            (s.module, s.place, s.slot): s for s in plan.sessions
        }
        self.visits: dict[tuple[str, int], PlannedVisit] = {(v.place, v.slot): v for v in plan.visits}
