"""O1: reach as many as possible.

One small cluster of near places is covered at a time, the others where they are: everyone in it is demanded, over a
horizon that grows from the earliest week that is not ruled out. Such a model is small, and met or refuted in a moment.
Only those whom that leaves out are looked for in larger neighbourhoods, and in the end by counting over the whole
period. When everyone is reached who can be (see `reach`), that is the proof.
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
SMALL = {"most_people": 16, "most_places": 4}
EFFORT_PER_ATTEMPT = 4.0
"""Deterministic seconds that a small model gets; a typical one takes a tenth of that."""
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
    if not is_done(climb):
        _cover_clusters(climb)
    if not is_done(climb):
        _cover_leftovers(climb)
    if not is_done(climb):
        _cover_most(climb)


def is_done(climb: Climb) -> bool:
    """Tell whether everyone who can be reached is."""
    return climb.search.value("O1") == len(climb.full.unreachable)


def first_finish_week(climb: Climb, near: Near | None = None) -> int:
    """Return a week before which nobody can have reached everyone, or everyone who is free, by windows and by pins."""
    first_day = climb.world.problem.first_monday.toordinal()
    reachable = [r for r in climb.world.requirements if r not in climb.full.unreachable]
    starts = [climb.windows.first[r] for r in reachable if near is None or near.is_free(r)]
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
    most = climb.left_outside(near)
    for last_week in horizons(climb, finish_week(climb.world, old_plan)):
        if climb.find(last_week, most_unreached=most, effort=EFFORT_PER_ATTEMPT, near=near) in REACHED:
            return


def near_unreached(climb: Climb, plan: Plan) -> Near:
    """Return the neighbourhood in which only those whom the plan leaves unreached are free."""
    left = unreached(climb.world, plan)
    people = frozenset(who for who, what in left if isinstance(what, str))
    places = frozenset(who for who, what in left if isinstance(what, int))
    return Near(plan, people, places)


def horizons(climb: Climb, first: int) -> Iterator[int]:
    """Yield weeks from the first on, further and further apart, to the end of the period."""
    week = first
    while week < climb.world.last_week:
        yield week
        week += max(1, (week - first) // 2)
    yield climb.world.last_week


def _cover_clusters(climb: Climb) -> None:
    """Cover one cluster after the other."""
    for cluster in clusters(climb.world, **SMALL):
        _cover_cluster(climb, cluster)


def _cover_cluster(climb: Climb, cluster: Cluster) -> None:
    """Demand everyone in the cluster over growing horizons; failing that in each half; failing that count."""
    plan = climb.search.best
    if plan is None:
        return
    near = Near(plan, cluster.people, cluster.places, keeps_trainers=climb.has_many_trainers)
    most = climb.left_outside(near)
    if most >= climb.value("O1"):
        return
    for last_week in horizons(climb, first_finish_week(climb, near)):
        if climb.find(last_week, most_unreached=most, effort=EFFORT_PER_ATTEMPT, near=near) in REACHED:
            return
    if len(cluster.members) > 1:
        for half in cluster.halves():
            _cover_cluster(climb, half)
    else:
        _minimise_near(climb, near)


def _cover_leftovers(climb: Climb) -> None:
    """Look for those left out with more and more people around them free to move."""
    groups = clusters(climb.world, **SMALL)
    for number, cluster in enumerate(groups):
        plan = climb.search.best
        if plan is None:
            return
        left = near_unreached(climb, plan)
        if left.people & cluster.people or left.places & cluster.places:
            around = cluster.joined(groups[number - 1]).joined(groups[(number + 1) % len(groups)])
            near = Near(plan, around.people, around.places, keeps_trainers=climb.has_many_trainers)
            _minimise_near(climb, near)


def _minimise_near(climb: Climb, near: Near) -> None:
    """Minimise the unreached over the whole period with only these free."""
    if climb.left_outside(near) < climb.value("O1"):
        climb.minimise("O1", climb.world.last_week, effort=EFFORT_PER_ATTEMPT, most_unreached=None, near=near)


def _cover_most(climb: Climb) -> None:
    """Minimise the unreached with everyone free: first over a short horizon, for a good plan, then over the period."""
    climb.earliest = climb.last_pinned_week()
    if climb.size > LARGE and climb.search.best is not None:
        return
    short = min(climb.world.last_week, first_finish_week(climb) + 2)
    for last_week in sorted({short, climb.world.last_week}):
        is_whole = last_week == climb.world.last_week
        outcome = climb.minimise("O1", last_week, share_of_time=SHARE_OF_WHOLE, most_unreached=None, has_bound=is_whole)
        climb.is_infeasible = is_whole and outcome.answer is Answer.INFEASIBLE
