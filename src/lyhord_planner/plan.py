"""The plan: sessions, visits, replacements and closed half-days. Immutable."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class PlannedSession:
    """starts: minutes after midnight, inside the slot."""

    module: str
    place: str
    slot: int
    starts: int
    trainers: tuple[str, ...]
    attendees: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class PlannedVisit:
    """number: 1 for the first visit of the place, counted with those already held. joins: activity or None."""

    place: str
    number: int
    slot: int
    starts: int
    trainers: tuple[str, ...]
    joins: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Replacement:
    """`count` replacements are called in at the place for the half-day."""

    place: str
    slot: int
    count: int


@dataclass(frozen=True, slots=True, order=True)
class Closure:
    """The place is closed to visitors for the half-day."""

    place: str
    slot: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Sessions and visits include the pinned ones. All tuples are sorted."""

    sessions: tuple[PlannedSession, ...] = ()
    visits: tuple[PlannedVisit, ...] = ()
    replacements: tuple[Replacement, ...] = ()
    closures: tuple[Closure, ...] = ()
