"""Repairing a plan: as many reached as before, and as little moved as possible."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from lyhord_planner.check import check, moves
from lyhord_planner.generate import example_problem
from lyhord_planner.plan import Plan
from lyhord_planner.problem import Block, Gap, Problem, VisitPin
from lyhord_planner.replan import replan
from lyhord_planner.result import Result, Status
from lyhord_planner.solve import solve
from tests.planner.tiny import (
    at,
    date,
    employee,
    module,
    on_duty,
    plan,
    problem,
    session,
    trainer,
    visit,
    visits,
)


def repaired(problem: Problem, old: Plan, *, seconds: float = 10.0) -> Result:
    return replan(problem, old, time_limit=seconds, workers=1, deterministic=True)


def moved(result: Result) -> int:
    return next(level.value for level in result.levels if level.id == "moves")


def test_nothing_moves_when_nothing_has_changed() -> None:
    town = example_problem(seed=3, places=4, employees=10, trainers=1, weeks=16)
    old = solve(town, time_limit=5, workers=1, deterministic=True).plan
    result = repaired(town, old)
    assert moved(result) == 0
    assert moves(town, old, result.plan) == 0
    assert [level.proven for level in result.levels if level.id == "moves"] == [True]


def test_a_late_plan_is_kept_rather_than_made_earlier() -> None:
    old = plan(session(at(2, "fri"), "e1"))
    result = repaired(problem(), old)
    assert result.plan.sessions == old.sessions
    assert [(level.id, level.value) for level in result.levels] == [
        ("O1", 0), ("moves", 0), ("O2", 2), ("O3", 2), ("O4", 0),
    ]  # fmt: skip


def test_an_ill_trainer_is_replaced_before_people_are_moved() -> None:
    """Another trainer costs 2 points; moving the two people would cost 2 and the trainer 2 more."""
    ill = trainer("t1", available=frozenset())
    town = problem(employees=[employee("e1"), employee("e2")], trainers=[ill, trainer("t2")])
    old = plan(session(at(1, "mon"), "e1", "e2"))
    result = repaired(town, old)
    assert moved(result) == 2
    assert result.plan.sessions == (replace(old.sessions[0], trainers=("t2",)),)


def test_a_person_who_falls_ill_moves_alone() -> None:
    away = employee("e2", duty=on_duty("p1", [at(2, "wed")]))
    town = problem(employees=[employee("e1"), away])
    old = plan(session(at(1, "mon"), "e1", "e2"))
    result = repaired(town, old)
    assert moved(result) == 1
    assert [(s.slot, s.attendees) for s in result.plan.sessions] == [(at(1, "mon"), ("e1",)), (at(2, "wed"), ("e2",))]


def test_reaching_more_goes_before_moving_less() -> None:
    """The room holds one group: e2 can only come when e1 was to come, so e1 moves."""
    newcomer = employee("e2", duty=on_duty("p1", [at(1, "mon")]))
    town = problem(employees=[employee("e1"), newcomer], modules=[module(group_max=1)])
    old = plan(session(at(1, "mon"), "e1"))
    result = repaired(town, old)
    assert [(level.id, level.value) for level in result.levels[:2]] == [("O1", 0), ("moves", 1)]
    assert ("e2",) in [s.attendees for s in result.plan.sessions if s.slot == at(1, "mon")]


def test_what_is_soon_is_moved_last() -> None:
    """One of two visits must give way to the other; the one within two weeks counts ten."""
    today = date(0, "mon") - dt.timedelta(days=1)
    one_slot = trainer(available=frozenset({at(0, "tue"), at(2, "tue")}))
    town = problem(
        employees=[], trainers=[one_slot], visits=[visits(count=2, min_days_between=14)], today=today, notice_days=0
    )
    old = plan(visit(at(0, "tue"), 1), visit(at(2, "thu"), 2))
    result = repaired(town, old)
    assert moved(result) == 5
    assert [(v.number, v.slot) for v in result.plan.visits] == [(1, at(0, "tue")), (2, at(2, "tue"))]


def test_history_counts_for_nothing() -> None:
    town = problem(employees=[employee("e1", needs=("m1",))], today=date(0, "wed"), notice_days=0)
    old = plan(session(at(0, "mon"), "e1"))
    result = repaired(town, old)
    assert moved(result) == 0
    assert result.plan.sessions[0].slot > at(0, "wed", "pm")


def test_pins_stay_when_the_rest_is_repaired() -> None:
    pin = VisitPin("p1", at(1, "wed"), starts=10 * 60, trainers=("t1",))
    town = problem(visits=[visits()], visit_pins=(pin,), blocks=(Block("employee", "e1", at(0, "mon")),))
    old = plan(session(at(0, "mon"), "e1"), visit(at(1, "wed")))
    result = repaired(town, old)
    assert result.plan.visits == old.visits
    assert moved(result) == 3
    assert check(town, result.plan) == ()


def test_a_chain_moves_no_further_than_the_gap_demands() -> None:
    """m1 falls out of Monday; m2 a week later can stay if m1 finds a day at least seven days before it."""
    town = problem(
        employees=[employee("e1", needs=("m1", "m2"), duty=on_duty("p1", [at(0, "wed"), at(1, "wed")]))],
        modules=[module("m1"), module("m2", after=(Gap("m1", min_days=7),))],
    )
    old = plan(session(at(0, "mon"), "e1"), session(at(1, "wed"), "e1", module="m2"))
    result = repaired(town, old)
    assert [(s.module, s.slot) for s in result.plan.sessions] == [("m1", at(0, "wed")), ("m2", at(1, "wed"))]
    assert result.status is Status.OPTIMAL
