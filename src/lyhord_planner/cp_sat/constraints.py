"""What the rules say about several things together: one function, one rule, one sentence.

Each function adds its rule to the model; CONSTRAINTS names it by the rule's id. What a rule says about one thing at a
time is in `filters.py`. Source: docs/planning-model.md.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable

from ortools.sat.python import cp_model

from lyhord_planner.cp_sat.candidates import Activity
from lyhord_planner.cp_sat.days import clashes_on_a_day, may_share_a_day
from lyhord_planner.cp_sat.reach import people_first
from lyhord_planner.cp_sat.staffing import staff_missing
from lyhord_planner.cp_sat.variables import Literal, Prefix, Variables
from lyhord_planner.cp_sat.world import World
from lyhord_planner.problem import SessionPin, VisitPin

total = cp_model.LinearExpr.sum


def c01_attend_once(v: Variables) -> None:
    """Everyone who needs a module attends it once, or stands in the list of unreached."""
    for employee, module in v.world.attendance_requirements:
        attended = [v.attends[employee, s] for s in v.sessions_of.get((employee, module), ())]
        v.model.add(total([*attended, v.missing[employee, module]]) == 1)


def c02_make_visits_in_order(v: Variables) -> None:
    """Every place gets its visits or misses the last ones; a later never comes before, or without, an earlier one."""
    for place, number in v.world.visit_requirements:
        slots = v.visited[place, number]
        v.model.add(total([*slots.values(), v.missing[place, number]]) == 1)
        if (place, number - 1) in v.visited:
            earlier, this = v.visited_by(place, number - 1), v.visited_by(place, number)
            _never_before(v, this, earlier, [(slot, slot - 1) for slot in sorted(slots)])


def c03_enough_trainers(v: Variables) -> None:
    """An activity has the trainers it needs, all different (more only when a pin names more)."""
    for activity in v.activities:
        named = set(activity.pin.trainers) if activity.pin else set()
        needed = max(activity.trainers_needed, len(named))
        holding = [v.holds[trainer, activity] for trainer in activity.trainers]
        v.model.add(total(holding) == needed * v.takes_place[activity])


def c04_group_size_and_one_per_place(v: Variables) -> None:
    """A session has `group_min` to `group_max` attendees and no more than the room holds; a place has one at a time."""
    at_place: dict[tuple[str, int], list[cp_model.IntVar]] = defaultdict(list)
    for activity in v.activities:
        at_place[activity.place, activity.slot].append(v.takes_place[activity])
    for together in at_place.values():
        if len(together) > 1:
            v.model.add_at_most_one(together)
    for session in v.candidates.sessions:
        module = v.world.problem.module[session.module or ""]
        most = min(module.group_max, v.world.problem.place[session.place].room_capacity)
        group = total([v.attends[e, session] for e in sorted(session.attendees)])
        v.model.add(group >= module.group_min * v.takes_place[session])
        v.model.add(group <= most * v.takes_place[session])


def c06_keep_minimum_staffing(v: Variables) -> None:
    """Those on duty and not in a session, plus replacements, reach the minimum; else the place is closed, to a cap.

    Replacements are not rationed, so this limits nothing else: only a model that minimises cost needs it.
    """
    away: dict[tuple[str, int], list[cp_model.IntVar]] = defaultdict(list)
    for (employee, session), attends in v.attends.items():
        place = v.world.problem.employee[employee].duty.get(session.slot)
        if place is not None:
            away[place, session.slot].append(attends)
    visits: dict[tuple[str, int], list[cp_model.IntVar]] = defaultdict(list)
    for visit in v.candidates.visits:
        visits[visit.place, visit.slot].append(v.takes_place[visit])
    closures: dict[str, list[cp_model.IntVar]] = defaultdict(list)
    for (place, slot), absent in sorted(away.items(), key=lambda item: item[0]):
        worst = staff_missing(v.world, place, slot, len(absent))
        if worst <= 0:
            continue
        slack = staff_missing(v.world, place, slot, 0)
        replaced, closed = v.model.new_int_var(0, worst, ""), v.model.new_bool_var("")
        v.model.add(replaced + worst * closed >= total(absent) + slack)
        v.model.add_at_most_one([closed, *visits[place, slot]])
        v.replaced[place, slot], v.closed[place, slot] = replaced, closed
        closures[place].append(closed)
    for place, closed_slots in closures.items():
        v.model.add(total(closed_slots) <= v.world.problem.place[place].closing_cap)


def c07_modules_in_order(v: Variables) -> None:
    """A later module is attended `min_days` to `max_days` days after the earlier, and never without it."""
    for employee, module in v.world.attendance_requirements:
        person = v.world.problem.employee[employee]
        later = v.had(employee, module)
        for gap in v.world.problem.module[module].after:
            if not v.world.takes_part_in(person, gap.module):
                continue
            earlier = v.had(employee, gap.module)
            _never_before(v, later, earlier, [(day, day - gap.min_days) for day in later.days])
            if gap.max_days is not None:
                for day in earlier.days:
                    v.model.add(earlier.by(day) <= later.by(day + gap.max_days) + v.missing[employee, module])


def c08_one_thing_at_a_time(v: Variables) -> None:
    """A trainer does one thing in a slot and keeps the daily and weekly limits; anyone has time to travel."""
    _limit_trainers(v)
    by_person: dict[str, dict[int, list[Activity]]] = defaultdict(lambda: defaultdict(list))
    for employee, session in v.attends:
        by_person[employee][session.slot].append(session)
    for employee, at_slot in by_person.items():
        for sessions in at_slot.values():
            if len(sessions) > 1:
                v.model.add_at_most_one([v.attends[employee, s] for s in sessions])
        modules = {s.module or "" for sessions in at_slot.values() for s in sessions}
        if may_share_a_day(v.world, employee, modules):
            for first, second in clashes_on_a_day(v.world, at_slot):
                v.model.add_at_most_one([v.attends[employee, first], v.attends[employee, second]])


def _limit_trainers(v: Variables) -> None:
    world = v.world
    work: dict[str, dict[int, list[Activity]]] = defaultdict(lambda: defaultdict(list))
    for held_by, activity in v.holds:
        work[held_by][activity.slot].append(activity)
    for name, at_slot in work.items():
        trainer = world.problem.trainer[name]
        busy = {slot: [v.holds[name, a] for a in activities] for slot, activities in at_slot.items()}
        by_day: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        by_week: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        for slot, holding in busy.items():
            v.model.add_at_most_one(holding)
            by_day[world.day[slot]] += holding
            by_week[world.week[slot]] += holding
        for most, spans in ((trainer.max_per_day, by_day), (trainer.max_per_week, by_week)):
            for holding in spans.values():
                v.model.add(total(holding) <= most)
        for first, second in clashes_on_a_day(world, at_slot):
            v.model.add_at_most_one([v.holds[name, first], v.holds[name, second]])


def c10_train_before_visit(v: Variables) -> None:
    """On a place's first visit its share of staff has had each named module on an earlier day, not too long ago."""
    rule = v.world.problem.train_first
    if rule is None:
        return
    for need in v.world.problem.visits:
        slots = v.visited.get((need.place, 1), {})
        if need.held or not slots:
            continue
        made = v.visited_by(need.place, 1)
        for module in sorted(rule.modules):
            staff, needed = people_first(v.world, need.place, rule, module)
            had = [v.had(employee, module) for employee in staff]
            for slot, visit in slots.items():
                day = v.world.day[slot]
                trained = [h.by(day - 1) for h in had]
                v.model.add(total(trained) >= needed * made.by(slot))
                if rule.max_age_days is not None:
                    too_long_ago = [h.by(day - rule.max_age_days - 1) for h in had]
                    v.model.add(total(trained) - total(too_long_ago) >= needed * visit)


def c13_pins_stay(v: Variables) -> None:
    """Pinned sessions and visits stay, with the named people; closed pins get nobody more (see candidates)."""
    problem = v.world.problem
    found = {activity.pin: activity for activity in v.activities if activity.pin}
    pins: list[SessionPin | VisitPin] = [*problem.session_pins, *problem.visit_pins]
    for pin in pins:
        activity = found.get(pin)
        if activity is None:
            v.model.add_bool_or([])
            continue
        v.model.add(v.takes_place[activity] == 1)
        for trainer in pin.trainers:
            _must(v, v.holds.get((trainer, activity)))
        for employee in pin.attendees if isinstance(pin, SessionPin) else ():
            _must(v, v.attends.get((employee, activity)))


def c14_space_visits(v: Variables) -> None:
    """Visits of one place lie `min_days_between` to `max_days_between` days apart, those held included."""
    day = v.world.day
    for place, number in v.world.visit_requirements:
        need = v.world.visit_need[place]
        slots = v.visited[place, number]
        if (place, number - 1) in v.visited:
            earlier, this = v.visited_by(place, number - 1), v.visited_by(place, number)
            pairs = [(slot, _last_slot(v.world, day[slot] - need.min_days_between)) for slot in sorted(slots)]
            _never_before(v, this, earlier, pairs)
            if need.max_days_between is not None:
                for slot in earlier.days:
                    latest = _last_slot(v.world, day[slot] + need.max_days_between)
                    v.model.add(earlier.by(slot) <= this.by(latest) + v.missing[place, number])
        elif need.held:
            held = max(need.held).toordinal()
            for slot, visit in slots.items():
                is_late = need.max_days_between is not None and day[slot] - held > need.max_days_between
                if day[slot] - held < need.min_days_between or is_late:
                    v.model.add(visit == 0)


def _must(v: Variables, literal: Literal | None) -> None:
    """Make the literal true; the model is infeasible when there is none."""
    v.model.add_bool_or([] if literal is None else [literal])


def _never_before(v: Variables, later: Prefix, earlier: Prefix, pairs: Iterable[tuple[int, int]]) -> None:
    """Add `later by a → earlier by b` for the pairs (a, b), rising; of those with one right side the last is enough."""
    tightest: dict[int, tuple[Literal, Literal]] = {}
    for at, before in pairs:
        right = earlier.by(before)
        tightest[right if isinstance(right, int) else right.index + 2] = (later.by(at), right)
    for left, right in tightest.values():
        if not (isinstance(left, int) and isinstance(right, int) and left <= right):
            v.model.add(left <= right)


def _last_slot(world: World, day: int) -> int:
    """Return the last slot on or before the day, −1 when there is none."""
    return bisect_right(world.day, day) - 1


CONSTRAINTS: dict[str, Callable[[Variables], None]] = {
    "C1": c01_attend_once,
    "C2": c02_make_visits_in_order,
    "C3": c03_enough_trainers,
    "C4": c04_group_size_and_one_per_place,
    "C6": c06_keep_minimum_staffing,
    "C7": c07_modules_in_order,
    "C8": c08_one_thing_at_a_time,
    "C10": c10_train_before_visit,
    "C13": c13_pins_stay,
    "C14": c14_space_visits,
}
