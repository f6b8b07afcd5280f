"""The problem: who shall be reached, where, when it is possible and what it costs (schema 1).

Times are half-day slots. A slot is named by its index in `Problem.slots`, which is sorted by date and half.
Clock times are minutes after midnight. Ids are opaque strings. Money is SEK, travel is minutes.
Everything is immutable: a changed problem is a new problem.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

SCHEMA = 1

Half = Literal["am", "pm"]
PlaceKind = Literal["stationary", "mobile"]
SubjectKind = Literal["place", "employee", "trainer"]


@dataclass(frozen=True, slots=True)
class Slot:
    """Half a day. Minutes after midnight; `starts < ends`."""

    date: dt.date
    half: Half
    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class PopularActivity:
    """Something that already gathers visitors and that a visit can join."""

    slot: int
    name: str
    starts: int
    head_count: int


@dataclass(frozen=True, slots=True)
class Place:
    """A meeting place.

    location: where it is, a key of `Problem.travel_minutes`; slot_locations overrides it per slot (a mobile
    place stands at different stops). open_slots: slots in which it is open. visitor_slots: slots in which
    visitors are there. min_staff: how many must be on duty in a slot while open; slot_min_staff overrides it.
    room_capacity: people a session there holds, trainers not counted; 0 = no room.
    session_starts, visit_starts: clock times at which an activity may begin, any half.
    closing_cap: most half-days that may be closed for training over the whole period.
    """

    id: str
    kind: PlaceKind
    location: str
    open_slots: frozenset[int]
    visitor_slots: frozenset[int]
    min_staff: int = 1
    slot_min_staff: Mapping[int, int] = field(default_factory=dict)
    slot_locations: Mapping[int, str] = field(default_factory=dict)
    room_capacity: int = 0
    session_starts: tuple[int, ...] = (8 * 60 + 30, 9 * 60, 13 * 60, 13 * 60 + 30)
    visit_starts: tuple[int, ...] = (10 * 60, 13 * 60 + 30)
    popular: tuple[PopularActivity, ...] = ()
    closing_cap: int = 0
    expected_visitors: int = 0
    has_private_corner: bool = False
    opens_on: dt.date | None = None
    closes_before: dt.date | None = None

    def location_at(self, slot: int) -> str:
        return self.slot_locations.get(slot, self.location)

    def min_staff_at(self, slot: int) -> int:
        return self.slot_min_staff.get(slot, self.min_staff)


@dataclass(frozen=True, slots=True)
class Employee:
    """Someone who shall be trained.

    home_places: ids, the first is where most of the work is. duty: slot → place id, the scheduled work.
    available: slots outside duty in which the person can come, paid by the hour. needs: module ids.
    done: module id → date it was attended. languages: those in which the person can take part.
    """

    id: str
    home_places: tuple[str, ...]
    duty: Mapping[int, str]
    needs: frozenset[str]
    available: frozenset[int] = frozenset()
    done: Mapping[str, dt.date] = field(default_factory=dict)
    languages: frozenset[str] = frozenset({"sv"})


@dataclass(frozen=True, slots=True)
class Trainer:
    """Someone who holds sessions and visits. competences: competence names, see `Module` and `VisitNeed`."""

    id: str
    location: str
    available: frozenset[int]
    competences: frozenset[str]
    languages: frozenset[str] = frozenset({"sv"})
    max_per_day: int = 2
    max_per_week: int = 6


@dataclass(frozen=True, slots=True)
class Gap:
    """`module` is attended first; between the two lie `min_days` to `max_days` days (None = no limit)."""

    module: str
    min_days: int = 1
    max_days: int | None = None


@dataclass(frozen=True, slots=True)
class Module:
    """One part of the training; a session of it takes `minutes` inside one slot."""

    id: str
    minutes: int
    group_min: int
    group_max: int
    competence: str
    trainers_needed: int = 1
    after: tuple[Gap, ...] = ()
    language: str = "sv"


@dataclass(frozen=True, slots=True)
class VisitNeed:
    """How many visits a place shall have. held: dates of those already held, which count."""

    place: str
    count: int
    minutes: int
    competence: str
    trainers_needed: int = 1
    min_days_between: int = 14
    max_days_between: int | None = None
    held: tuple[dt.date, ...] = ()
    language: str = "sv"

    @property
    def left(self) -> int:
        return max(0, self.count - len(self.held))


@dataclass(frozen=True, slots=True)
class TrainFirst:
    """C10. Before a place's first visit, `share` (0–1) of its staff has had every one of `modules`.

    max_age_days: and not longer ago than this at the first visit (None = no limit).
    The share is taken of the employees whose first home place it is and who need or have done the module.
    """

    share: float
    modules: frozenset[str]
    max_age_days: int | None = None


@dataclass(frozen=True, slots=True)
class Costs:
    """SEK. replacement and closing are per half-day; hourly is a half-day of someone paid by the hour."""

    replacement: int = 0
    closing: int = 0
    hourly: int = 0
    travel_per_minute: int = 0
    trainer_per_hour: int = 0
    room_hire: int = 0
    session: int = 0


@dataclass(frozen=True, slots=True)
class SessionPin:
    """A session that stays where it is. The named people are in it; is_open: others may be added.

    What has been held is no pin: it is in `Employee.done` and `VisitNeed.held`.
    """

    module: str
    place: str
    slot: int
    starts: int
    trainers: tuple[str, ...] = ()
    attendees: tuple[str, ...] = ()
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class VisitPin:
    """A visit that stays."""

    place: str
    slot: int
    starts: int
    trainers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A place, employee or trainer that cannot in this slot: somebody said so."""

    kind: SubjectKind
    subject: str
    slot: int


@dataclass(frozen=True, slots=True)
class Deadlines:
    """C17. Last day on which the clause is to be fulfilled; None = the period's end."""

    training: dt.date | None = None
    visits: dt.date | None = None


@dataclass(frozen=True)
class Problem:
    """Everything the planner knows.

    today: the day the plan is made. notice_days: nobody is booked closer than this (C5).
    max_venues: how many venues are considered per employee, own place first, then by travel (C5).
    travel_minutes: location → location → minutes, complete and ≥ 0.
    blocked_dates: days on which nothing is planned anywhere (holidays and such, C12).
    rules_off: ids of rules that are switched off, for explanations; normally empty.
    """

    slots: tuple[Slot, ...]
    places: tuple[Place, ...]
    employees: tuple[Employee, ...]
    trainers: tuple[Trainer, ...]
    modules: tuple[Module, ...]
    visits: tuple[VisitNeed, ...]
    travel_minutes: Mapping[str, Mapping[str, int]]
    today: dt.date
    notice_days: int = 14
    max_venues: int = 3
    train_first: TrainFirst | None = None
    costs: Costs = Costs()
    deadlines: Deadlines = Deadlines()
    session_pins: tuple[SessionPin, ...] = ()
    visit_pins: tuple[VisitPin, ...] = ()
    blocks: tuple[Block, ...] = ()
    blocked_dates: frozenset[dt.date] = frozenset()
    rules_off: frozenset[str] = frozenset()

    @cached_property
    def place(self) -> Mapping[str, Place]:
        return {p.id: p for p in self.places}

    @cached_property
    def employee(self) -> Mapping[str, Employee]:
        return {e.id: e for e in self.employees}

    @cached_property
    def trainer(self) -> Mapping[str, Trainer]:
        return {t.id: t for t in self.trainers}

    @cached_property
    def module(self) -> Mapping[str, Module]:
        return {m.id: m for m in self.modules}

    @cached_property
    def first_monday(self) -> dt.date:
        first = self.slots[0].date
        return first - dt.timedelta(days=first.weekday())

    def week(self, slot: int) -> int:
        """Return the week of the slot, 0 for the week of the first slot."""
        return (self.slots[slot].date - self.first_monday).days // 7
