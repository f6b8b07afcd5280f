"""Solving tiny problems whose answer is plain to see."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from lyhord_planner.check import check, objective_values
from lyhord_planner.generate import example_problem
from lyhord_planner.problem import Costs, Deadlines, Gap, PopularActivity, Problem
from lyhord_planner.result import Result, Status, Unreached
from lyhord_planner.solve import solve
from tests.planner.tiny import (
    at,
    date,
    employee,
    module,
    on_duty,
    place,
    plan,
    problem,
    session,
    trainer,
    visits,
)


def solved(problem: Problem, *, seconds: float = 10.0, seed: int = 0) -> Result:
    return solve(problem, time_limit=seconds, seed=seed, workers=1, deterministic=True)


def values(result: Result) -> dict[str, int]:
    return {level.id: level.value for level in result.levels}


def test_one_person_is_reached_in_the_first_week() -> None:
    result = solved(problem())
    assert result.status is Status.OPTIMAL
    assert values(result) == {"O1": 0, "O2": 0, "O3": 0, "O4": 0}
    assert [(s.module, s.place, s.attendees) for s in result.plan.sessions] == [("m1", "p1", ("e1",))]
    assert result.unreached == ()


def test_nothing_to_do_gives_an_empty_plan() -> None:
    result = solved(problem(employees=[]))
    assert result.status is Status.OPTIMAL
    assert result.plan == plan()
    assert values(result) == {"O1": 0, "O2": -1, "O3": 0, "O4": 0}


def test_every_level_is_the_checkers_value_of_the_plan() -> None:
    small = example_problem(seed=3, places=4, employees=10, trainers=1, weeks=16)
    result = solved(small, seconds=6)
    assert check(small, result.plan) == ()
    assert values(result) == objective_values(small, result.plan)
    assert all(level.bound <= level.value for level in result.levels)


def test_who_cannot_be_reached_stands_in_the_list() -> None:
    never_there = employee("e2", duty={}, available=frozenset())
    result = solved(problem(employees=[employee("e1"), never_there]))
    assert [(u.employee, u.module) for u in result.unreached] == [("e2", "m1")]
    assert result.levels[0].value == result.levels[0].bound == 1
    assert result.levels[0].proven


def test_coverage_is_counted_when_not_everyone_fits() -> None:
    """One half-day in all and two modules that both want it: one of two is reached, and that is proven."""
    two = problem(
        employees=[employee("e1", needs=("m1", "m2"))],
        modules=[module("m1"), module("m2")],
        trainers=[trainer(available=frozenset({at(1, "tue")}))],
    )
    result = solved(two)
    assert values(result)["O1"] == 1
    assert result.levels[0].proven
    assert len(result.unreached) == 1


def test_a_visit_joins_a_popular_activity_rather_than_come_three_weeks_earlier() -> None:
    coffee = PopularActivity(slot=at(0, "wed"), name="exempelfika", starts=9 * 60, head_count=20)
    result = solved(problem(employees=[], places=[place(popular=(coffee,))], visits=[visits()]))
    assert [(v.slot, v.starts, v.joins) for v in result.plan.visits] == [(at(0, "wed"), 540, "exempelfika")]
    assert values(result)["O3"] == 0


def test_finishing_early_goes_before_joining_an_activity() -> None:
    coffee = PopularActivity(slot=at(1, "wed"), name="exempelfika", starts=9 * 60, head_count=20)
    result = solved(problem(employees=[], places=[place(popular=(coffee,))], visits=[visits()]))
    assert [(v.joins, values(result)["O2"], values(result)["O3"]) for v in result.plan.visits] == [(None, 0, 4)]


def test_cost_decides_between_equally_early_half_days() -> None:
    """Everyone is needed on the floor except on Thursday afternoon, when training needs no replacement."""
    quiet = at(0, "thu", "pm")
    place_with_minimum = place(min_staff=1, slot_min_staff={quiet: 0})
    result = solved(problem(places=[place_with_minimum], costs=Costs(replacement=1000)))
    assert [s.slot for s in result.plan.sessions] == [quiet]
    assert values(result)["O4"] == 0


def test_a_half_day_is_closed_when_that_is_cheaper_and_allowed() -> None:
    costs = Costs(replacement=1000, closing=300)
    closing = solved(problem(places=[place(min_staff=1, closing_cap=1)], costs=costs))
    replacing = solved(problem(places=[place(min_staff=1, closing_cap=0)], costs=costs))
    assert (len(closing.plan.closures), values(closing)["O4"]) == (1, 300)
    assert (len(replacing.plan.replacements), values(replacing)["O4"]) == (1, 1000)


def test_a_trainers_day_with_two_things_costs_one_round() -> None:
    """Both people are only there on Monday or only on one other day: one day's trip is cheaper than two."""
    two_days = on_duty("p1", [at(0, "mon"), at(0, "mon", "pm"), at(0, "wed")])
    result = solved(
        problem(
            employees=[employee("e1", needs=("m1", "m2"), duty=two_days)],
            modules=[module("m1"), module("m2")],
            costs=Costs(travel_per_minute=1),
        )
    )
    assert sorted(s.slot for s in result.plan.sessions) == [at(0, "mon"), at(0, "mon", "pm")]
    assert values(result)["O4"] == 40


def test_a_deadline_that_cannot_be_met_leaves_someone_unreached() -> None:
    result = solved(problem(deadlines=Deadlines(training=date(0, "mon") - dt.timedelta(days=1))))
    assert values(result)["O1"] == 1


def test_a_good_first_plan_is_kept_when_time_is_up_at_once() -> None:
    first = plan(session(at(0, "mon"), "e1"))
    result = solve(problem(), time_limit=0.001, first_plan=first, workers=1)
    assert result.plan == first


def test_a_broken_first_plan_is_not_used() -> None:
    broken = plan(session(at(0, "mon"), "nobody"))
    result = solve(problem(), time_limit=5, first_plan=broken, workers=1)
    assert result.status is Status.OPTIMAL


def test_modules_in_order_finish_as_early_as_the_gap_allows() -> None:
    chain = problem(
        employees=[employee("e1", needs=("m1", "m2"))],
        modules=[module("m1"), module("m2", after=(Gap("m1", min_days=9),))],
    )
    result = solved(chain)
    assert values(result)["O2"] == 1
    assert result.status is Status.OPTIMAL


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_seed_gives_the_same_plan(seed: int) -> None:
    small = example_problem(seed=5, places=3, employees=9, trainers=1, weeks=14)
    first = solve(small, time_limit=2, seed=seed, workers=1, deterministic=True)
    second = solve(small, time_limit=2, seed=seed, workers=1, deterministic=True)
    assert first.plan == second.plan
    assert [(x.id, x.value, x.bound) for x in first.levels] == [(x.id, x.value, x.bound) for x in second.levels]


def test_unreached_visits_are_the_last_numbers() -> None:
    one_slot = replace(trainer(), available=frozenset({at(0, "mon")}))
    result = solved(problem(employees=[], trainers=[one_slot], visits=[visits(count=2)]))
    assert [Unreached(place=u.place, visit=u.visit) for u in result.unreached] == [Unreached(place="p1", visit=2)]
