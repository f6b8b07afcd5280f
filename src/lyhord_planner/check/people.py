"""The rules about those who are trained: C1, C5, C6, C7, C10."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from lyhord_planner.check.broken import Broken
from lyhord_planner.check.view import View
from lyhord_planner.problem import Place


def c01_attend_what_is_needed_once(view: View) -> Iterator[Broken]:
    times = Counter((it.employee, it.session.module) for it in view.attendances)
    for (person, module), count in times.items():
        employee = view.problem.employee[person]
        if module in employee.done:
            yield Broken("C1", person, f"{person} attends {module}, which is already done.")
        elif module not in employee.needs:
            yield Broken("C1", person, f"{person} attends {module} without needing it.")
        if count > 1:
            yield Broken("C1", person, f"{person} attends {module} {count} times.")


def c05_attend_when_and_where_possible(view: View) -> Iterator[Broken]:
    problem = view.problem
    first_day = problem.today + dt.timedelta(days=problem.notice_days)
    for activity in view.activities:
        if view.date(activity.slot) <= problem.today and not activity.is_pinned:
            yield Broken("C5", activity.place, f"{activity.what} does not lie after today, {problem.today}.")
    for it in view.attendances:
        employee, session = problem.employee[it.employee], it.session
        when = view.when(session.slot)
        if session.slot not in employee.duty and session.slot not in employee.available:
            yield Broken("C5", it.employee, f"{it.employee} is neither on duty nor available on {when}.")
        if it.date < first_day and not it.is_pinned:
            yield Broken("C5", it.employee, f"{it.employee} is booked on {when}, before {first_day}: too short notice.")
        if session.place not in view.candidate_venues[it.employee]:
            yield Broken("C5", it.employee, f"{session.place} is not one of the venues of {it.employee}.")


def c06_keep_minimum_staffing(view: View) -> Iterator[Broken]:
    closed = {(it.place, it.slot) for it in view.plan.closures}
    called_in: Counter[tuple[str, int]] = Counter()
    for it in view.plan.replacements:
        called_in[it.place, it.slot] += it.count
    on_duty: Counter[tuple[str, int]] = Counter()
    on_floor: Counter[tuple[str, int]] = Counter()
    for employee in view.problem.employees:
        for slot, place_id in employee.duty.items():
            on_duty[place_id, slot] += 1
            on_floor[place_id, slot] += (employee.id, slot) not in view.away_in_session
    everywhere = {(place.id, slot) for place in view.problem.places for slot in place.open_slots}
    for key in sorted(everywhere | closed | called_in.keys()):
        place, slot = view.problem.place[key[0]], key[1]
        wanted = min(place.min_staff_at(slot), on_duty[key]) if slot in place.open_slots else 0
        missing = max(0, wanted - on_floor[key])
        yield from _judge_staffing(view, place, slot, missing, called_in[key], key in closed)
    for place_id, times in Counter(place_id for place_id, _ in closed).items():
        cap = view.problem.place[place_id].closing_cap
        if times > cap:
            yield Broken("C6", place_id, f"{place_id} is closed {times} half-days; at most {cap} are allowed.")


def _judge_staffing(
    view: View, place: Place, slot: int, missing: int, replacements: int, is_closed: bool
) -> Iterator[Broken]:
    when = view.when(slot)
    if is_closed and not missing:
        yield Broken("C6", place.id, f"{place.id} is closed on {when} though nobody is missing there.")
    if is_closed and replacements:
        yield Broken("C6", place.id, f"{place.id} has replacements on {when} though it is closed.")
    if is_closed:
        return
    if replacements < missing:
        yield Broken("C6", place.id, f"{place.id} lacks {missing - replacements} on the floor on {when}.")
    if replacements > missing:
        yield Broken("C6", place.id, f"{place.id} has {replacements - missing} replacements too many on {when}.")


def c07_keep_modules_in_order(view: View) -> Iterator[Broken]:
    for it in view.attendances:
        employee = view.problem.employee[it.employee]
        for gap in view.problem.module[it.session.module].after:
            if gap.module not in employee.needs and gap.module not in employee.done:
                continue
            pair = f"{it.employee} attends {it.session.module} on {it.date}"
            earlier = view.had_on.get((it.employee, gap.module))
            if earlier is None:
                yield Broken("C7", it.employee, f"{pair} without {gap.module}.")
                continue
            days = (it.date - earlier).days
            if days < gap.min_days:
                yield Broken(
                    "C7", it.employee, f"{pair}, {days} days after {gap.module}; at least {gap.min_days} are needed."
                )
            elif gap.max_days is not None and days > gap.max_days:
                yield Broken(
                    "C7", it.employee, f"{pair}, {days} days after {gap.module}; at most {gap.max_days} are allowed."
                )


def c10_train_before_you_invite(view: View) -> Iterator[Broken]:
    rule = view.problem.train_first
    if rule is None:
        return
    for place, visits in view.visits_of_place.items():
        if view.held(place):
            continue
        first_visit = view.date(visits[0].slot)
        for module in sorted(rule.modules):
            staff = [
                employee.id
                for employee in view.problem.employees
                if employee.home_places[0] == place and (module in employee.needs or module in employee.done)
            ]
            wanted = math.ceil(Fraction(str(rule.share)) * len(staff))
            trained = 0
            for person in staff:
                day = view.had_on.get((person, module))
                if day is not None and day < first_visit:
                    trained += rule.max_age_days is None or (first_visit - day).days <= rule.max_age_days
            if trained < wanted:
                yield Broken(
                    "C10",
                    place,
                    f"the first visit at {place} is on {first_visit}, when {trained} of {len(staff)} have had {module}"
                    f" in time; {wanted} must.",
                )
