"""The variables: which candidates take place, who attends, who holds them, and what is done by when."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from lyhord_planner.cp_sat.candidates import Activity, Candidates
from lyhord_planner.cp_sat.world import Requirement, World

type Literal = cp_model.IntVar | int
"""A 0–1 variable, or the constant it is known to be."""


@dataclass(frozen=True, slots=True)
class Prefix:
    """Whether something is done by a day: one 0–1 variable per day on which that can change.

    days: ordinals, rising. before: the value before the first of them. Rises once.
    """

    days: tuple[int, ...]
    by_day: tuple[Literal, ...]
    before: int = 0

    def by(self, day: int) -> Literal:
        """Return whether it is done on or before the day."""
        index = bisect_right(self.days, day)
        return self.by_day[index - 1] if index else self.before


@dataclass
class Variables:
    """A model and its variables by what they mean.

    takes_place: activity → 0–1. attends: (employee, session) → 0–1. holds: (trainer, activity) → 0–1.
    visited: (place, number) → {slot: 0–1}, the activity's number among the place's visits.
    missing: requirement → 1 when it is left unreached. replaced, closed: (place, slot) → replacements, 0–1 (C6).
    """

    world: World
    candidates: Candidates
    model: cp_model.CpModel
    takes_place: dict[Activity, cp_model.IntVar] = field(default_factory=dict)
    attends: dict[tuple[str, Activity], cp_model.IntVar] = field(default_factory=dict)
    holds: dict[tuple[str, Activity], cp_model.IntVar] = field(default_factory=dict)
    visited: dict[tuple[str, int], dict[int, cp_model.IntVar]] = field(default_factory=dict)
    missing: dict[Requirement, Literal] = field(default_factory=dict)
    replaced: dict[tuple[str, int], cp_model.IntVar] = field(default_factory=dict)
    closed: dict[tuple[str, int], cp_model.IntVar] = field(default_factory=dict)
    sessions_of: dict[tuple[str, str], list[Activity]] = field(default_factory=lambda: defaultdict(list))
    _prefixes: dict[tuple[str, str], Prefix] = field(default_factory=dict)
    _visit_prefixes: dict[tuple[str, int], Prefix] = field(default_factory=dict)

    @property
    def activities(self) -> list[Activity]:
        return self.candidates.sessions + self.candidates.visits

    def had(self, employee: str, module: str) -> Prefix:
        """Return whether the employee has attended the module by a day; made on first use."""
        key = (employee, module)
        if key not in self._prefixes:
            done = self.world.problem.employee[employee].done.get(module)
            if done is not None:
                self._prefixes[key] = Prefix((done.toordinal(),), (1,))
            else:
                on_day: dict[int, list[cp_model.IntVar]] = defaultdict(list)
                for session in self.sessions_of.get(key, ()):
                    on_day[self.world.day[session.slot]].append(self.attends[employee, session])
                self._prefixes[key] = self._cumulate(on_day)
        return self._prefixes[key]

    def visited_by(self, place: str, number: int) -> Prefix:
        """Return whether the visit has been made by a *slot* (not day); made on first use."""
        key = (place, number)
        if key not in self._visit_prefixes:
            self._visit_prefixes[key] = self._cumulate({s: [v] for s, v in self.visited[key].items()})
        return self._visit_prefixes[key]

    def _cumulate(self, on_day: Mapping[int, list[cp_model.IntVar]]) -> Prefix:
        days = tuple(sorted(on_day))
        so_far: Literal = 0
        by_day: list[Literal] = []
        for day in days:
            now = self.model.new_bool_var("")
            self.model.add(now == so_far + sum(on_day[day]))
            by_day.append(now)
            so_far = now
        return Prefix(days, tuple(by_day))


def make_variables(candidates: Candidates, *, can_miss: frozenset[Requirement] | None) -> Variables:
    """Return the variables of the candidates.

    can_miss: requirements that may stay unreached, None = any. Others must be reached, except the unreachable.
    """
    world, model = candidates.world, cp_model.CpModel()
    made = Variables(world, candidates, model)
    for activity in made.activities:
        made.takes_place[activity] = model.new_bool_var("")
        for trainer in activity.trainers:
            made.holds[trainer, activity] = model.new_bool_var("")
            if not world.has_rule("C3"):  # which says it too
                model.add_implication(made.holds[trainer, activity], made.takes_place[activity])
        for employee in sorted(activity.attendees):
            made.attends[employee, activity] = model.new_bool_var("")
            made.sessions_of[employee, activity.module or ""].append(activity)
            if not world.has_rule("C4"):  # which says it too
                model.add_implication(made.attends[employee, activity], made.takes_place[activity])
    for requirement in world.requirements:
        if requirement in candidates.unreachable:
            made.missing[requirement] = 1
        else:
            is_free = can_miss is None or requirement in can_miss
            made.missing[requirement] = model.new_bool_var("") if is_free else 0
    _number_visits(made)
    return made


def _number_visits(made: Variables) -> None:
    """Give every visit a number: one variable for each number of the place that the visit could have."""
    at_slot: dict[tuple[str, int], list[cp_model.IntVar]] = defaultdict(list)
    for visit in made.candidates.visits:
        at_slot[visit.place, visit.slot].append(made.takes_place[visit])
    numbers: dict[str, list[int]] = defaultdict(list)
    for place, number in made.world.visit_requirements:
        numbers[place].append(number)
        made.visited[place, number] = {}
    for (place, slot), candidates in at_slot.items():
        for number in numbers[place]:
            made.visited[place, number][slot] = made.model.new_bool_var("")
        made.model.add(sum(made.visited[place, n][slot] for n in numbers[place]) == sum(candidates))
