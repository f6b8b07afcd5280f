"""Made-up problems that look like a municipality: to try the planner on, to measure it and to test it.

The same arguments give the same problem. Nobody in it exists.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Iterable, Mapping
from random import Random

from lyhord_planner.problem import (
    Block,
    Costs,
    Employee,
    Gap,
    Module,
    Place,
    PopularActivity,
    Problem,
    Slot,
    Trainer,
    TrainFirst,
    VisitNeed,
)

FIRST_MONDAY = dt.date(2026, 1, 12)
HOLIDAYS = frozenset(dt.date(2026, month, day) for month, day in ((4, 3), (4, 6), (5, 1), (5, 14), (6, 19)))
HALVES_A_WEEK = 10
SHARE_MOBILE = 4 / 15
STAFF_SMALLEST, STAFF_LARGEST = 3, 6
SIDE_KM_OF_15_PLACES = 14.0
MINUTES_PER_KM = 2.2
type Point = tuple[float, float]


class TooSmall(ValueError):
    """The numbers asked for make no problem."""


def example_problem(*, seed: int, places: int = 15, employees: int = 70, trainers: int = 3, weeks: int = 26) -> Problem:
    """Return a random problem; about eleven places in fifteen are stationary, the others mobile.

    places, employees, trainers: how many, ≥ 1.   weeks: length of the period, ≥ 1.
    Raises TooSmall when a number is under 1.
    """
    if min(places, employees, trainers, weeks) < 1:
        raise TooSmall("places, employees, trainers and weeks must each be at least 1.")
    random = Random(seed)  # noqa: S311 (not for secrets: the seed makes the problem repeatable)
    points = _points(random, places)
    mobile = round(places * SHARE_MOBILE)
    kinds = [*["stationary"] * (places - mobile), *["mobile"] * mobile]
    random.shuffle(kinds)
    sizes = _staff_sizes(random, places, employees)
    stops = sorted(name for name in points if name.startswith("stop"))
    all_places = _with_a_room(
        _mobile_place(random, f"p{number:04d}", stops, weeks)
        if kind == "mobile"
        else _stationary_place(random, f"p{number:04d}", size, weeks)
        for number, (kind, size) in enumerate(zip(kinds, sizes, strict=True), start=1)
    )
    used = {place.location for place in all_places} | {at for it in all_places for at in it.slot_locations.values()}
    bases = sorted(name for name in points if name.startswith("base"))
    return Problem(
        slots=_slots(weeks),
        places=all_places,
        employees=_employees(random, all_places, sizes, weeks),
        trainers=tuple(_trainer(random, number, bases, weeks) for number in range(1, trainers + 1)),
        modules=_modules(),
        visits=tuple(VisitNeed(it.id, 2, 60, "visit", min_days_between=21) for it in all_places),
        travel_minutes=_travel({name: point for name, point in points.items() if name in used or name in bases}),
        today=FIRST_MONDAY - dt.timedelta(days=14),
        train_first=TrainFirst(share=0.6, modules=frozenset({"m1"}), max_age_days=180),
        costs=Costs(
            replacement=1400,
            closing=2500,
            hourly=900,
            travel_per_minute=4,
            trainer_per_hour=450,
            room_hire=0,
            session=300,
        ),
        blocks=tuple(Block("place", it.id, random.randrange(weeks * HALVES_A_WEEK)) for it in all_places),
        blocked_dates=HOLIDAYS,
    )


def _with_a_room(places: Iterable[Place]) -> tuple[Place, ...]:
    """Return the places, the first stationary one with a room that holds a full group."""
    found = list(places)
    first = next(number for number, place in enumerate(found) if place.kind == "stationary")
    found[first] = dataclasses.replace(found[first], room_capacity=max(8, found[first].room_capacity))
    return tuple(found)


def _slots(weeks: int) -> tuple[Slot, ...]:
    days = [FIRST_MONDAY + dt.timedelta(days=7 * week + day) for week in range(weeks) for day in range(5)]
    return tuple(
        slot
        for day in days
        for slot in (Slot(day, "am", 8 * 60 + 30, 12 * 60), Slot(day, "pm", 12 * 60 + 30, 16 * 60 + 30))
    )


def _points(random: Random, places: int) -> Mapping[str, Point]:
    """Return location → (km east, km north) of every place, stop and trainers' base."""
    side = SIDE_KM_OF_15_PLACES * math.sqrt(places / 15)
    names = [f"p{number:04d}" for number in range(1, places + 1)]
    names += [f"stop{number:03d}" for number in range(1, max(2, places // 3) + 1)]
    names += [f"base{number}" for number in range(1, max(1, min(9, places // 15)) + 1)]
    return {name: (random.uniform(0, side), random.uniform(0, side)) for name in names}


def _travel(points: Mapping[str, Point]) -> Mapping[str, Mapping[str, int]]:
    def minutes(a: str, b: str) -> int:
        return 0 if a == b else 4 + round(math.dist(points[a], points[b]) * MINUTES_PER_KM)

    return {a: {b: minutes(a, b) for b in sorted(points)} for a in sorted(points)}


def _staff_sizes(random: Random, places: int, employees: int) -> list[int]:
    """Return how many work at each place: 3 to 6 where the numbers allow it."""
    even, left = divmod(employees, places)
    sizes = [even + (number < left) for number in range(places)]
    random.shuffle(sizes)
    for _ in range(places):
        gives, takes = random.randrange(places), random.randrange(places)
        if gives != takes and sizes[gives] > STAFF_SMALLEST and sizes[takes] < STAFF_LARGEST:
            sizes[gives] -= 1
            sizes[takes] += 1
    return sizes


def _stationary_place(random: Random, id: str, staff: int, weeks: int) -> Place:
    mornings_only = {day for day in range(5) if random.random() < random.choice((0, 0, 0.3))}
    week_open = [2 * day + half for day in range(5) for half in (0, 1) if half == 0 or day not in mornings_only]
    quiet = random.choice(week_open)
    open_slots = frozenset(HALVES_A_WEEK * week + half for week in range(weeks) for half in week_open)
    return Place(
        id=id,
        kind="stationary",
        location=id,
        open_slots=open_slots,
        visitor_slots=frozenset(slot for slot in open_slots if slot % HALVES_A_WEEK != quiet),
        min_staff=random.choice((1, 2)) if staff > STAFF_SMALLEST else 1,
        room_capacity=random.choice((0, 0, 6, 8, 8, 10, 12, 14)),
        popular=_popular(random, [half for half in week_open if half != quiet], weeks),
        closing_cap=random.choice((0, 0, 1, 2)),
        expected_visitors=random.randint(8, 40),
        has_private_corner=random.random() < 0.5,
    )


def _popular(random: Random, week_halves: list[int], weeks: int) -> tuple[PopularActivity, ...]:
    """Return one activity every week or every other, at most places."""
    if random.random() < 0.3 or not week_halves:
        return ()
    half, every, name = random.choice(week_halves), random.choice((1, 1, 2)), random.choice(("fika", "bingo", "sång"))
    starts = random.choice((13 * 60 + 30, 14 * 60)) if half % 2 else random.choice((9 * 60 + 30, 10 * 60))
    people = random.randint(12, 45)
    return tuple(PopularActivity(HALVES_A_WEEK * week + half, name, starts, people) for week in range(0, weeks, every))


def _mobile_place(random: Random, id: str, stops: list[str], weeks: int) -> Place:
    """Return a bus or the like: it stands two or three days a week, at two stops by turns, and has no room."""
    days = random.sample(range(5), k=random.choice((2, 3)))
    first, second = random.sample(stops, k=2)
    open_slots = sorted(
        HALVES_A_WEEK * week + 2 * day + half for week in range(weeks) for day in days for half in (0, 1)
    )
    return Place(
        id=id,
        kind="mobile",
        location=first,
        open_slots=frozenset(open_slots),
        visitor_slots=frozenset(open_slots),
        slot_locations={slot: second for slot in open_slots if slot % HALVES_A_WEEK // 2 == days[0]},
        closing_cap=random.choice((0, 1)),
        expected_visitors=random.randint(5, 20),
    )


def _employees(random: Random, places: tuple[Place, ...], sizes: list[int], weeks: int) -> tuple[Employee, ...]:
    homes = [place for place, size in zip(places, sizes, strict=True) for _ in range(size)]
    return tuple(_employee(random, f"e{number:05d}", home, places, weeks) for number, home in enumerate(homes, start=1))


def _employee(random: Random, id: str, home: Place, places: tuple[Place, ...], weeks: int) -> Employee:
    away = _away_weeks(random, weeks)
    done = {"m1": FIRST_MONDAY - dt.timedelta(days=random.randint(15, 25))} if random.random() < 0.04 else {}
    needs = frozenset({"m1", "m2", "m3"} - done.keys())
    if random.random() < 0.1:
        halves = random.sample(range(HALVES_A_WEEK), k=4)
        available = [HALVES_A_WEEK * week + half for week in range(weeks) if week not in away for half in halves]
        return Employee(id, (home.id,), {}, needs, available=frozenset(available), done=done)
    also = random.choice(places).id if random.random() < 0.1 else home.id
    pattern = _work_pattern(random)
    duty = {
        HALVES_A_WEEK * week + half: also if half >= 8 else home.id
        for week in range(weeks)
        if week not in away
        for half in pattern[week % len(pattern)]
    }
    return Employee(id, (home.id,) if also == home.id else (home.id, also), duty, needs, done=done)


def _work_pattern(random: Random) -> list[list[int]]:
    """Return the half-days (0–9) worked in each week of a pattern of one or two weeks."""
    full = list(range(HALVES_A_WEEK))
    draw = random.random()
    if draw < 0.5:
        return [full]
    if draw < 0.75:
        day_off = random.randrange(5)
        return [[half for half in full if half // 2 != day_off]]
    off_first, off_second = random.sample(range(5), k=2), random.sample(range(5), k=2)
    return [[half for half in full if half // 2 not in off] for off in (off_first, off_second)]


def _away_weeks(random: Random, weeks: int) -> set[int]:
    away = {random.randrange(weeks) for _ in range(random.choice((0, 1, 2)) * weeks // 13)}
    if random.random() < 0.1:
        leaves = random.randrange(weeks)
        away |= set(range(leaves, min(weeks, leaves + random.randint(3, 6))))
    return away


def _trainer(random: Random, number: int, bases: list[str], weeks: int) -> Trainer:
    """Return someone who gives four half-days a week; every third does not hold the third module."""
    halves = random.sample(range(HALVES_A_WEEK), k=4)
    away = {random.randrange(weeks)}
    return Trainer(
        id=f"t{number:02d}",
        location=random.choice(bases),
        available=frozenset(
            HALVES_A_WEEK * week + half for week in range(weeks) if week not in away for half in halves
        ),
        competences=frozenset({"base", "visit"} if number % 3 == 0 else {"base", "deep", "visit"}),
        max_per_day=2,
        max_per_week=4,
    )


def _modules() -> tuple[Module, ...]:
    return (
        Module("m1", 150, 3, 8, "base"),
        Module("m2", 150, 3, 8, "base", after=(Gap("m1", 7, 60),)),
        Module("m3", 120, 3, 8, "deep", after=(Gap("m2", 7, 60),)),
    )
