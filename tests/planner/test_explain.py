"""Why a requirement is not reached, and what would reach it: small cases with one plain answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from lyhord_planner.check import check
from lyhord_planner.cp_sat.stopping import smallest_stopping_set
from lyhord_planner.explain import RepairKind, explain, why_infeasible
from lyhord_planner.problem import Block, Costs, Deadlines, Gap, Problem, SessionPin, TrainFirst, VisitPin
from lyhord_planner.result import Repair, Unreached
from lyhord_planner.solve import solve
from tests.planner.tiny import (
    TODAY,
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

ONE_SLOT = trainer(available=frozenset({at(0, "tue")}))
ON_WEDNESDAY = employee(duty=on_duty("p1", [at(0, "wed")]))
NEVER_THERE = employee("e2", duty={})


def explained(problem: Problem) -> tuple[Unreached, ...]:
    """Solve, and return the explanations made afresh."""
    best = solve(problem, time_limit=5, workers=1, deterministic=True).plan
    return explain(problem, best, time_limit=60, workers=1, deterministic=True)


def rules(problem: Problem) -> list[tuple[str, ...]]:
    return [item.rules for item in explained(problem)]


def repairs(problem: Problem, kind: RepairKind) -> list[Repair]:
    return [repair for item in explained(problem) for repair in item.repairs if repair.kind == kind]


PRICED = Costs(hourly=900, trainer_per_hour=600, travel_per_minute=2)

STOPPED_BY = {
    "the trainer is never there": (problem(trainers=[trainer(available=frozenset())]), ("C3", "C8")),
    "nobody has the competence": (problem(trainers=[trainer(competences=frozenset())]), ("C3",)),
    "too few for a group": (problem(modules=[module(group_min=2)]), ("C4",)),
    "never on duty": (problem(employees=[NEVER_THERE]), ("C5",)),
    "the person and the trainer never meet": (
        problem(employees=[ON_WEDNESDAY], trainers=[ONE_SLOT]),
        ("C3", "C5", "C8"),
    ),
    "the gap is longer than the period": (
        problem(
            employees=[employee(needs=("m1", "m2"))],
            modules=[module(), module("m2", after=(Gap("m1", min_days=60),))],
        ),
        ("C7",),
    ),
    "no visitors": (problem(employees=[], places=[place(visitor_slots=frozenset())], visits=[visits()]), ("C9",)),
    "the staff cannot be trained first": (
        problem(
            modules=[module(group_min=2)],
            visits=[visits()],
            train_first=TrainFirst(share=1.0, modules=frozenset({"m1"})),
        ),
        ("C4", "C10"),
    ),
    "the place has closed": (
        problem(employees=[], places=[place(closes_before=date(0, "mon"))], visits=[visits()]),
        ("C12",),
    ),
    "a closed pin takes the trainer's only time": (
        problem(
            employees=[employee("e1"), employee("e2")],
            trainers=[ONE_SLOT],
            session_pins=(SessionPin("m1", "p1", at(0, "tue"), 510, ("t1",), ("e1",), is_open=False),),
        ),
        ("C3", "C8", "C13"),
    ),
    "two visits far apart": (problem(employees=[], visits=[visits(count=2, min_days_between=90)]), ("C14",)),
    "the deadline has passed": (problem(deadlines=Deadlines(training=TODAY)), ("C17",)),
}


@pytest.mark.parametrize("case", STOPPED_BY)
def test_the_rules_that_stop_a_requirement_are_named(case: str) -> None:
    stopped, expected = STOPPED_BY[case]
    assert rules(stopped)[-1] == expected


@pytest.mark.parametrize("case", STOPPED_BY)
def test_switching_any_of_the_named_rules_off_would_reach_it(case: str) -> None:
    stopped, expected = STOPPED_BY[case]
    target = explained(stopped)[-1]
    for rule in expected:
        freed = solve(replace(stopped, rules_off=frozenset({rule})), time_limit=5, workers=1, deterministic=True)
        assert (target.employee, target.module, target.place, target.visit) not in [
            (u.employee, u.module, u.place, u.visit) for u in freed.unreached
        ]


def test_solve_explains_who_is_left_out() -> None:
    result = solve(problem(modules=[module(group_min=2)]), time_limit=20, workers=1, deterministic=True)
    assert [item.rules for item in result.unreached] == [("C4",)]
    assert [item.repairs[0].kind for item in result.unreached] == [RepairKind.SMALLER_GROUP]


def test_coming_an_extra_half_day_has_the_price_of_one() -> None:
    meets_nobody = problem(employees=[ON_WEDNESDAY], trainers=[ONE_SLOT], costs=PRICED)
    assert repairs(meets_nobody, RepairKind.COME_EXTRA) == [
        Repair(RepairKind.COME_EXTRA, "e1", at(0, "tue"), amount=1, price_sek=900, reaches=1)
    ]


def test_a_trainer_who_works_an_extra_half_day_is_paid_for_the_session() -> None:
    meets_nobody = problem(employees=[ON_WEDNESDAY], trainers=[ONE_SLOT], costs=PRICED)
    assert repairs(meets_nobody, RepairKind.WORK_EXTRA) == [
        Repair(RepairKind.WORK_EXTRA, "t1", at(0, "wed"), amount=1, price_sek=1200, reaches=1)
    ]


def test_repairs_come_cheapest_first() -> None:
    meets_nobody = problem(employees=[ON_WEDNESDAY], trainers=[ONE_SLOT], costs=PRICED)
    prices = [repair.price_sek for repair in explained(meets_nobody)[0].repairs]
    assert prices == sorted(prices)
    assert len(prices) == 2


def test_a_group_is_made_no_smaller_than_it_must() -> None:
    small = problem(employees=[employee("e1"), employee("e2")], modules=[module(group_min=4)])
    assert [(r.amount, r.reaches) for r in repairs(small, RepairKind.SMALLER_GROUP)] == [(2, 2), (2, 2)]


def test_a_place_opens_when_the_trainer_can_come() -> None:
    shut = problem(employees=[], places=[place(open_slots=frozenset())], trainers=[ONE_SLOT], visits=[visits()])
    assert repairs(shut, RepairKind.OPEN_PLACE) == [
        Repair(RepairKind.OPEN_PLACE, "p1", at(0, "tue"), amount=1, price_sek=None, reaches=1)
    ]


def test_a_later_deadline_is_two_weeks_later() -> None:
    late = problem(deadlines=Deadlines(training=date(0, "mon") - dt.timedelta(days=1)))
    assert [(r.subject, r.amount) for r in repairs(late, RepairKind.LATER_DEADLINE)] == [("training", 14)]


def test_the_notice_is_shortened_no_more_than_needed() -> None:
    soon = problem(today=date(0, "mon") - dt.timedelta(days=1), notice_days=60)
    assert [r.amount for r in repairs(soon, RepairKind.SHORTER_NOTICE)] == [60 - 19]


def test_a_venue_further_away_costs_the_travel() -> None:
    shut = tuple(Block("place", "p1", slot) for slot in range(30))
    town = problem(places=[place("p1"), place("p2")], max_venues=1, costs=PRICED, blocks=shut)
    assert [(r.subject, r.amount, r.price_sek) for r in repairs(town, RepairKind.OTHER_VENUE)] == [("p2", 40, 80)]


def test_what_nothing_can_repair_gets_no_repair() -> None:
    no_trainer = problem(trainers=[trainer(competences=frozenset())], costs=PRICED)
    assert explained(no_trainer)[0].repairs == ()


def test_a_plan_that_reaches_everyone_needs_no_explanation() -> None:
    assert explain(problem(), plan(session(at(0, "mon"), "e1")), time_limit=5) == ()


def test_without_time_the_list_is_complete_but_unexplained() -> None:
    assert explain(problem(), plan(), time_limit=0) == (Unreached(employee="e1", module="m1"),)


def test_contradictory_pins_name_the_rules() -> None:
    same_time = problem(
        employees=[],
        places=[place("p1"), place("p2")],
        visits=[visits("p1"), visits("p2")],
        visit_pins=(VisitPin("p1", at(0, "mon"), 600, ("t1",)), VisitPin("p2", at(0, "mon"), 600, ("t1",))),
    )
    assert why_infeasible(same_time, time_limit=20, workers=1, deterministic=True) == ("C8", "C13")


def test_a_feasible_problem_has_nothing_that_stops_it() -> None:
    assert why_infeasible(problem(), time_limit=20, workers=1, deterministic=True) == ()


@pytest.mark.parametrize(
    ("stopping", "expected"),
    [
        ([{"C3"}], ("C3",)),
        ([{"C3", "C8"}], ("C3", "C8")),
        ([{"C3", "C8", "C10"}, {"C4", "C9"}], ("C4", "C9")),
        ([{"C10", "C12", "C14"}, {"C10", "C3"}], ("C3", "C10")),
        ([], ()),
    ],
)
def test_the_smallest_of_several_stopping_sets_is_found(stopping: list[set[str]], expected: tuple[str, ...]) -> None:
    def is_stopped(rules_on: frozenset[str]) -> bool:
        return any(rules_on >= group for group in stopping)

    assert smallest_stopping_set(("C3", "C4", "C8", "C9", "C10", "C12", "C14"), is_stopped) == expected


def test_every_repaired_problem_has_a_plan_the_checker_accepts() -> None:
    meets_nobody = problem(employees=[ON_WEDNESDAY], trainers=[ONE_SLOT], costs=PRICED)
    came = replace(ON_WEDNESDAY, available=frozenset({at(0, "tue")}))
    repaired = replace(meets_nobody, employees=(came,))
    result = solve(repaired, time_limit=5, workers=1, deterministic=True)
    assert (check(repaired, result.plan), result.unreached) == ((), ())
