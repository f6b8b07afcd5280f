"""The independent judge: does a plan keep the rules, and what is it worth?

Written from the sentences of docs/planning-model.md alone. It shares no code with the model in `cp_sat`, so that a
mistake in one is seen by the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from lyhord_planner.check.broken import Broken
from lyhord_planner.check.objectives import moves, objective_values, unreached
from lyhord_planner.check.people import (
    c01_attend_what_is_needed_once,
    c05_attend_when_and_where_possible,
    c06_keep_minimum_staffing,
    c07_keep_modules_in_order,
    c10_train_before_you_invite,
)
from lyhord_planner.check.places import (
    c02_number_the_visits,
    c04_keep_group_sizes,
    c09_visit_when_visitors_are_there,
    c12_avoid_what_is_blocked,
    c13_keep_what_is_pinned,
    c14_space_the_visits,
    c17_meet_the_deadlines,
)
from lyhord_planner.check.structure import disordered, malformed
from lyhord_planner.check.trainers import c03_have_trainers_who_can, c08_make_every_day_possible
from lyhord_planner.check.view import View
from lyhord_planner.plan import Plan
from lyhord_planner.problem import Problem

__all__ = ["RULES", "Broken", "check", "moves", "objective_values", "unreached"]

RULES: Mapping[str, Callable[[View], Iterator[Broken]]] = {
    "C1": c01_attend_what_is_needed_once,
    "C2": c02_number_the_visits,
    "C3": c03_have_trainers_who_can,
    "C4": c04_keep_group_sizes,
    "C5": c05_attend_when_and_where_possible,
    "C6": c06_keep_minimum_staffing,
    "C7": c07_keep_modules_in_order,
    "C8": c08_make_every_day_possible,
    "C9": c09_visit_when_visitors_are_there,
    "C10": c10_train_before_you_invite,
    "C12": c12_avoid_what_is_blocked,
    "C13": c13_keep_what_is_pinned,
    "C14": c14_space_the_visits,
    "C17": c17_meet_the_deadlines,
}


def check(problem: Problem, plan: Plan) -> tuple[Broken, ...]:
    """Return every rule that the plan breaks, in the order of the rules; empty for a valid plan.

    Rules in `problem.rules_off` are left out. A plan that is not well formed (unknown ids, slots out of range, wrong
    types) is reported as rule "plan" and judged no further. The problem itself must be valid: see `io.problem_faults`.
    """
    unreadable = malformed(problem, plan)
    if unreadable:
        return tuple(unreadable)
    view = View(problem, plan)
    found = disordered(plan)
    for rule, judge in RULES.items():
        if rule not in problem.rules_off:
            found += judge(view)
    return tuple(found)
