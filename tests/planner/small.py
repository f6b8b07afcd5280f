"""Random problems so small that every plan can be looked at, with every rule in play. Same seed, same problem."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from random import Random
from typing import Any

from lyhord_planner.plan import Plan
from lyhord_planner.problem import (
    Block,
    Costs,
    Deadlines,
    Employee,
    Gap,
    Module,
    Place,
    PopularActivity,
    Problem,
    SessionPin,
    Slot,
    Trainer,
    TrainFirst,
    VisitNeed,
    VisitPin,
)
from tests.planner import tiny

AM, PM = tiny.AM, tiny.PM


def small_problem(seed: int) -> Problem:
    """Return a problem in which much stands in the way, or for odd seeds one in which more can be done."""
    problem = _harsh_problem(Random(seed))
    return _calmer(problem) if seed % 2 else problem


def _calmer(problem: Problem) -> Problem:
    """Return the problem with everyone available, everything open and every language understood."""
    every, both = frozenset(range(len(problem.slots))), frozenset({"sv", "ar"})
    return dataclasses.replace(
        problem,
        places=tuple(dataclasses.replace(it, open_slots=every) for it in problem.places),
        employees=tuple(dataclasses.replace(it, available=every, languages=both) for it in problem.employees),
        trainers=tuple(
            dataclasses.replace(it, available=every, languages=both, competences=frozenset({"teach", "deep", "visit"}))
            for it in problem.trainers
        ),
        notice_days=min(problem.notice_days, 5),
    )


def _harsh_problem(random: Random) -> Problem:
    slots = _slots(random)
    places = tuple(_place(random, f"p{number}", slots) for number in range(1, random.choice((2, 2, 3, 4))))
    modules = _modules(random)
    employees = tuple(
        _employee(random, f"e{number}", places, modules, slots) for number in range(1, random.choice((3, 3, 4, 5)))
    )
    trainers = tuple(_trainer(random, f"t{number}", slots) for number in range(1, random.choice((2, 3, 3))))
    locations = {"base", *(it.location for it in places), *(at for it in places for at in it.slot_locations.values())}
    days = [slot.date for slot in slots]
    return Problem(
        slots=slots,
        places=places,
        employees=employees,
        trainers=trainers,
        modules=modules,
        visits=_visits(random, places, days),
        travel_minutes=_travel(random, sorted(locations)),
        today=days[0] - dt.timedelta(days=random.choice((5, 14, 14, 20))),
        notice_days=random.choice((0, 5, 14)),
        max_venues=random.choice((1, 2, 3)),
        train_first=_train_first(random, modules),
        costs=Costs(1500, 900, 700, 5, 450, 100, 300),
        deadlines=Deadlines(
            training=random.choice((None, None, None, random.choice(days))),
            visits=random.choice((None, None, None, random.choice(days))),
        ),
        session_pins=_session_pins(random, places, modules, employees, trainers, slots),
        visit_pins=_visit_pins(random, places, slots),
        blocks=_blocks(random, places, employees, trainers, slots),
        blocked_dates=frozenset({random.choice(days)} if random.random() < 0.1 else ()),
    )


def repair_problem(seed: int) -> Problem:
    """Return a problem to repair: no pins, so that a part of what was planned can be taken away."""
    return dataclasses.replace(small_problem(seed), session_pins=(), visit_pins=())


def disturbed(problem: Problem, plan: Plan, seed: int) -> Problem:
    """Return the problem after something has happened to what the plan uses: a trainer ill, a place shut, one away."""
    random = Random(seed)
    activities = [*plan.sessions, *plan.visits]
    if not activities:
        return problem
    hit = random.choice(activities)
    kind, subject = random.choice(
        [
            ("place", hit.place),
            *(("trainer", name) for name in hit.trainers),
            *(("employee", name) for name in getattr(hit, "attendees", ())),
        ]
    )
    block = Block(kind, subject, hit.slot)
    return dataclasses.replace(problem, blocks=(*problem.blocks, block))


def _some[T](random: Random, things: Sequence[T], chance: float) -> frozenset[T]:
    return frozenset(thing for thing in things if random.random() < chance)


def _slots(random: Random) -> tuple[Slot, ...]:
    """Return three to five half-days in three weeks, often two on one day."""
    days = sorted(
        random.sample([7 * week + day for week in range(3) for day in range(5)], k=random.choice((2, 3, 3, 4)))
    )
    halves = [(day, half) for day in days for half in ("am", "pm")]
    kept = sorted(random.sample(halves, k=min(len(halves), random.choice((4, 5, 5)))))
    return tuple(Slot(tiny.MONDAY + dt.timedelta(days=day), half, *(AM if half == "am" else PM)) for day, half in kept)


def _place(random: Random, id: str, slots: Sequence[Slot]) -> Place:
    numbers = range(len(slots))
    open_slots = _some(random, numbers, 0.93)
    popular = [
        PopularActivity(slot, "fika", random.choice((10 * 60, 14 * 60)) if slots[slot].half == "pm" else 10 * 60, 9)
        for slot in sorted(_some(random, numbers, 0.3))
    ]
    mobile = random.random() < 0.3
    more: dict[str, Any] = {}
    if random.random() < 0.15:
        more["opens_on"] = random.choice(slots).date
    elif random.random() < 0.15:
        more["closes_before"] = random.choice(slots).date
    return Place(
        id=id,
        kind="mobile" if mobile else "stationary",
        location=id,
        open_slots=open_slots,
        visitor_slots=_some(random, sorted(open_slots), 0.75),
        min_staff=random.choice((0, 0, 1, 1, 2)),
        slot_min_staff={slot: random.choice((0, 1, 2)) for slot in _some(random, numbers, 0.2)},
        slot_locations=dict.fromkeys(_some(random, numbers, 0.5), "stop") if mobile else {},
        room_capacity=random.choice((0, 2, 3, 3, 4)),
        session_starts=random.choice(((510, 780), (510, 600, 780, 810), (540,), (510, 870))),
        visit_starts=random.choice(((600, 810), (600,), (810, 900))),
        popular=tuple(popular),
        closing_cap=random.choice((0, 1, 2)),
        **more,
    )


def _modules(random: Random) -> tuple[Module, ...]:
    first = _module(random, "m1", ())
    if random.random() < 0.4:
        return (first,)
    least = random.choice((0, 1, 3, 7))
    gap = Gap("m1", least, random.choice((None, least + 3, least + 8)))
    return (first, _module(random, "m2", (gap,) if random.random() < 0.8 else ()))


def _module(random: Random, id: str, after: tuple[Gap, ...]) -> Module:
    group_min = random.choice((1, 1, 1, 1, 2))
    return Module(
        id=id,
        minutes=random.choice((90, 120, 180)),
        group_min=group_min,
        group_max=random.choice((2, 2, 3)),
        competence=random.choice(("teach", "teach", "deep")),
        trainers_needed=random.choice((1, 1, 1, 1, 1, 2)),
        after=after,
        language=random.choice(("sv", "sv", "sv", "sv", "sv", "sv", "ar")),
    )


def _employee(
    random: Random, id: str, places: Sequence[Place], modules: Sequence[Module], slots: Sequence[Slot]
) -> Employee:
    homes = random.sample([place.id for place in places], k=random.choice((1, 1, min(2, len(places)))))
    numbers = range(len(slots))
    done = {"m1": slots[0].date - dt.timedelta(days=random.choice((2, 9)))} if random.random() < 0.15 else {}
    return Employee(
        id=id,
        home_places=tuple(homes),
        duty={slot: random.choice(homes) for slot in sorted(_some(random, numbers, 0.8))},
        needs=_some(random, [module.id for module in modules], 0.75),
        available=_some(random, numbers, 0.2),
        done=done,
        languages=random.choice((frozenset({"sv"}), frozenset({"sv", "ar"}))),
    )


def _trainer(random: Random, id: str, slots: Sequence[Slot]) -> Trainer:
    return Trainer(
        id=id,
        location="base",
        available=_some(random, range(len(slots)), 0.9),
        competences=_some(random, ("teach", "deep", "visit"), 0.93),
        languages=random.choice((frozenset({"sv"}), frozenset({"sv", "ar"}))),
        max_per_day=random.choice((1, 2)),
        max_per_week=random.choice((1, 2, 3)),
    )


def _visits(random: Random, places: Sequence[Place], days: Sequence[dt.date]) -> tuple[VisitNeed, ...]:
    needs = []
    for place in places:
        if random.random() < 0.4:
            continue
        least = random.choice((0, 1, 7, 7))
        held = (days[0] - dt.timedelta(days=random.choice((3, 10))),) if random.random() < 0.2 else ()
        needs.append(
            VisitNeed(
                place=place.id,
                count=random.choice((1, 2, 2)),
                minutes=random.choice((45, 90)),
                competence="visit",
                trainers_needed=random.choice((1, 1, 1, 1, 2)),
                min_days_between=least,
                max_days_between=random.choice((None, least + 6)),
                held=held,
                language=random.choice(("sv", "sv", "sv", "sv", "sv", "ar")),
            )
        )
    return tuple(needs)


def _travel(random: Random, locations: Sequence[str]) -> dict[str, dict[str, int]]:
    return {a: {b: 0 if a == b else random.choice((10, 60, 120, 200)) for b in locations} for a in locations}


def _train_first(random: Random, modules: Sequence[Module]) -> TrainFirst | None:
    if random.random() < 0.5:
        return None
    named = _some(random, [module.id for module in modules], 0.7)
    return TrainFirst(random.choice((0.3, 0.5, 0.6, 1.0)), named, random.choice((None, 5, 10)))


def _session_pins(
    random: Random,
    places: Sequence[Place],
    modules: Sequence[Module],
    employees: Sequence[Employee],
    trainers: Sequence[Trainer],
    slots: Sequence[Slot],
) -> tuple[SessionPin, ...]:
    wanting = [person.id for person in employees if "m1" in person.needs and "m1" not in person.done]
    if random.random() < 0.85 or not wanting:
        return ()
    slot = random.randrange(len(slots))
    return (
        SessionPin(
            module="m1",
            place=random.choice(places).id,
            slot=slot,
            starts=random.choice((510, 525)) if slots[slot].half == "am" else random.choice((780, 785)),
            trainers=tuple(sorted(_some(random, [trainer.id for trainer in trainers], 0.3))),
            attendees=tuple(sorted(_some(random, wanting, 0.4))),
            is_open=random.random() < 0.7,
        ),
    )


def _visit_pins(random: Random, places: Sequence[Place], slots: Sequence[Slot]) -> tuple[VisitPin, ...]:
    if random.random() < 0.9:
        return ()
    slot = random.randrange(len(slots))
    starts = 600 if slots[slot].half == "am" else 820
    return (VisitPin(random.choice(places).id, slot, starts, random.choice(((), ("t1",)))),)


def _blocks(
    random: Random,
    places: Sequence[Place],
    employees: Sequence[Employee],
    trainers: Sequence[Trainer],
    slots: Sequence[Slot],
) -> tuple[Block, ...]:
    blocks = []
    for kind, things in (("place", places), ("employee", employees), ("trainer", trainers)):
        if random.random() < 0.15:
            blocks.append(Block(kind, random.choice(things).id, random.randrange(len(slots))))
    return tuple(blocks)
