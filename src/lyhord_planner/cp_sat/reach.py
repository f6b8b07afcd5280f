"""Throw away candidates that no plan can use, and find the requirements that no plan can reach.

Each step follows from one rule and stays true whatever else is planned, so nothing that a plan could use is lost:
enough people for a group (C4), windows of days along modules in order (C7), visits spaced (C14), in order (C2) and
after training (C10). Steps repeat until nothing changes.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from lyhord_planner.cp_sat.candidates import Activity, Candidates
from lyhord_planner.cp_sat.world import Requirement, World
from lyhord_planner.problem import TrainFirst

NEVER = 10**9
"""A day after all days."""


@dataclass(slots=True)
class Windows:
    """First and last day (ordinal) on which each requirement can still be met; NEVER first when it cannot."""

    first: dict[Requirement, int] = field(default_factory=dict)
    last: dict[Requirement, int] = field(default_factory=dict)

    def narrow(self, what: Requirement, first: int, last: int) -> None:
        self.first[what] = max(self.first.get(what, first), first)
        self.last[what] = min(self.last.get(what, last), last)
        if self.first[what] > self.last[what]:
            self.first[what], self.last[what] = NEVER, -1


def prune(candidates: Candidates, tick: Callable[[], None] = lambda: None) -> Windows:
    """Remove useless candidates in place, fill `unreachable` and return the windows that are left.

    tick: called between the steps.
    """
    windows = Windows()
    before = None
    while before != (before := (_size(candidates), dict(windows.first), dict(windows.last))):
        _drop_outside(candidates, windows)
        tick()
        _drop_small_groups(candidates)
        _meet(candidates, windows)
        tick()
        _order_modules(candidates.world, windows)
        _order_visits(candidates.world, windows)
    candidates.unreachable = {r for r in candidates.world.requirements if windows.first[r] == NEVER}
    return windows


def people_first(world: World, place: str, rule: TrainFirst, module: str) -> tuple[tuple[str, ...], int]:
    """Return the staff of the place for the module and how many of them must have had it (C10)."""
    staff = tuple(
        e.id
        for e in world.problem.employees
        if e.home_places and e.home_places[0] == place and world.takes_part_in(e, module)
    )
    return staff, math.ceil(Fraction(str(rule.share)) * len(staff))


def _size(candidates: Candidates) -> tuple[int, int, int]:
    attendances = sum(len(a.attendees) for a in candidates.sessions)
    return len(candidates.sessions), attendances, len(candidates.visits)


def _drop_outside(candidates: Candidates, windows: Windows) -> None:
    if not windows.first:
        return
    day, first, last = candidates.world.day, windows.first, windows.last
    for session in candidates.sessions:
        today, module = day[session.slot], session.module or ""
        session.attendees = {
            e for e in session.attendees if first.get((e, module), 0) <= today <= last.get((e, module), NEVER)
        }
    spans = defaultdict(list)
    for place, number in candidates.world.visit_requirements:
        spans[place].append((first[place, number], last[place, number]))
    candidates.visits = [
        v for v in candidates.visits if any(start <= day[v.slot] <= end for start, end in spans[v.place])
    ]


def _drop_small_groups(candidates: Candidates) -> None:
    world = candidates.world

    def can_be_held(session: Activity) -> bool:
        smallest = world.problem.module[session.module or ""].group_min if world.has_rule("C4") else 0
        return len(session.attendees) >= smallest and bool(session.attendees or session.pin)

    candidates.sessions = [s for s in candidates.sessions if can_be_held(s)]


def _meet(candidates: Candidates, windows: Windows) -> None:
    """Narrow every window to the days on which there is a candidate."""
    days: dict[Requirement, set[int]] = defaultdict(set)
    for session in candidates.sessions:
        for employee in session.attendees:
            days[employee, session.module or ""].add(candidates.world.day[session.slot])
    by_place = defaultdict(list)
    for visit in candidates.visits:
        by_place[visit.place].append(candidates.world.day[visit.slot])
    for need in candidates.world.visit_requirements:
        days[need].update(
            d for d in by_place[need[0]] if windows.first.get(need, 0) <= d <= windows.last.get(need, NEVER)
        )
    for what in candidates.world.requirements:
        found = days[what]
        windows.narrow(what, min(found, default=NEVER), max(found, default=-1))


def _order_modules(world: World, windows: Windows) -> None:
    if not world.has_rule("C7"):
        return
    for employee, module in world.attendance_requirements:
        person = world.problem.employee[employee]
        for gap in world.problem.module[module].after:
            if not world.takes_part_in(person, gap.module):
                continue
            if gap.module in person.done:
                first = last = person.done[gap.module].toordinal()
            else:
                first, last = windows.first[employee, gap.module], windows.last[employee, gap.module]
            latest = NEVER if gap.max_days is None else last + gap.max_days
            windows.narrow((employee, module), first + gap.min_days, latest)


def _order_visits(world: World, windows: Windows) -> None:
    for place, number in world.visit_requirements:
        need = world.visit_need[place]
        if number == len(need.held) + 1:
            if need.held and world.has_rule("C14"):
                held = max(need.held).toordinal()
                latest = NEVER if need.max_days_between is None else held + need.max_days_between
                windows.narrow((place, number), held + need.min_days_between, latest)
            if not need.held:
                windows.narrow((place, number), _first_visit_day(world, place, windows), NEVER)
        elif world.has_rule("C2"):
            spaced = world.has_rule("C14")
            before = (place, number - 1)
            latest = NEVER if windows.first[before] < NEVER else -1
            if spaced and need.max_days_between is not None:
                latest = min(latest, windows.last[before] + need.max_days_between)
            windows.narrow((place, number), windows.first[before] + (need.min_days_between if spaced else 0), latest)


def _first_visit_day(world: World, place: str, windows: Windows) -> int:
    """Return the first day by which enough staff can have had every module (C10), ignoring how long ago."""
    rule = world.problem.train_first if world.has_rule("C10") else None
    if rule is None:
        return 0
    first = 0
    for module in sorted(rule.modules):
        staff, needed = people_first(world, place, rule, module)
        days = sorted(_first_day_trained(world, e, module, windows) for e in staff)
        if needed > 0:
            first = max(first, min(NEVER, days[needed - 1] + 1))
    return first


def _first_day_trained(world: World, employee: str, module: str, windows: Windows) -> int:
    done = world.problem.employee[employee].done.get(module)
    return windows.first[employee, module] if done is None else done.toordinal()
