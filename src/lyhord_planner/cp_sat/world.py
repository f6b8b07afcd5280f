"""The problem with what is looked up often worked out once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from lyhord_planner.problem import Employee, Problem, SessionPin, VisitNeed, VisitPin

type Requirement = tuple[str, str] | tuple[str, int]
"""(employee, module) or (place, visit number): what O1 counts."""


@dataclass(frozen=True)
class World:
    """A problem and its look-ups. `today` onwards; days are `date.toordinal()`."""

    problem: Problem

    def has_rule(self, rule: str) -> bool:
        return rule not in self.problem.rules_off

    @cached_property
    def day(self) -> tuple[int, ...]:
        return tuple(slot.date.toordinal() for slot in self.problem.slots)

    @cached_property
    def week(self) -> tuple[int, ...]:
        return tuple(self.problem.week(s) for s in range(len(self.problem.slots)))

    @cached_property
    def last_week(self) -> int:
        return max(self.week, default=-1)

    @cached_property
    def blocked(self) -> frozenset[tuple[str, str, int]]:
        return frozenset((b.kind, b.subject, b.slot) for b in self.problem.blocks)

    @cached_property
    def session_pins(self) -> Mapping[tuple[str, str, int], SessionPin]:
        """Return the pins that hold by (module, place, slot); none with C13 switched off."""
        pins = self.problem.session_pins if self.has_rule("C13") else ()
        return {(pin.module, pin.place, pin.slot): pin for pin in pins}

    @cached_property
    def visit_pins(self) -> Mapping[tuple[str, int], VisitPin]:
        """Return the pins that hold by (place, slot); none with C13 switched off."""
        pins = self.problem.visit_pins if self.has_rule("C13") else ()
        return {(pin.place, pin.slot): pin for pin in pins}

    @cached_property
    def venues(self) -> Mapping[str, frozenset[str]]:
        return {e.id: frozenset(candidate_venues(self.problem, e)) for e in self.problem.employees}

    @cached_property
    def on_duty(self) -> Counter[tuple[str, int]]:
        """Return how many are on duty by (place, slot)."""
        return Counter((place, slot) for e in self.problem.employees for slot, place in e.duty.items())

    @cached_property
    def longest_travel(self) -> int:
        return max((m for row in self.problem.travel_minutes.values() for m in row.values()), default=0)

    @cached_property
    def visit_need(self) -> Mapping[str, VisitNeed]:
        return {need.place: need for need in self.problem.visits}

    @cached_property
    def attendance_requirements(self) -> tuple[tuple[str, str], ...]:
        """Return every (employee, module) that is needed and not done, sorted."""
        return tuple((e.id, m) for e in self.problem.employees for m in sorted(e.needs) if m not in e.done)

    @cached_property
    def visit_requirements(self) -> tuple[tuple[str, int], ...]:
        """Return every (place, number) of visits left, in order of number."""
        return tuple((v.place, len(v.held) + n) for v in self.problem.visits for n in range(1, v.left + 1))

    @cached_property
    def requirements(self) -> tuple[Requirement, ...]:
        return self.attendance_requirements + self.visit_requirements

    def takes_part_in(self, employee: Employee, module: str) -> bool:
        """Tell whether the employee needs or has done the module."""
        return module in employee.needs or module in employee.done


def candidate_venues(problem: Problem, employee: Employee) -> tuple[str, ...]:
    """Return the ids of the places where the employee may attend: the homes, then the nearest, with a room.

    Source: docs/planning-model.md, C5.
    """
    homes = [p for p in employee.home_places if p in problem.place]
    others: list[str] = []
    if homes:
        minutes = problem.travel_minutes[problem.place[homes[0]].location]
        rest = (p for p in problem.places if p.id not in homes)
        others = [p.id for p in sorted(rest, key=lambda p: (minutes[p.location], p.id))]
    with_room = [p for p in homes + others if problem.place[p].room_capacity > 0]
    return tuple(with_room[: problem.max_venues])
