"""A stored run in site terms: what is planned when, who is not reached, what it costs."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lyhord.planning.domain.adapter.calendar import Calendar
from lyhord.planning.domain.adapter.solving import Json, read_plan, read_problem
from lyhord.planning.domain.adapter.standing import Activity, plan_of
from lyhord_planner.check import objective_values
from lyhord_planner.plan import Closure, Plan, Replacement
from lyhord_planner.problem import Costs, Problem


@dataclass(frozen=True, order=True)
class Item:
    """A session (with `module`) or a visit (with `number`) of a draft. starts, ends: minutes after midnight.

    key: as in `DraftReply.item`.
    """

    date: dt.date
    starts: int
    ends: int
    half: str
    place: str
    key: str
    module: str = ""
    number: int = 0
    trainers: tuple[str, ...] = ()
    attendees: tuple[str, ...] = ()
    joins: str = ""
    is_pinned: bool = False

    @property
    def is_session(self) -> bool:
        return bool(self.module)

    @property
    def activity(self) -> Activity:
        return Activity(self.date, self.starts, self.ends, self.place, self.module, self.trainers, self.attendees)


@dataclass(frozen=True)
class HalfDay:
    """A half-day in which a place needs `count` replacements, or (0) is closed."""

    date: dt.date
    half: str
    place: str
    count: int = 0


@dataclass(frozen=True)
class Level:
    id: str
    value: int
    bound: int
    is_proven: bool
    seconds: float


@dataclass(frozen=True)
class Draft:
    """A run's plan, readable. unreached: as in the planner's result, JSON. quantities: cost component → how many."""

    status: str
    items: tuple[Item, ...]
    replacements: tuple[HalfDay, ...]
    closures: tuple[HalfDay, ...]
    levels: Mapping[str, Level]
    unreached: tuple[Json, ...]
    home: Mapping[str, str]
    slots: tuple[tuple[dt.date, str], ...]
    problem: Problem
    plan: Plan

    @cached_property
    def by_key(self) -> Mapping[str, Item]:
        return {item.key: item for item in self.items}

    @cached_property
    def quantities(self) -> Mapping[str, int]:
        return quantities(self.problem, self.plan)

    def workplace(self, person: str, item: Item) -> str:
        """Return the place where the person would have been on duty, else the first home place."""
        return self.problem.employee[person].duty.get(self._slot(item), self.home[person])

    def staff_on_duty(self, place: str, item: Item) -> tuple[str, ...]:
        """Return who is on duty at the place in the item's half-day, and those from there who attend it."""
        slot = self._slot(item)
        on_duty = {e.id for e in self.problem.employees if e.duty.get(slot) == place}
        return tuple(sorted(on_duty | {id for id in item.attendees if self.workplace(id, item) == place}))

    def _slot(self, item: Item) -> int:
        return self.slots.index((item.date, item.half))

    @property
    def finish_on(self) -> dt.date | None:
        return max((item.date for item in self.items), default=None)

    @property
    def is_proven(self) -> bool:
        """Whether coverage and finish are proven best; only then may the page say so."""
        return all(self.levels[id].is_proven for id in ("O1", "O2") if id in self.levels) and "O1" in self.levels


def read_draft(stored_problem: Json, result: Json) -> Draft:
    """Return the draft of a stored result that has a plan."""
    problem, plan = read_problem(stored_problem), read_plan(result)
    return Draft(
        status=result["status"],
        items=tuple(sorted(_items(problem, plan))),
        replacements=tuple(_half_day(problem, it, it.count) for it in plan.replacements),
        closures=tuple(_half_day(problem, it, 0) for it in plan.closures),
        levels={it["id"]: _level(it) for it in result["levels"]},
        unreached=tuple(result["unreached"]),
        home={e.id: e.home_places[0] for e in problem.employees},
        slots=tuple((slot.date, slot.half) for slot in problem.slots),
        problem=problem,
        plan=plan,
    )


def quantities(problem: Problem, plan: Plan) -> Mapping[str, int]:
    """Return how much of each thing that has a price: half-days, sessions, minutes."""
    nothing = Costs(0, 0, 0, 0, 0, 0, 0)
    counted = {
        "replacement": {"replacement": 1},
        "closing": {"closing": 1},
        "hourly": {"hourly": 1},
        "travel_minutes": {"travel_per_minute": 1},
        "trainer_minutes": {"trainer_per_hour": 60},
        "sessions": {"session": 1},
    }
    return {
        name: objective_values(dataclasses.replace(problem, costs=dataclasses.replace(nothing, **price)), plan)["O4"]
        for name, price in counted.items()
    }


def draft_plan(problem: Problem, calendar: Calendar, draft: Draft) -> Plan:
    """Return the draft as a plan of another problem: the half-days are found by date. Visits are numbered anew.

    What lies in no half-day of that problem is left out; see `outside`.
    """
    plan = plan_of(problem, [item.activity for item in draft.items], calendar)
    number = calendar.number
    return dataclasses.replace(
        plan,
        replacements=tuple(
            Replacement(it.place, number[it.date, it.half], it.count)
            for it in sorted(draft.replacements, key=lambda it: (it.place, it.date, it.half))
            if (it.date, it.half) in number
        ),
        closures=tuple(
            Closure(it.place, number[it.date, it.half])
            for it in sorted(draft.closures, key=lambda it: (it.place, it.date, it.half))
            if (it.date, it.half) in number
        ),
    )


def _items(problem: Problem, plan: Plan) -> list[Item]:
    pinned = {(p.module, p.place, p.slot) for p in problem.session_pins}
    pinned_visits = {(p.place, p.slot) for p in problem.visit_pins}
    minutes = {need.place: need.minutes for need in problem.visits}
    items = []
    for s in plan.sessions:
        slot = problem.slots[s.slot]
        items.append(
            Item(
                slot.date,
                s.starts,
                s.starts + problem.module[s.module].minutes,
                slot.half,
                s.place,
                f"session:{s.module}:{s.place}:{s.slot}",
                module=s.module,
                trainers=s.trainers,
                attendees=s.attendees,
                is_pinned=(s.module, s.place, s.slot) in pinned,
            )
        )
    for v in plan.visits:
        slot = problem.slots[v.slot]
        items.append(
            Item(
                slot.date,
                v.starts,
                v.starts + minutes[v.place],
                slot.half,
                v.place,
                f"visit:{v.place}:{v.number}",
                number=v.number,
                trainers=v.trainers,
                joins=v.joins or "",
                is_pinned=(v.place, v.slot) in pinned_visits,
            )
        )
    return items


def _half_day(problem: Problem, it: Any, count: int) -> HalfDay:
    slot = problem.slots[it.slot]
    return HalfDay(slot.date, slot.half, it.place, count)


def _level(stored: Json) -> Level:
    return Level(stored["id"], stored["value"], stored["bound"], stored["proven"], stored["seconds"])
