"""Made-up problems look like a municipality and are the same for the same seed."""

from __future__ import annotations

from collections import Counter

import pytest

from lyhord_planner.check import check, objective_values
from lyhord_planner.generate import TooSmall, example_problem
from lyhord_planner.plan import Plan


def test_same_seed_gives_same_problem() -> None:
    assert example_problem(seed=4) == example_problem(seed=4)
    assert example_problem(seed=4) != example_problem(seed=5)


def test_numbers_are_those_asked_for() -> None:
    problem = example_problem(seed=1, places=15, employees=70, trainers=3)
    assert Counter(place.kind for place in problem.places) == {"stationary": 11, "mobile": 4}
    assert (len(problem.employees), len(problem.trainers), len(problem.slots)) == (70, 3, 260)
    staff = Counter(employee.home_places[0] for employee in problem.employees)
    assert len(staff) == 15
    assert 3 <= min(staff.values()) <= max(staff.values()) <= 6


def test_somebody_is_paid_by_the_hour_and_somewhere_there_is_no_room() -> None:
    problem = example_problem(seed=1)
    assert any(not employee.duty for employee in problem.employees)
    assert {place.room_capacity == 0 for place in problem.places if place.kind == "stationary"} == {True, False}


def test_a_plan_with_nothing_keeps_the_rules_and_reaches_nobody() -> None:
    problem = example_problem(seed=2)
    assert check(problem, Plan()) == ()
    wanted = sum(len(employee.needs) for employee in problem.employees) + sum(need.left for need in problem.visits)
    assert objective_values(problem, Plan()) == {"O1": wanted, "O2": -1, "O3": 0, "O4": 0}


@pytest.mark.parametrize("number", ["places", "employees", "trainers", "weeks"])
def test_less_than_one_is_refused(number: str) -> None:
    with pytest.raises(TooSmall):
        example_problem(seed=1, **{number: 0})


@pytest.mark.parametrize("seed", range(10))
def test_one_place_always_has_a_room(seed: int) -> None:
    assert example_problem(seed=seed, places=1, employees=4, trainers=1, weeks=4).places[0].room_capacity >= 8
