"""What does not fit on one day because of travel."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations

from lyhord_planner.cp_sat.candidates import Activity
from lyhord_planner.cp_sat.world import World


def clashes_on_a_day(world: World, at_slot: Mapping[int, list[Activity]]) -> Iterator[tuple[Activity, Activity]]:
    """Yield the pairs of one day between which there is no time to travel; pairs of one slot are left out."""
    by_day: dict[int, list[int]] = defaultdict(list)
    for slot in sorted(at_slot):
        by_day[world.day[slot]].append(slot)
    for slots in by_day.values():
        for morning in slots:
            for afternoon in (s for s in slots if s > morning):
                if _is_never_tight(world, at_slot[morning], at_slot[afternoon]):
                    continue
                for first in at_slot[morning]:
                    for second in at_slot[afternoon]:
                        if first.ends + travel_minutes(world, first, second) > second.starts:
                            yield first, second


def travel_minutes(world: World, first: Activity, second: Activity) -> int:
    place = world.problem.place
    origin, target = place[first.place].location_at(first.slot), place[second.place].location_at(second.slot)
    return world.problem.travel_minutes[origin][target]


def may_share_a_day(world: World, employee: str, modules: set[str]) -> bool:
    """Tell whether the employee may attend two of the modules on one day (False when C7 keeps them all apart)."""
    if not world.has_rule("C7"):
        return len(modules) > 1
    person = world.problem.employee[employee]
    earlier: dict[str, set[str]] = {
        m: {g.module for g in world.problem.module[m].after if g.min_days > 0 and world.takes_part_in(person, g.module)}
        & modules
        for m in modules
    }
    for _ in modules:
        earlier = {m: before.union(*(earlier[b] for b in before)) for m, before in earlier.items()}
    return any(a not in earlier[b] and b not in earlier[a] for a, b in combinations(sorted(modules), 2))


def _is_never_tight(world: World, mornings: list[Activity], afternoons: list[Activity]) -> bool:
    last_end, first_start = max(a.ends for a in mornings), min(a.starts for a in afternoons)
    return last_end + world.longest_travel <= first_start
