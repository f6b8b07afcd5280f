"""The rules about trainers and about anyone's day: C3, C8."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations

from lyhord_planner.check.broken import Broken
from lyhord_planner.check.view import Activity, View, clock


def c03_have_trainers_who_can(view: View) -> Iterator[Broken]:
    for activity in view.activities:
        different = set(activity.trainers)
        if len(different) < len(activity.trainers):
            yield Broken("C3", activity.place, f"{activity.what} names a trainer twice.")
        if len(different) < activity.trainers_needed:
            yield Broken(
                "C3",
                activity.place,
                f"{activity.what} has {len(different)} of the {activity.trainers_needed} trainers it needs.",
            )
        if activity.competence is None:
            continue
        for name in sorted(different):
            trainer = view.problem.trainer[name]
            if activity.competence not in trainer.competences:
                yield Broken("C3", name, f"{name} lacks the competence {activity.competence!r} of {activity.what}.")
            if activity.language not in trainer.languages:
                yield Broken("C3", name, f"{name} does not speak {activity.language!r}, needed in {activity.what}.")
    for it in view.attendances:
        language = view.problem.module[it.session.module].language
        if language not in view.problem.employee[it.employee].languages:
            yield Broken(
                "C3", it.employee, f"{it.employee} does not understand {language!r}, spoken in {it.session.module}."
            )


def c08_make_every_day_possible(view: View) -> Iterator[Broken]:
    for activity in view.activities:
        yield from _judge_clock(view, activity)
    of_trainer: dict[str, list[Activity]] = defaultdict(list)
    for activity in view.activities:
        for name in sorted(set(activity.trainers)):
            of_trainer[name].append(activity)
    for name, activities in of_trainer.items():
        yield from _judge_trainer(view, name, activities)
        yield from _judge_days(view, name, activities)
    for name, activities in _sessions_of_employees(view).items():
        yield from _judge_days(view, name, activities)


def _sessions_of_employees(view: View) -> dict[str, list[Activity]]:
    sessions = {(it.place, it.slot, it.starts, it.what): it for it in view.activities if not it.is_visit}
    of_employee: dict[str, list[Activity]] = defaultdict(list)
    for it in view.attendances:
        session = it.session
        what = f"the session in {session.module} at {session.place} on {view.when(session.slot)}"
        of_employee[it.employee].append(sessions[session.place, session.slot, session.starts, what])
    return of_employee


def _judge_clock(view: View, activity: Activity) -> Iterator[Broken]:
    place, slot = view.problem.place[activity.place], view.problem.slots[activity.slot]
    if not slot.starts <= activity.starts or not activity.ends <= slot.ends:
        yield Broken(
            "C8",
            activity.place,
            f"{activity.what} takes {clock(activity.starts)}–{clock(activity.ends)}, outside"
            f" {clock(slot.starts)}–{clock(slot.ends)}.",
        )
    allowed = set(place.session_starts)
    if activity.is_visit:
        joinable = {it.starts for it in place.popular if it.slot == activity.slot}
        allowed = set(place.visit_starts) | joinable
    if activity.starts not in allowed and not activity.has_pinned_start:
        yield Broken(
            "C8", activity.place, f"{activity.what} begins at {clock(activity.starts)}, not one of the place's times."
        )


def _judge_trainer(view: View, name: str, activities: list[Activity]) -> Iterator[Broken]:
    trainer = view.problem.trainer[name]
    for activity in activities:
        if activity.slot not in trainer.available:
            yield Broken("C8", name, f"{name} is not available for {activity.what}.")
    for day, times in Counter(view.date(it.slot) for it in activities).items():
        if times > trainer.max_per_day:
            yield Broken("C8", name, f"{name} has {times} activities on {day}; at most {trainer.max_per_day} a day.")
    for week, times in Counter(view.problem.week(it.slot) for it in activities).items():
        if times > trainer.max_per_week:
            yield Broken("C8", name, f"{name} has {times} activities in week {week}; at most {trainer.max_per_week}.")


def _judge_days(view: View, name: str, activities: list[Activity]) -> Iterator[Broken]:
    """Judge what one person does: one thing in a slot, and time to travel between two on one day."""
    for one, other in combinations(activities, 2):
        if one.slot == other.slot:
            yield Broken("C8", name, f"{name} is in both {one.what} and {other.what}.")
        elif view.date(one.slot) == view.date(other.slot):
            earlier, later = sorted((one, other), key=lambda it: it.slot)
            minutes = view.problem.travel_minutes[earlier.location][later.location]
            if earlier.ends + minutes > later.starts:
                yield Broken(
                    "C8",
                    name,
                    f"{name} has {later.starts - earlier.ends} minutes for the {minutes} from {earlier.what} to"
                    f" {later.what}.",
                )
