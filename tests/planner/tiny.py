"""Small builders for hand-made problems.

Everything is easy unless a test makes it hard: every place is open and visited in every slot and has a room, needs
nobody on duty, everyone is on duty at the first home place in every slot, every trainer can everything, every slot is
late enough for the notice, and it takes 20 minutes between any two locations.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from lyhord_planner.plan import Closure, Plan, PlannedSession, PlannedVisit, Replacement
from lyhord_planner.problem import (
    Block,
    Employee,
    Gap,
    Half,
    Module,
    Place,
    Problem,
    SessionPin,
    Slot,
    SubjectKind,
    Trainer,
    VisitNeed,
)

MONDAY = dt.date(2026, 1, 5)
TODAY = MONDAY - dt.timedelta(days=14)
WEEKS = 3
AM, PM = (8 * 60 + 30, 12 * 60), (12 * 60 + 30, 16 * 60 + 30)
Day = Literal["mon", "tue", "wed", "thu", "fri"]
DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri")


def at(week: int, day: Day, half: Half = "am") -> int:
    """Return the slot of the half-day; weeks count from 0."""
    return (week * 5 + DAYS.index(day)) * 2 + (half == "pm")


def date(week: int, day: Day) -> dt.date:
    return MONDAY + dt.timedelta(days=7 * week + DAYS.index(day))


def slots(weeks: int = WEEKS) -> tuple[Slot, ...]:
    """Return the half-days of Monday to Friday, 8.30–12.00 and 12.30–16.30."""
    return tuple(
        Slot(date=date(week, day), half=half, starts=clock[0], ends=clock[1])
        for week in range(weeks)
        for day in DAYS
        for half, clock in (("am", AM), ("pm", PM))
    )


def every(weeks: int = WEEKS) -> frozenset[int]:
    return frozenset(range(weeks * 10))


def place(id: str = "p1", *, weeks: int = WEEKS, **changes: Any) -> Place:
    defaults: dict[str, Any] = {
        "kind": "stationary",
        "location": id,
        "open_slots": every(weeks),
        "visitor_slots": every(weeks),
        "min_staff": 0,
        "room_capacity": 8,
    }
    return Place(id=id, **(defaults | changes))


def on_duty(place_id: str, only: Iterable[int] | None = None, *, weeks: int = WEEKS) -> dict[int, str]:
    """Return duty at the place in the given slots, by default in all."""
    return dict.fromkeys(sorted(every(weeks) if only is None else only), place_id)


def employee(
    id: str = "e1", *home: str, needs: Iterable[str] = ("m1",), weeks: int = WEEKS, **changes: Any
) -> Employee:
    homes = home or ("p1",)
    defaults: dict[str, Any] = {"duty": on_duty(homes[0], weeks=weeks)}
    return Employee(id=id, home_places=homes, needs=frozenset(needs), **(defaults | changes))


def trainer(id: str = "t1", *, weeks: int = WEEKS, **changes: Any) -> Trainer:
    defaults: dict[str, Any] = {
        "location": "base",
        "available": every(weeks),
        "competences": frozenset({"teach", "visit"}),
    }
    return Trainer(id=id, **(defaults | changes))


def module(id: str = "m1", **changes: Any) -> Module:
    defaults: dict[str, Any] = {"minutes": 120, "group_min": 1, "group_max": 4, "competence": "teach"}
    return Module(id=id, **(defaults | changes))


def gap(module: str, min_days: int = 1, max_days: int | None = None) -> Gap:
    return Gap(module=module, min_days=min_days, max_days=max_days)


def block(kind: SubjectKind, subject: str, slot: int) -> Block:
    return Block(kind=kind, subject=subject, slot=slot)


def visits(place: str = "p1", count: int = 1, **changes: Any) -> VisitNeed:
    defaults: dict[str, Any] = {"minutes": 60, "competence": "visit", "min_days_between": 7}
    return VisitNeed(place=place, count=count, **(defaults | changes))


def session_pin(slot: int, *attendees: str, trainers: Iterable[str] = (), **changes: Any) -> SessionPin:
    defaults: dict[str, Any] = {"module": "m1", "place": "p1", "starts": 13 * 60 if slot % 2 else 8 * 60 + 30}
    return SessionPin(slot=slot, trainers=tuple(trainers), attendees=attendees, **(defaults | changes))


def travel(locations: Iterable[str], minutes: int = 20) -> dict[str, dict[str, int]]:
    names = sorted(set(locations))
    return {a: {b: 0 if a == b else minutes for b in names} for a in names}


def problem(
    *,
    places: Iterable[Place] | None = None,
    employees: Iterable[Employee] | None = None,
    trainers: Iterable[Trainer] | None = None,
    modules: Iterable[Module] | None = None,
    visits: Iterable[VisitNeed] = (),
    weeks: int = WEEKS,
    travel_minutes: Mapping[str, Mapping[str, int]] | None = None,
    **changes: Any,
) -> Problem:
    """Return a problem; by default one place, one employee who needs one module, and one trainer."""
    all_places = tuple([place(weeks=weeks)] if places is None else places)
    all_trainers = tuple([trainer(weeks=weeks)] if trainers is None else trainers)
    locations = {p.location for p in all_places} | {t.location for t in all_trainers}
    locations |= {location for p in all_places for location in p.slot_locations.values()}
    defaults: dict[str, Any] = {"today": TODAY}
    return Problem(
        slots=slots(weeks),
        places=all_places,
        employees=tuple([employee(weeks=weeks)] if employees is None else employees),
        trainers=all_trainers,
        modules=tuple([module()] if modules is None else modules),
        visits=tuple(visits),
        travel_minutes=travel(locations) if travel_minutes is None else travel_minutes,
        **(defaults | changes),
    )


def session(
    slot: int,
    *attendees: str,
    module: str = "m1",
    place: str = "p1",
    starts: int | None = None,
    trainers: Iterable[str] = ("t1",),
) -> PlannedSession:
    """Return a session that starts at 8.30 in the morning or 13.00 in the afternoon (odd slots) unless told."""
    clock = starts if starts is not None else (13 * 60 if slot % 2 else 8 * 60 + 30)
    return PlannedSession(
        module=module,
        place=place,
        slot=slot,
        starts=clock,
        trainers=tuple(sorted(trainers)),
        attendees=tuple(sorted(attendees or ("e1",))),
    )


def visit(
    slot: int,
    number: int = 1,
    *,
    place: str = "p1",
    starts: int | None = None,
    trainers: Iterable[str] = ("t1",),
    joins: str | None = None,
) -> PlannedVisit:
    """Return a visit that starts at 10.00 in the morning or 13.30 in the afternoon unless told."""
    clock = starts if starts is not None else (13 * 60 + 30 if slot % 2 else 10 * 60)
    return PlannedVisit(
        place=place, number=number, slot=slot, starts=clock, trainers=tuple(sorted(trainers)), joins=joins
    )


def plan(*parts: PlannedSession | PlannedVisit | Replacement | Closure) -> Plan:
    """Return the plan of the parts, each in its place and sorted."""

    def of[T](kind: type[T]) -> tuple[T, ...]:
        return tuple(sorted((part for part in parts if isinstance(part, kind)), key=repr_order))

    return Plan(
        sessions=of(PlannedSession), visits=of(PlannedVisit), replacements=of(Replacement), closures=of(Closure)
    )


def repr_order(part: Any) -> tuple[Any, ...]:
    """Return what the parts are sorted by: their fields in order, None as the empty string."""
    return tuple("" if item is None else item for item in dataclasses.astuple(part))
