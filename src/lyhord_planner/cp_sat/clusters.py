"""Groups of near places that are small enough to be solved in one model."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from lyhord_planner.cp_sat.world import World

MOST_PEOPLE = 80
MOST_PLACES = 16


@dataclass(frozen=True, slots=True)
class Cluster:
    """Places, and the people whose first home place is one of them."""

    places: frozenset[str]
    people: frozenset[str]

    def joined(self, other: Cluster) -> Cluster:
        return Cluster(self.places | other.places, self.people | other.people)


def clusters(world: World) -> list[Cluster]:
    """Return disjoint clusters that hold every place and employee, each grown from a place to its nearest."""
    staff: dict[str, set[str]] = defaultdict(set)
    homeless: set[str] = set()
    for employee in world.problem.employees:
        (staff[employee.home_places[0]] if employee.home_places else homeless).add(employee.id)
    left = [place.id for place in world.problem.places]
    found: list[Cluster] = []
    while left:
        minutes = world.problem.travel_minutes[world.problem.place[left[0]].location]
        left.sort(key=lambda p: (minutes[world.problem.place[p].location], p))
        places: set[str] = set()
        people: set[str] = set()
        while left and len(places) < MOST_PLACES and (not people or len(people | staff[left[0]]) <= MOST_PEOPLE):
            places.add(left[0])
            people |= staff[left.pop(0)]
        found.append(Cluster(frozenset(places), frozenset(people)))
        left.sort()
    if homeless:
        found.append(Cluster(frozenset(), frozenset(homeless)))
    return found
