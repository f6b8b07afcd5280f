"""Climb the objectives in their order: each level is solved with the levels above held at what was reached.

Source: docs/planning-model.md, Objectives.
"""

from __future__ import annotations

from contextlib import suppress

from lyhord_planner.cp_sat.candidates import Near
from lyhord_planner.cp_sat.climb import Climb
from lyhord_planner.cp_sat.clusters import Cluster, clusters
from lyhord_planner.cp_sat.cover import (
    EFFORT_PER_ATTEMPT,
    LARGE,
    SHARE_OF_WHOLE,
    SHARE_PER_HORIZON,
    SMALL,
    cover,
    is_done,
)
from lyhord_planner.cp_sat.evaluate import cost_sek, finish_week, moves, unreached, weeks_waited
from lyhord_planner.cp_sat.keep import keep_old_plan
from lyhord_planner.cp_sat.search import Answer, TimeIsUp
from lyhord_planner.cp_sat.world import World
from lyhord_planner.plan import Plan
from lyhord_planner.result import Level

SHARE_TO_EXPLAIN = 1 / 6
EFFORT_TO_IMPROVE = 1.0
MEDIUM = {"most_people": 40, "most_places": 9}
MOST_SECONDS_TO_EXPLAIN = 10.0


def rank(world: World, plan: Plan, old_plan: Plan | None) -> tuple[int, ...]:
    """Return the plan's objective values in order of importance, with the moves only when there is an old plan."""
    moved = () if old_plan is None else (moves(world, old_plan, plan),)
    rest = (finish_week(world, plan), weeks_waited(world, plan), cost_sek(world, plan))
    return (len(unreached(world, plan)), *moved, *rest)


def climb_levels(climb: Climb) -> tuple[Level, ...]:
    """Go through the levels until time is up. Return value, bound and proof of each for the search's best plan."""
    steps = {"O1": cover, "moves": keep_old_plan, "O2": _finish_early, "O3": _wait_less, "O4": _spend_less}
    seconds = dict.fromkeys(climb.levels, 0.0)
    if climb.full.unreachable:
        _reserve(climb)
    for level in climb.levels:
        if climb.is_infeasible or climb.search.remaining() <= 0:
            break
        climb.search.level = level
        started = climb.search.seconds()
        with suppress(TimeIsUp):
            steps[level](climb)
        seconds[level] = climb.search.seconds() - started
        if level == "O1" and climb.value("O1") > 0 and not climb.search.reserved:
            _reserve(climb)
    return _judged(climb, seconds)


def _reserve(climb: Climb) -> None:
    """Set time aside to explain who is not reached."""
    climb.search.reserve(min(MOST_SECONDS_TO_EXPLAIN, climb.search.remaining() * SHARE_TO_EXPLAIN))


def _judged(climb: Climb, seconds: dict[str, float]) -> tuple[Level, ...]:
    found: list[Level] = []
    for name in climb.levels if climb.search.best is not None else ():
        value = climb.value(name)
        bound = min(value, climb.search.bounds.get(name, -1 if name == "O2" else 0))
        is_proven = bound == value and all(level.proven for level in found)
        found.append(Level(name, value, bound, is_proven, round(seconds[name], 3)))
    return tuple(found)


def _finish_early(climb: Climb) -> None:
    """O2: finish in the first week that can be.

    Those who are last are pulled forward together with who is near them, as far as that goes; then the weeks between
    what is proven and what is found are halved with everyone free.
    """
    if not is_done(climb) or climb.old_plan is not None:
        climb.earliest = climb.last_pinned_week()
    low, is_proof = climb.earliest, True
    climb.search.raise_bound("O2", low)
    _pull_forward(climb, low)
    while low < climb.value("O2") and climb.search.remaining() > 0 and climb.size <= LARGE:
        middle = (low + climb.value("O2") - 1) // 2
        limit = climb.search.remaining() * SHARE_PER_HORIZON
        answer = climb.find(middle, most_unreached=climb.value("O1"), limit=limit)
        if climb.value("O2") <= middle:
            continue
        low, is_proof = middle + 1, is_proof and answer is Answer.INFEASIBLE
        if is_proof:
            climb.search.raise_bound("O2", low)


def _pull_forward(climb: Climb, first: int) -> None:
    """Finish a week earlier as long as those who come last can, with more and more around them free to move."""
    sizes = (clusters(climb.world, **SMALL), clusters(climb.world, **MEDIUM))
    size = 0
    while size < len(sizes) and first < climb.value("O2"):
        size = 0 if _finish_by(climb, climb.value("O2") - 1, sizes[size]) else size + 1


def _finish_by(climb: Climb, last_week: int, groups: list[Cluster]) -> bool:
    """Move what comes later into the weeks before, one cluster after the other. Tell whether all could be moved."""
    plan, now = climb.search.best, climb.value("O2")
    for cluster in groups:
        if plan is None:
            return False
        late = {e for s in plan.sessions if climb.world.week[s.slot] > last_week for e in s.attendees}
        late |= {v.place for v in plan.visits if climb.world.week[v.slot] > last_week}
        if late & (cluster.people | cluster.places):
            near = Near(
                plan,
                cluster.people,
                cluster.places,
                keeps_trainers=climb.has_many_trainers,
                last_week=last_week,
            )
            most = climb.value("O1")
            plan = climb.look(now, most_unreached=most, effort=EFFORT_PER_ATTEMPT, near=near).plan
    return climb.value("O2") <= last_week


def _wait_less(climb: Climb) -> None:
    """O3: wait as few weeks as possible."""
    _improve(climb, "O3", SHARE_OF_WHOLE)


def _spend_less(climb: Climb) -> None:
    """O4: spend as little as possible in the time that is left."""
    _improve(climb, "O4", 1.0)


def _improve(climb: Climb, level: str, share_of_time: float) -> None:
    """Minimise the level within the weeks that are used: cluster by cluster, then everything at once for the bound."""
    last_week, most = climb.value("O2"), climb.value("O1")
    until = climb.search.remaining() * (1 - share_of_time)
    for cluster in clusters(climb.world, **SMALL):
        plan = climb.search.best
        if plan is not None and climb.search.remaining() > until:
            near = Near(plan, cluster.people, cluster.places, keeps_trainers=climb.has_many_trainers)
            climb.minimise(level, last_week, effort=EFFORT_TO_IMPROVE, most_unreached=most, near=near)
    share = 1 - until / max(until, climb.search.remaining(), 0.001)
    if climb.size <= LARGE:
        climb.minimise(level, last_week, share_of_time=share, most_unreached=most)
