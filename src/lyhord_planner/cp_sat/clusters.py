"""Groups of near places that are small enough to be solved in one model."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from lyhord_planner.cp_sat.world import World


@dataclass(frozen=True, slots=True)
class Cluster:
    """Places with those whose first home place each is; the place is None for those who have no home."""

    members: tuple[tuple[str | None, frozenset[str]], ...]

    @property
    def places(self) -> frozenset[str]:
        return frozenset(place for place, _ in self.members if place is not None)

    @property
    def people(self) -> frozenset[str]:
        return frozenset[str]().union(*(staff for _, staff in self.members))

    def halves(self) -> tuple[Cluster, Cluster]:
        middle = len(self.members) // 2
        return Cluster(self.members[:middle]), Cluster(self.members[middle:])

    def joined(self, other: Cluster) -> Cluster:
        return Cluster(tuple(dict.fromkeys(self.members + other.members)))


def clusters(world: World, *, most_people: int, most_places: int) -> list[Cluster]:
    """Return disjoint clusters that hold every place and employee, each grown from a place to its nearest.

    A place with more people than `most_people` is a cluster of its own.
    """
    staff: dict[str | None, set[str]] = defaultdict(set)
    for employee in world.problem.employees:
        staff[employee.home_places[0] if employee.home_places else None].add(employee.id)
    left = [place.id for place in world.problem.places]
    found: list[Cluster] = []
    while left:
        minutes = world.problem.travel_minutes[world.problem.place[left[0]].location]
        left.sort(key=lambda p: (minutes[world.problem.place[p].location], p))
        taken, people = 0, 0
        while taken < min(len(left), most_places) and (not people or people + len(staff[left[taken]]) <= most_people):
            people += len(staff[left[taken]])
            taken += 1
        found.append(Cluster(tuple((place, frozenset(staff[place])) for place in left[:taken])))
        left = sorted(left[taken:])
    if staff[None]:
        found.append(Cluster(((None, frozenset(staff[None])),)))
    return found
