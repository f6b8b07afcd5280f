"""What every step up the objectives shares: the models, with the levels above held, and what is known so far."""

from __future__ import annotations

import math

from ortools.sat.python.cp_model import LinearExprT

from lyhord_planner.cp_sat import objective
from lyhord_planner.cp_sat.candidates import Candidates, Near
from lyhord_planner.cp_sat.collect import Collector
from lyhord_planner.cp_sat.evaluate import unreached
from lyhord_planner.cp_sat.model import build, write_hint
from lyhord_planner.cp_sat.reach import Windows, prune
from lyhord_planner.cp_sat.search import Answer, Outcome, Search
from lyhord_planner.cp_sat.variables import Variables
from lyhord_planner.cp_sat.world import World
from lyhord_planner.plan import Plan

LEVELS = ("O1", "O2", "O3", "O4")
REPLAN_LEVELS = ("O1", "moves", "O2", "O3", "O4")
SIXTIETHS = 60
MANY_TRAINERS = 8
NOTHING = Outcome(Answer.INFEASIBLE, None)


class Climb:
    """One climb through the levels.

    full, windows: the candidates of the whole period and their days. earliest: a week before which no plan as good in
    the levels above can finish. is_infeasible: no plan keeps the pins and hard rules.
    Making one and every method raise TimeIsUp when it is.
    """

    def __init__(self, world: World, search: Search, old_plan: Plan | None = None) -> None:
        self.world, self.search, self.old_plan = world, search, old_plan
        self.levels = LEVELS if old_plan is None else REPLAN_LEVELS
        self.is_infeasible = False
        self.earliest = -1
        self.collector = Collector(world)
        search.tick()
        self.full: Candidates = self.collector.collect(world.last_week)
        search.tick()
        self.windows: Windows = prune(self.full, search.tick)

    @property
    def size(self) -> int:
        """Return how many attendances could be planned: what makes a model large."""
        return sum(len(session.attendees) for session in self.full.sessions)

    @property
    def has_many_trainers(self) -> bool:
        """Tell whether exchanging trainers everywhere would make a neighbourhood's model large."""
        return len(self.world.problem.trainers) > MANY_TRAINERS

    def value(self, level: str) -> int:
        """Return the level's value of the best plan; before there is one, that of an empty plan."""
        found = self.search.value(level)
        return found if found is not None else len(self.world.requirements) if level == "O1" else 0

    def last_pinned_week(self) -> int:
        slots = [pin.slot for pin in self.world.session_pins.values()]
        slots += [pin.slot for pin in self.world.visit_pins.values()]
        return max((self.world.week[slot] for slot in slots), default=-1)

    def find(
        self,
        last_week: int,
        *,
        most_unreached: int,
        limit: float = math.inf,
        effort: float = math.inf,
        near: Near | None = None,
    ) -> Answer:
        """Look for a plan up to the week that leaves at most so many unreached, and return the answer."""
        return self.look(last_week, most_unreached=most_unreached, limit=limit, effort=effort, near=near).answer

    def look(
        self,
        last_week: int,
        *,
        most_unreached: int,
        limit: float = math.inf,
        effort: float = math.inf,
        near: Near | None = None,
    ) -> Outcome:
        """Look for a plan up to the week that leaves at most so many unreached."""
        v = self.model(last_week, most_unreached=most_unreached, near=near)
        return NOTHING if v is None else self.search.run(v, limit=limit, effort=effort)

    def minimise(
        self,
        level: str,
        last_week: int,
        *,
        share_of_time: float = 1.0,
        effort: float = math.inf,
        most_unreached: int | None,
        near: Near | None = None,
        has_bound: bool = True,
    ) -> Outcome:
        """Minimise the level with those above held. has_bound: what is proven is true of the whole problem."""
        v = self.model(last_week, most_unreached=most_unreached, level=level, near=near)
        if v is None:
            return NOTHING
        v.model.minimize(self.expression(level, v))
        return self.search.run(
            v,
            limit=self.search.remaining() * share_of_time,
            effort=effort,
            minimise=True,
            unit=SIXTIETHS if level == "O4" else 1,
            has_bound=has_bound and near is None,
        )

    def expression(self, level: str, v: Variables) -> LinearExprT:
        if level == "O4":
            return objective.o4_cost_in_60ths(v)
        if level == "moves" and self.old_plan is not None:
            return objective.moves_from(v, self.old_plan)
        return objective.o3_weeks_waited(v) if level == "O3" else objective.o1_unreached(v)

    def model(
        self, last_week: int, *, most_unreached: int | None, level: str = "O2", near: Near | None = None
    ) -> Variables | None:
        """Return the model up to the week, with the levels above `level` held; None when that cannot be.

        most_unreached: how many may be left unreached, None = any number.
        """
        self.search.tick()
        candidates = self.collector.collect(last_week, near)
        self.search.tick()
        prune(candidates)
        impossible = len(candidates.unreachable)
        if most_unreached is not None and impossible > most_unreached:
            return None
        must_reach = most_unreached == impossible
        can_miss = frozenset[tuple[str, str] | tuple[str, int]]() if must_reach else None
        v = build(candidates, can_miss=can_miss, has_costs=level == "O4", tick=self.search.tick)
        if most_unreached is not None and not must_reach:
            v.model.add(objective.o1_unreached(v) <= most_unreached)
        self._hold_levels_above(level, v)
        hint = self.search.best or self.old_plan
        if hint is not None:
            write_hint(v, hint)
        return v

    def _hold_levels_above(self, level: str, v: Variables) -> None:
        """Hold moves and O3; O1 is held by `most_unreached` and O2 by the last week."""
        if self.search.level == "O1":
            return
        for above in ("moves", "O3"):
            held = self.search.value(above) if above in self.levels else None
            if held is not None and self.levels.index(above) < self.levels.index(level):
                v.model.add(self.expression(above, v) <= held)

    def left_outside(self, near: Near) -> int:
        """Return how many stay unreached even if everyone free who can be reached is."""
        left = unreached(self.world, near.plan)
        fixed = {r for r in left if not near.is_free(r)}
        return len(fixed | self.full.unreachable)
