"""On problems so small that every plan can be looked at, the solver finds what looking at every plan finds.

LYHORD_BRUTE_FORCE=1000 looks at a thousand problems instead of the few that run in every suite.
"""

from __future__ import annotations

import dataclasses
import os

import pytest

from lyhord_planner.check import check, moves, objective_values, unreached
from lyhord_planner.replan import replan
from lyhord_planner.result import Result, Status
from lyhord_planner.solve import solve
from tests.planner import tiny
from tests.planner.brute_force import best, choices, least_cost
from tests.planner.small import disturbed, repair_problem, small_problem
from tests.planner.tiny import at

CAMPAIGN = int(os.environ.get("LYHORD_BRUTE_FORCE", "0"))
FEW, LARGEST_FEW, LARGEST_CAMPAIGN = 48, 700, 8000
SECONDS = 30.0


def seeds(how_many: int, largest: int) -> list[int]:
    """Return the first seeds whose problem is neither empty nor too large to look at every plan of."""
    found: list[int] = []
    seed = 0
    while len(found) < how_many:
        if 6 <= choices(small_problem(seed)).count <= largest:
            found.append(seed)
        seed += 1
    return found


SEEDS = seeds(CAMPAIGN or FEW, LARGEST_CAMPAIGN if CAMPAIGN else LARGEST_FEW)


def levels(result: Result) -> dict[str, int]:
    """Return the levels that are said to be proven."""
    return {level.id: level.value for level in result.levels if level.proven}


def test_brute_force_finds_what_is_plain_to_see() -> None:
    """Two who need the module, a room for one, a trainer who comes on two mornings: one each in weeks 0 and 1."""
    problem = tiny.problem(
        places=[tiny.place(room_capacity=1)],
        employees=[tiny.employee("e1"), tiny.employee("e2")],
        trainers=[tiny.trainer(available=frozenset({at(0, "tue"), at(1, "tue")}))],
    )
    found = best(problem)
    assert found is not None
    assert found.values == {"O1": 0, "O2": 1, "O3": 1, "O4": 0}
    assert [(session.slot, len(session.attendees)) for session in found.plan.sessions] == [(2, 1), (12, 1)]


def test_brute_force_says_when_no_plan_keeps_the_rules() -> None:
    pin = tiny.problem(session_pins=(tiny.session_pin(0, "e1"),), trainers=[tiny.trainer(available=frozenset())])
    assert best(pin) is None


@pytest.mark.parametrize("seed", SEEDS)
def test_solver_agrees_with_brute_force(seed: int) -> None:
    problem = small_problem(seed)
    wanted = best(problem)
    result = solve(problem, time_limit=SECONDS, workers=1, deterministic=True)
    if wanted is None:
        assert result.status is Status.INFEASIBLE
        assert result.plan is None
        return
    assert result.plan is not None
    assert check(problem, result.plan) == ()
    values = objective_values(problem, result.plan)
    cheapest = {name: wanted.values[name] for name in ("O1", "O2", "O3")} | {"O4": least_cost(problem, wanted)}
    assert levels(result) == cheapest
    assert values == cheapest
    named = {(it.employee, it.module, it.place, it.visit) for it in result.unreached}
    assert named == {(it.employee, it.module, it.place, it.visit) for it in unreached(problem, result.plan)}


@pytest.mark.parametrize("seed", SEEDS[:40:8])
@pytest.mark.parametrize("rule", ["C3", "C5", "C7", "C8", "C9", "C10", "C12", "C13", "C14", "C17"])
def test_solver_agrees_with_a_rule_switched_off(rule: str, seed: int) -> None:
    """C1, C2, C4 and C6 are left out: without them there is more to look at than brute force looks at."""
    problem = dataclasses.replace(small_problem(seed), rules_off=frozenset({rule}))
    wanted = best(problem)
    result = solve(problem, time_limit=SECONDS, workers=1, deterministic=True)
    if wanted is None:
        assert result.status is Status.INFEASIBLE
        return
    proven = levels(result)
    assert {name: proven[name] for name in ("O1", "O2", "O3")} == {
        name: wanted.values[name] for name in ("O1", "O2", "O3")
    }


@pytest.mark.parametrize("seed", SEEDS[::2])
def test_repair_agrees_with_brute_force(seed: int) -> None:
    before = repair_problem(seed)
    old = best(before)
    assert old is not None
    problem = disturbed(before, old.plan, seed)
    wanted = best(problem, old.plan)
    result = replan(problem, old.plan, time_limit=SECONDS, workers=1)
    assert wanted is not None
    assert result.plan is not None
    assert check(problem, result.plan) == ()
    assert objective_values(problem, result.plan)["O1"] == wanted.values["O1"]
    assert moves(problem, old.plan, result.plan) == wanted.values["moves"]
    proven = levels(result)
    assert {name: proven[name] for name in ("O1", "moves")} == {name: wanted.values[name] for name in ("O1", "moves")}
