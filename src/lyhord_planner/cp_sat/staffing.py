"""C6: who is missing on the floor, and the cheapest mix of replacements and closed half-days that makes it good."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from lyhord_planner.cp_sat.world import World
from lyhord_planner.plan import Closure, PlannedSession, PlannedVisit, Replacement


def staff_missing(world: World, place: str, slot: int, away: int) -> int:
    """Return how many are missing below the minimum when so many of those on duty are away; negative = to spare.

    A place that is not open misses nobody. Source: docs/planning-model.md, C6.
    """
    here = world.problem.place[place]
    if slot not in here.open_slots:
        return -away
    on_duty = world.on_duty[place, slot]
    return min(here.min_staff_at(slot), on_duty) - (on_duty - away)


def complete_staffing(
    world: World, sessions: Iterable[PlannedSession], visits: Iterable[PlannedVisit]
) -> tuple[tuple[Replacement, ...], tuple[Closure, ...]]:
    """Return the replacements and closures that C6 asks for, at the lowest cost; both empty with C6 switched off.

    A half-day with a visit is never closed. Each place closes the half-days that save most, up to its cap.
    """
    if not world.has_rule("C6"):
        return (), ()
    away: Counter[tuple[str, int]] = Counter()
    for session in sessions:
        for employee in session.attendees:
            place = world.problem.employee[employee].duty.get(session.slot)
            if place is not None:
                away[place, session.slot] += 1
    missing = {key: staff_missing(world, *key, count) for key, count in away.items()}
    missing = {key: count for key, count in missing.items() if count > 0}
    visited = {(visit.place, visit.slot) for visit in visits}
    costs = world.problem.costs
    savings: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for (place, slot), count in missing.items():
        saved = count * costs.replacement - costs.closing
        if saved > 0 and (place, slot) not in visited:
            savings[place].append((-saved, slot))
    closed = {
        (place, slot)
        for place, slots in savings.items()
        for _, slot in sorted(slots)[: world.problem.place[place].closing_cap]
    }
    replacements = (Replacement(*key, count) for key, count in missing.items() if key not in closed)
    return tuple(sorted(replacements)), tuple(sorted(Closure(*key) for key in closed))
