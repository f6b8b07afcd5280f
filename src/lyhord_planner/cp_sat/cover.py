"""O1: reach as many as possible.

Everyone is demanded first, over a horizon that grows from the earliest week that is not ruled out: a short horizon is
small, and met or refuted in seconds. Only when everyone cannot be reached over the whole period is coverage counted
instead of demanded. A large problem is covered one cluster of near places at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lyhord_planner.cp_sat.candidates import Candidates, Near
from lyhord_planner.cp_sat.climb import Climb
from lyhord_planner.cp_sat.clusters import Cluster, clusters
from lyhord_planner.cp_sat.evaluate import finish_week, unreached
from lyhord_planner.cp_sat.model import build
from lyhord_planner.cp_sat.search import Answer
from lyhord_planner.plan import Plan
from lyhord_planner.problem import SessionPin

LARGE = 300_000
"""Possible attendances above which one model of everything is no longer worth its time."""
SHARE_PER_HORIZON = 0.3
SHARE_OF_WHOLE = 0.6
REACHED = (Answer.OPTIMAL, Answer.FEASIBLE)


def cover(climb: Climb) -> None:
    """Reach everyone who can be reached; else as many as time and rules allow."""
    climb.search.raise_bound("O1", len(climb.full.unreachable))
    if climb.search.best is None:
        _offer_pins_alone(climb)
    if climb.old_plan is not None:
        _repair(climb, climb.old_plan)
    climb.earliest = first_finish_week(climb)
    if is_done(climb):
        return
    if climb.size > LARGE:
        _cover_clusters(climb)
    elif not _cover_all(climb):
        _cover_most(climb)


def is_done(climb: Climb) -> bool:
    """Tell whether everyone who can be reached is."""
    return climb.search.value("O1") == len(climb.full.unreachable)


def first_finish_week(climb: Climb) -> int:
    """Return a week before which nobody can have reached everyone, by windows and by pins."""
    first_day = climb.world.problem.first_monday.toordinal()
    starts = [climb.windows.first[r] for r in climb.world.requirements if r not in climb.full.unreachable]
    return max((max(starts, default=first_day) - first_day) // 7, climb.last_pinned_week())


def _offer_pins_alone(climb: Climb) -> None:
    """Offer the plan with nothing but the pins, so that there is a plan from the start."""
    sessions = [(s, set(s.pin.attendees)) for s in climb.full.sessions if isinstance(s.pin, SessionPin)]
    named = [replace(s, attendees=s.attendees & people) for s, people in sessions]
    visits = [visit for visit in climb.full.visits if visit.pin]
    alone = Candidates(climb.world, climb.world.last_week, named, visits, set(climb.full.unreachable))
    climb.search.run(build(alone, can_miss=None, tick=climb.search.tick))


def _repair(climb: Climb, old_plan: Plan) -> None:
    """Keep what can be kept of the old plan, then reach those who fell out, with the others where they are."""
    everywhere = climb.world.last_week
    climb.minimise("O1", everywhere, share_of_time=0.3, most_unreached=None, near=Near(old_plan))
    climb.minimise("moves", everywhere, share_of_time=0.3, most_unreached=climb.value("O1"), near=Near(old_plan))
    damaged = climb.search.best
    if damaged is None or is_done(climb):
        return
    near = near_unreached(climb, damaged)
    for last_week in horizons(climb, finish_week(climb.world, old_plan)):
        limit = climb.search.remaining() * SHARE_PER_HORIZON
        if climb.find(last_week, most_unreached=climb.left_outside(near), limit=limit, near=near) in REACHED:
            return


def near_unreached(climb: Climb, plan: Plan) -> Near:
    """Return the neighbourhood in which only those whom the plan leaves unreached are free."""
    left = unreached(climb.world, plan)
    people = frozenset(who for who, what in left if isinstance(what, str))
    places = frozenset(who for who, what in left if isinstance(what, int))
    return Near(plan, people, places)


def _cover_all(climb: Climb) -> bool:
    """Demand everyone over growing horizons. Return False when that is refuted or not met in time."""
    for last_week in horizons(climb, climb.earliest):
        limit = climb.search.remaining() * SHARE_PER_HORIZON
        answer = climb.find(last_week, most_unreached=len(climb.full.unreachable), limit=limit)
        if answer in REACHED:
            return True
        if answer is Answer.INFEASIBLE:
            climb.earliest = last_week + 1
    return False


def horizons(climb: Climb, first: int) -> Iterator[int]:
    """Yield weeks from the first on, further and further apart, to the end of the period."""
    week, step = first, 1
    while week < climb.world.last_week:
        yield week
        week, step = week + step, step * 2
    yield climb.world.last_week


def _cover_most(climb: Climb) -> None:
    """Minimise the unreached: first over a short horizon, for a good plan, then over the whole period."""
    short = min(climb.world.last_week, first_finish_week(climb) + 2)
    climb.earliest = climb.last_pinned_week()
    for last_week in sorted({short, climb.world.last_week}):
        is_whole = last_week == climb.world.last_week
        outcome = climb.minimise("O1", last_week, share_of_time=SHARE_OF_WHOLE, most_unreached=None, has_bound=is_whole)
        climb.is_infeasible = is_whole and outcome.answer is Answer.INFEASIBLE


def _cover_clusters(climb: Climb) -> None:
    """Cover one cluster at a time, the others where they are; then those left over together with a neighbour."""
    groups = clusters(climb.world)
    for number, cluster in enumerate(groups):
        share = 1 / (len(groups) - number + 2)
        _cover_cluster(climb, cluster, seconds=climb.search.remaining() * share)
    while not is_done(climb) and climb.search.remaining() > 0:
        before = climb.value("O1")
        for cluster, neighbour in zip(groups, groups[1:] + groups[:1], strict=True):
            _cover_cluster(climb, cluster.joined(neighbour), seconds=climb.search.remaining() * SHARE_PER_HORIZON)
        if climb.value("O1") == before:
            return


def _cover_cluster(climb: Climb, cluster: Cluster, *, seconds: float) -> None:
    best = climb.search.best
    if best is None:
        return
    near = Near(best, cluster.people, cluster.places, keeps_trainers=True)
    most, until = climb.left_outside(near), climb.search.seconds() + seconds
    if most >= climb.value("O1"):
        return
    for last_week in horizons(climb, first_finish_week(climb)):
        limit = (until - climb.search.seconds()) * SHARE_PER_HORIZON
        if limit <= 0 or climb.find(last_week, most_unreached=most, limit=limit, near=near) in REACHED:
            return
    share = max(0.0, until - climb.search.seconds()) / max(0.001, climb.search.remaining())
    climb.minimise("O1", climb.world.last_week, share_of_time=min(1.0, share), most_unreached=None, near=near)
