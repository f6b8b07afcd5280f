"""What makes a problem unusable though every field has its type: unknown ids, bad order, numbers out of range."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from lyhord_planner.check import RULES
from lyhord_planner.problem import Place, Problem, SessionPin, VisitPin

MINUTES_A_DAY = 24 * 60
LONGEST_NOTICE_DAYS = 3650


def problem_faults(problem: Problem) -> tuple[str, ...]:
    """Return one sentence for everything that makes the problem unusable, each with its JSON path; empty if sound."""
    return tuple(fault for judge in _JUDGES for fault in judge(problem))


def _slots(problem: Problem) -> Iterator[str]:
    if not problem.slots:
        yield "slots: is empty; give at least one half-day."
    order = [(slot.date, slot.half) for slot in problem.slots]
    for number, (slot, key) in enumerate(zip(problem.slots, order, strict=True)):
        path = f"slots[{number}]"
        if number and order[number - 1] >= key:
            yield f"{path}: does not come after the one before it; sort the slots by date and half, each once."
        if number and problem.slots[number - 1].date == slot.date and problem.slots[number - 1].ends > slot.starts:
            yield f"{path}.starts: lies before the morning's end; let the half-days follow each other."
        if not 0 <= slot.starts < slot.ends <= MINUTES_A_DAY:
            yield f"{path}: starts at {slot.starts} and ends at {slot.ends}; give minutes after midnight, start first."


def _ids(problem: Problem) -> Iterator[str]:
    named: list[tuple[str, list[str]]] = [
        ("places", [it.id for it in problem.places]),
        ("employees", [it.id for it in problem.employees]),
        ("trainers", [it.id for it in problem.trainers]),
        ("modules", [it.id for it in problem.modules]),
        ("visits", [it.place for it in problem.visits]),
    ]
    for field, ids in named:
        for id, times in Counter(ids).items():
            if times > 1:
                yield f"{field}: {id!r} stands {times} times; name each once."
            if not id:
                yield f"{field}: an id is empty; give every one a name."


def _travel(problem: Problem) -> Iterator[str]:
    locations = problem.travel_minutes.keys()
    for start, row in problem.travel_minutes.items():
        for missing in sorted(locations - row.keys()):
            yield f'travel_minutes["{start}"]: lacks {missing!r}; give the minutes to every location.'
        for extra in sorted(row.keys() - locations):
            yield f'travel_minutes["{start}"]["{extra}"]: has no row of its own; add it or remove this.'
        for end, minutes in row.items():
            if minutes < 0:
                yield f'travel_minutes["{start}"]["{end}"]: is {minutes}; give minutes from 0.'


def _places(problem: Problem) -> Iterator[str]:
    for number, place in enumerate(problem.places):
        path = f"places[{number}]"
        yield from _not_negative(path, place, "min_staff", "room_capacity", "closing_cap", "expected_visitors")
        for field in ("open_slots", "visitor_slots", "slot_min_staff", "slot_locations"):
            yield from _in_range(problem, f"{path}.{field}", getattr(place, field))
        yield from _in_range(problem, f"{path}.popular", (it.slot for it in place.popular))
        yield from _place_clock(path, place)
        for location in sorted({place.location, *place.slot_locations.values()} - problem.travel_minutes.keys()):
            yield f"{path}: stands at {location!r}, which `travel_minutes` does not know; add its row."
        for slot, count in place.slot_min_staff.items():
            if count < 0:
                yield f'{path}.slot_min_staff["{slot}"]: is {count}; give a number from 0.'
        if place.opens_on and place.closes_before and place.opens_on >= place.closes_before:
            yield f"{path}.closes_before: does not lie after `opens_on`; change one of them."


def _place_clock(path: str, place: Place) -> Iterator[str]:
    starts = (*place.session_starts, *place.visit_starts, *(it.starts for it in place.popular))
    for minutes in starts:
        if not 0 <= minutes < MINUTES_A_DAY:
            yield f"{path}: has the clock time {minutes}; give minutes after midnight."
    for it in place.popular:
        if it.head_count < 0:
            yield f"{path}.popular: {it.name!r} has {it.head_count} people; give a number from 0."


def _employees(problem: Problem) -> Iterator[str]:
    for number, employee in enumerate(problem.employees):
        path = f"employees[{number}]"
        if not employee.home_places:
            yield f"{path}.home_places: is empty; name at least one place."
        if len(set(employee.home_places)) < len(employee.home_places):
            yield f"{path}.home_places: names a place twice; name each once."
        yield from _known(f"{path}.home_places", "place", employee.home_places, problem.place)
        yield from _known(f"{path}.duty", "place", employee.duty.values(), problem.place)
        yield from _known(f"{path}.needs", "module", employee.needs, problem.module)
        yield from _known(f"{path}.done", "module", employee.done, problem.module)
        yield from _in_range(problem, f"{path}.duty", employee.duty)
        yield from _in_range(problem, f"{path}.available", employee.available)


def _trainers(problem: Problem) -> Iterator[str]:
    for number, trainer in enumerate(problem.trainers):
        path = f"trainers[{number}]"
        yield from _not_negative(path, trainer, "max_per_day", "max_per_week")
        yield from _in_range(problem, f"{path}.available", trainer.available)
        if trainer.location not in problem.travel_minutes:
            yield f"{path}.location: `travel_minutes` does not know {trainer.location!r}; add its row."


def _modules(problem: Problem) -> Iterator[str]:
    for number, module in enumerate(problem.modules):
        path = f"modules[{number}]"
        yield from _not_negative(path, module, "trainers_needed")
        if module.minutes < 1:
            yield f"{path}.minutes: is {module.minutes}; give a number from 1."
        if not 1 <= module.group_min <= module.group_max:
            yield f"{path}: has groups of {module.group_min} to {module.group_max}; give 1 ≤ group_min ≤ group_max."
        yield from _known(f"{path}.after", "module", (gap.module for gap in module.after), problem.module)
        for gap in module.after:
            yield from _days(f"{path}.after", gap.min_days, gap.max_days)
    try:
        TopologicalSorter({it.id: {gap.module for gap in it.after} for it in problem.modules}).prepare()
    except CycleError as error:
        yield f"modules: {' after '.join(error.args[1])} goes in a circle; remove one `after`."


def _visits(problem: Problem) -> Iterator[str]:
    for number, need in enumerate(problem.visits):
        path = f"visits[{number}]"
        yield from _known(f"{path}.place", "place", [need.place], problem.place)
        yield from _not_negative(path, need, "count", "trainers_needed")
        yield from _days(path, need.min_days_between, need.max_days_between)
        if need.minutes < 1:
            yield f"{path}.minutes: is {need.minutes}; give a number from 1."


def _pins(problem: Problem) -> Iterator[str]:
    for number, pin in enumerate(problem.session_pins):
        path = f"session_pins[{number}]"
        yield from _pin(problem, path, pin)
        yield from _known(f"{path}.module", "module", [pin.module], problem.module)
        yield from _known(f"{path}.attendees", "employee", pin.attendees, problem.employee)
    for number, visit_pin in enumerate(problem.visit_pins):
        yield from _pin(problem, f"visit_pins[{number}]", visit_pin)
    known: Mapping[str, Mapping[str, Any]] = {
        "place": problem.place,
        "employee": problem.employee,
        "trainer": problem.trainer,
    }
    for number, block in enumerate(problem.blocks):
        path = f"blocks[{number}]"
        yield from _known(f"{path}.subject", block.kind, [block.subject], known[block.kind])
        yield from _in_range(problem, f"{path}.slot", [block.slot])


def _pin(problem: Problem, path: str, pin: SessionPin | VisitPin) -> Iterator[str]:
    yield from _known(f"{path}.place", "place", [pin.place], problem.place)
    yield from _known(f"{path}.trainers", "trainer", pin.trainers, problem.trainer)
    yield from _in_range(problem, f"{path}.slot", [pin.slot])
    if not 0 <= pin.starts < MINUTES_A_DAY:
        yield f"{path}.starts: is {pin.starts}; give minutes after midnight."


def _settings(problem: Problem) -> Iterator[str]:
    yield from _not_negative("", problem, "notice_days")
    if problem.notice_days > LONGEST_NOTICE_DAYS:
        yield f"notice_days: is {problem.notice_days}; give at most {LONGEST_NOTICE_DAYS}."
    if problem.max_venues < 1:
        yield f"max_venues: is {problem.max_venues}; give a number from 1."
    names = ("replacement", "closing", "hourly", "travel_per_minute", "trainer_per_hour", "room_hire", "session")
    yield from _not_negative("costs", problem.costs, *names)
    first = problem.train_first
    if first is not None:
        if not 0 <= first.share <= 1:
            yield f"train_first.share: is {first.share}; give a number from 0 to 1."
        if first.max_age_days is not None and first.max_age_days < 0:
            yield f"train_first.max_age_days: is {first.max_age_days}; give a number from 0, or null."
        yield from _known("train_first.modules", "module", first.modules, problem.module)
    yield from _known("rules_off", "rule", problem.rules_off, RULES)


def _known(path: str, kind: str, ids: Iterable[str], known: Mapping[str, Any]) -> Iterator[str]:
    for id in sorted(set(ids) - known.keys()):
        yield f"{path}: there is no {kind} {id!r}; add it or correct the id."


def _in_range(problem: Problem, path: str, slots: Iterable[int]) -> Iterator[str]:
    last = len(problem.slots) - 1
    for slot in sorted({slot for slot in slots if not 0 <= slot <= last}):
        yield f"{path}: there is no slot {slot}; slots are numbered from 0 to {last}."


def _not_negative(path: str, thing: Any, *fields: str) -> Iterator[str]:
    for field in fields:
        number = getattr(thing, field)
        if number < 0:
            yield f"{path}.{field}: is {number}; give a number from 0.".lstrip(".")


def _days(path: str, least: int, most: int | None) -> Iterator[str]:
    if least < 0 or (most is not None and most < least):
        yield f"{path}: asks for {least} to {most} days between; give 0 ≤ least ≤ most, or null for no limit."


_JUDGES: tuple[Callable[[Problem], Iterator[str]], ...] = (
    _slots,
    _ids,
    _travel,
    _places,
    _employees,
    _trainers,
    _modules,
    _visits,
    _pins,
    _settings,
)
