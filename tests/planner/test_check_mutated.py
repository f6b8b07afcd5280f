"""The checker finds every mutation of valid plans that surely breaks a rule."""

from __future__ import annotations

import functools

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from lyhord_planner.check import RULES, check, moves, objective_values, unreached
from lyhord_planner.plan import Plan
from lyhord_planner.problem import Problem
from tests.planner import town
from tests.planner.brute_force import best
from tests.planner.small import small_problem
from tests.planner.strategies import MUTATIONS, Mutation, anything, mutations, well_formed

SEEDS_WITH_SESSIONS_AND_VISITS = (16, 47, 101, 115, 117, 187, 230, 282, 311)


@functools.cache
def valid_plans() -> list[tuple[Problem, Plan]]:
    """Return the town's plan and some that brute force finds, each with sessions and visits."""
    found = [(problem, best(problem)) for problem in map(small_problem, SEEDS_WITH_SESSIONS_AND_VISITS)]
    cases = [(problem, it.plan) for problem, it in found if it is not None]
    return [(town.problem(), town.plan()), *cases]


@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.filter_too_much])
@given(mutation=mutations(), which=st.integers(0, len(SEEDS_WITH_SESSIONS_AND_VISITS)))
def test_check_finds_every_mutation(mutation: Mutation, which: int) -> None:
    rule, mutate = mutation
    problem, plan = valid_plans()[which]
    assert check(problem, plan) == ()
    mutant = mutate(problem, plan)
    assume(mutant is not None)
    assert mutant is not None
    assert rule in {broken.rule for broken in check(problem, mutant)}


@pytest.mark.parametrize("rule", MUTATIONS)
def test_every_mutation_fits_some_plan(rule: str) -> None:
    mutants = [MUTATIONS[rule](problem, plan, number) for problem, plan in valid_plans() for number in range(6)]
    assert any(mutant is not None for mutant in mutants)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(anything(Plan))
def test_check_answers_any_nonsense(plan: Plan) -> None:
    assert {broken.rule for broken in check(town.problem(), plan)} == ({"plan"} if plan != Plan() else {"C13"})


@settings(max_examples=300, deadline=None, derandomize=True)
@given(well_formed(town.problem()))
def test_check_judges_any_plan_of_known_things(plan: Plan) -> None:
    """Every rule has its say without an error, and so have the objectives."""
    found = check(town.problem(), plan)
    assert {broken.rule for broken in found} <= {*RULES, "plan"}
    values = objective_values(town.problem(), plan)
    assert values["O1"] == len(unreached(town.problem(), plan))
    assert values["O4"] >= 0
    assert moves(town.problem(), plan, plan) == 0
