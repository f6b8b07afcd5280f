"""Climb the objectives in their order: each level is solved with the levels above held at what was reached.

Coverage is demanded first, over a horizon that grows from the earliest week that is not ruled out: a short horizon is
small, and refuted or met in seconds. Only when everyone cannot be reached over the whole period is coverage counted
instead of demanded. Source: docs/planning-model.md, Objectives.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ortools.sat.python.cp_model import LinearExprT

from lyhord_planner.cp_sat import objective
from lyhord_planner.cp_sat.candidates import Candidates, collect
from lyhord_planner.cp_sat.evaluate import cost_sek, finish_week, moves, unreached, weeks_waited
from lyhord_planner.cp_sat.model import build, write_hint
from lyhord_planner.cp_sat.reach import Windows, prune
from lyhord_planner.cp_sat.search import Answer, Outcome, Search
from lyhord_planner.cp_sat.variables import Variables
from lyhord_planner.cp_sat.world import World
from lyhord_planner.plan import Plan
from lyhord_planner.problem import SessionPin
from lyhord_planner.result import Level

LEVELS = ("O1", "O2", "O3", "O4")
REPLAN_LEVELS = ("O1", "moves", "O2", "O3", "O4")
SHARE_OF_TIME_PER_HORIZON = 0.3
SHARE_OF_TIME_FOR_WAITING = 0.6
SIXTIETHS = 60


def rank(world: World, plan: Plan, old_plan: Plan | None) -> tuple[int, ...]:
    """Return the plan's objective values in order of importance, with the moves only when there is an old plan."""
    moved = () if old_plan is None else (moves(world, old_plan, plan),)
    rest = (finish_week(world, plan), weeks_waited(world, plan), cost_sek(world, plan))
    return (len(unreached(world, plan)), *moved, *rest)


@dataclass
class Ladder:
    """The state of one climb. `is_infeasible` is set when no plan keeps the pins and hard rules."""

    world: World
    search: Search
    old_plan: Plan | None = None
    is_infeasible: bool = False
    full: Candidates = field(init=False)
    windows: Windows = field(init=False)
    _seconds: dict[str, float] = field(default_factory=dict)
    _earliest: int = -1

    def __post_init__(self) -> None:
        self.full = collect(self.world, self.world.last_week)
        self.search.tick()
        self.windows = prune(self.full)

    @property
    def names(self) -> tuple[str, ...]:
        return LEVELS if self.old_plan is None else REPLAN_LEVELS

    def climb(self) -> None:
        """Go through the levels until time is up; the search holds the best plan and the bounds."""
        steps = {
            "O1": self._cover, "moves": self._keep_old_plan, "O2": self._finish_early, "O3": self._wait_less,
            "O4": self._spend_less,
        }  # fmt: skip
        for level in self.names:
            if self.is_infeasible or self.search.remaining() <= 0:
                return
            self.search.level = level
            started = self.search.seconds()
            steps[level]()
            self._seconds[level] = self.search.seconds() - started

    def levels(self) -> tuple[Level, ...]:
        """Return value, bound and proof of each level for the best plan."""
        found: list[Level] = []
        for name in self.names if self.search.best is not None else ():
            value = self.search.value(name) or 0
            bound = min(value, self.search.bounds.get(name, self._least(name)))
            is_proven = bound == value and all(level.proven for level in found)
            found.append(Level(name, value, bound, is_proven, round(self._seconds.get(name, 0.0), 3)))
        return tuple(found)

    @staticmethod
    def _least(level: str) -> int:
        return -1 if level == "O2" else 0

    def _cover(self) -> None:
        """O1: reach everyone who can be reached; else as many as possible."""
        self.search.raise_bound("O1", len(self.full.unreachable))
        self._offer_pins_alone()
        if self.search.value("O1") == self.search.bounds["O1"] or self._cover_all():
            return
        self._cover_most()

    def _offer_pins_alone(self) -> None:
        """Offer the plan with nothing but the pins, so that there is a plan from the start."""
        sessions = [(s, set(s.pin.attendees)) for s in self.full.sessions if isinstance(s.pin, SessionPin)]
        named = [replace(s, attendees=s.attendees & people) for s, people in sessions]
        visits = [visit for visit in self.full.visits if visit.pin]
        alone = Candidates(self.world, self.world.last_week, named, visits, set(self.full.unreachable))
        self.search.run(build(alone, can_miss=None, tick=self.search.tick))

    def _cover_all(self) -> bool:
        """Demand everyone over growing horizons. Return False when that is refuted or not met in time."""
        self._earliest = self._first_finish_week()
        for last_week in self._horizons():
            v = self._model(last_week, most_unreached=len(self.full.unreachable))
            limit = self.search.remaining() * SHARE_OF_TIME_PER_HORIZON
            answer = Answer.INFEASIBLE if v is None else self.search.run(v, limit=limit).answer
            if answer in (Answer.OPTIMAL, Answer.FEASIBLE):
                return True
            if answer is Answer.INFEASIBLE:
                self._earliest = last_week + 1
        return False

    def _horizons(self) -> Iterator[int]:
        week, step = self._earliest, 1
        while week < self.world.last_week:
            yield week
            week, step = week + step, step * 2
        yield self.world.last_week

    def _first_finish_week(self) -> int:
        """Return a week before which nobody can have reached everyone, by windows and by pins."""
        first_day = self.world.problem.first_monday.toordinal()
        starts = [self.windows.first[r] for r in self.world.requirements if r not in self.full.unreachable]
        last_start = (max(starts, default=first_day) - first_day) // 7
        return max(last_start, self._last_pinned_week())

    def _last_pinned_week(self) -> int:
        slots = [pin.slot for pin in self.world.session_pins.values()]
        slots += [pin.slot for pin in self.world.visit_pins.values()]
        return max((self.world.week[slot] for slot in slots), default=-1)

    def _cover_most(self) -> None:
        """Minimise the unreached: first over a short horizon, for a good plan, then over the whole period."""
        self._earliest = self._last_pinned_week()
        short = min(self.world.last_week, self._first_finish_week() + 2)
        for last_week in sorted({short, self.world.last_week}):
            is_whole = last_week == self.world.last_week
            outcome = self._minimise("O1", last_week, SHARE_OF_TIME_FOR_WAITING, has_bound=is_whole)
            self.is_infeasible = is_whole and outcome.answer is Answer.INFEASIBLE

    def _keep_old_plan(self) -> None:
        """Moves: change as little as possible of the old plan."""
        self._minimise("moves", self.world.last_week, SHARE_OF_TIME_FOR_WAITING)
        self._earliest = self._last_pinned_week()

    def _finish_early(self) -> None:
        """O2: find the first week in which everything can be finished, by bisection."""
        low, is_proof = self._earliest, True
        self.search.raise_bound("O2", low)
        while low < (self.search.value("O2") or 0) and self.search.remaining() > 0:
            middle = (low + (self.search.value("O2") or 0) - 1) // 2
            v = self._model(middle, most_unreached=self.search.value("O1"))
            limit = self.search.remaining() * SHARE_OF_TIME_PER_HORIZON
            answer = Answer.INFEASIBLE if v is None else self.search.run(v, limit=limit).answer
            if answer in (Answer.OPTIMAL, Answer.FEASIBLE):
                continue
            low, is_proof = middle + 1, is_proof and answer is Answer.INFEASIBLE
            if is_proof:
                self.search.raise_bound("O2", low)

    def _wait_less(self) -> None:
        """O3: wait as few weeks as possible."""
        self._minimise("O3", self.search.value("O2") or 0, SHARE_OF_TIME_FOR_WAITING)

    def _spend_less(self) -> None:
        """O4: spend as little as possible in the time that is left."""
        self._minimise("O4", self.search.value("O2") or 0, 1.0)

    def _minimise(self, level: str, last_week: int, share_of_time: float, *, has_bound: bool = True) -> Outcome:
        """Minimise the level with those above held. has_bound: the bound is true of the whole problem."""
        nothing = Outcome(Answer.INFEASIBLE, None)
        v = self._model(last_week, most_unreached=None if level == "O1" else self.search.value("O1"), below=level)
        if v is None:
            return nothing
        if level == "O4":
            v.model.minimize(objective.o4_cost_in_60ths(v))
        else:
            v.model.minimize(self._expression(level, v))
        known = dict(self.search.bounds)
        unit = SIXTIETHS if level == "O4" else 1
        outcome = self.search.run(v, limit=self.search.remaining() * share_of_time, minimise=True, unit=unit)
        if not has_bound:
            self.search.bounds = known
        return outcome

    def _expression(self, level: str, v: Variables) -> LinearExprT:
        if level == "moves" and self.old_plan is not None:
            return objective.moves_from(v, self.old_plan)
        return objective.o3_weeks_waited(v) if level == "O3" else objective.o1_unreached(v)

    def _model(self, last_week: int, *, most_unreached: int | None, below: str = "O2") -> Variables | None:
        """Return the model up to the week, with the levels above `below` held; None when that cannot be.

        most_unreached: how many may be left unreached, None = any number.
        """
        self.search.tick()
        candidates = collect(self.world, last_week)
        self.search.tick()
        prune(candidates)
        impossible = len(candidates.unreachable)
        if most_unreached is not None and impossible > most_unreached:
            return None
        must_reach = most_unreached == impossible
        v = build(
            candidates,
            can_miss=frozenset() if must_reach else None,
            has_costs=below == "O4",
            tick=self.search.tick,
        )
        if most_unreached is not None and not must_reach:
            v.model.add(objective.o1_unreached(v) <= most_unreached)
        for level, above in (("moves", ("O2", "O3", "O4")), ("O3", ("O4",))):
            held = self.search.value(level) if level in self.names and below in above else None
            if held is not None and self.search.level != "O1":
                v.model.add(self._expression(level, v) <= held)
        hint = self.search.best or self.old_plan
        if hint is not None:
            write_hint(v, hint)
        return v
