"""What could be planned: sessions and visits with their possible attendees and trainers."""

from __future__ import annotations

from dataclasses import dataclass, field

from lyhord_planner.cp_sat.world import Requirement, World
from lyhord_planner.plan import Plan
from lyhord_planner.problem import SessionPin, VisitPin


@dataclass(slots=True, eq=False)
class Activity:
    """A session or visit that could take place. Module is None for a visit; minutes after midnight.

    attendees: ids of those who could attend (sessions); trainers: ids of those who could hold it.
    A visit that can both join a popular activity and lie looser in the day is two candidates.
    """

    module: str | None
    place: str
    slot: int
    starts: int
    ends: int
    competence: str
    language: str
    trainers_needed: int
    joins: str | None = None
    attendees: set[str] = field(default_factory=set)
    trainers: tuple[str, ...] = ()
    pin: SessionPin | VisitPin | None = None


@dataclass(slots=True)
class Candidates:
    """Sessions and visits up to a week, and the requirements for which nothing is left (`prune`)."""

    world: World
    last_week: int
    sessions: list[Activity]
    visits: list[Activity]
    unreachable: set[Requirement] = field(default_factory=set)


@dataclass(frozen=True)
class Near:
    """A neighbourhood of a plan: all of it stays where it is, except for these people and these places' visits.

    keeps_trainers: activities of nobody free keep their trainers as well, and what is free gets one of the nearest;
    else trainers may be exchanged anywhere.
    last_week: the free are planned no later than this, None = as late as anyone.
    """

    plan: Plan
    people: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    keeps_trainers: bool = False
    last_week: int | None = None

    def is_late(self, week: int) -> bool:
        return self.last_week is not None and week > self.last_week

    def is_free(self, requirement: Requirement) -> bool:
        who, what = requirement
        return who in (self.places if isinstance(what, int) else self.people)
