"""Each rule decides something: problems so small that the plan without the rule would be another, and broken.

Every test names its rule; `mutants.py` switches the rule's function off and expects one of them to fail.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from lyhord_planner.check import check
from lyhord_planner.cp_sat.constraints import CONSTRAINTS
from lyhord_planner.cp_sat.filters import FILTERS
from lyhord_planner.plan import Plan
from lyhord_planner.problem import (
    Block,
    Costs,
    Deadlines,
    Gap,
    PopularActivity,
    Problem,
    SessionPin,
    TrainFirst,
    VisitPin,
)
from lyhord_planner.result import Result, Status
from lyhord_planner.solve import solve
from tests.planner.mutants import MUTANTS, is_killed
from tests.planner.tiny import TODAY, at, date, employee, module, on_duty, place, problem, session, trainer, visits

MODULES = (module("m1"), module("m2", after=(Gap("m1", min_days=7, max_days=9),)))


def solved(problem: Problem) -> Result:
    """Solve, and have the checker look at the plan with every rule on."""
    result = solve(problem, time_limit=10, workers=1, deterministic=True)
    assert result.plan is None or check(replace(problem, rules_off=frozenset()), result.plan) == ()
    return result


def slots(plan: Plan) -> list[int]:
    return sorted([s.slot for s in plan.sessions] + [v.slot for v in plan.visits])


def values(result: Result) -> dict[str, int]:
    return {level.id: level.value for level in result.levels}


def days(*slots: int) -> frozenset[int]:
    return frozenset(slots)


def test_c1_everyone_attends_exactly_once() -> None:
    result = solved(problem(employees=[employee("e1"), employee("e2")], modules=[module(group_min=2)]))
    assert [s.attendees for s in result.plan.sessions] == [("e1", "e2")]


def test_c1_nobody_fills_up_a_group_they_do_not_need() -> None:
    idle = employee("e2", needs=())
    result = solved(problem(employees=[employee("e1"), idle], modules=[module(group_min=2)]))
    assert values(result)["O1"] == 1
    assert result.plan.sessions == ()


def test_c2_visits_are_made_in_order_and_the_last_is_missed() -> None:
    result = solved(problem(employees=[], trainers=[trainer(available=days(at(1, "tue")))], visits=[visits(count=2)]))
    assert [(v.number, v.slot) for v in result.plan.visits] == [(1, at(1, "tue"))]


def test_c2_a_visit_that_was_held_is_counted() -> None:
    held = visits(count=2, held=(TODAY - dt.timedelta(days=30),))
    assert [v.number for v in solved(problem(employees=[], visits=[held])).plan.visits] == [2]


def test_c3_two_trainers_must_both_be_there() -> None:
    pair = [trainer("t1", available=days(1, 5)), trainer("t2", available=days(5, 8))]
    result = solved(problem(trainers=pair, modules=[module(trainers_needed=2)]))
    assert [(s.slot, s.trainers) for s in result.plan.sessions] == [(5, ("t1", "t2"))]


def test_c3_the_trainer_has_the_competence() -> None:
    visitor = trainer("t1", competences=frozenset({"visit"}))
    result = solved(problem(trainers=[visitor, trainer("t2", available=days(at(2, "fri")))]))
    assert [(s.slot, s.trainers) for s in result.plan.sessions] == [(at(2, "fri"), ("t2",))]


def test_c3_the_attendee_understands_the_language() -> None:
    finnish = employee("e2", languages=frozenset({"fi"}))
    result = solved(problem(employees=[employee("e1"), finnish]))
    assert [(u.employee, u.module) for u in result.unreached] == [("e2", "m1")]


def test_c4_a_group_is_neither_too_large_nor_too_small() -> None:
    five = [employee(f"e{n}") for n in range(5)]
    result = solved(problem(employees=five, modules=[module(group_min=2, group_max=3)]))
    assert sorted(len(s.attendees) for s in result.plan.sessions) == [2, 3]


def test_c4_no_more_people_than_the_room_holds() -> None:
    result = solved(problem(employees=[employee("e1"), employee("e2")], places=[place(room_capacity=1)]))
    assert [len(s.attendees) for s in result.plan.sessions] == [1, 1]


def test_c4_one_activity_at_a_place_in_a_slot() -> None:
    one_morning = [trainer("t1", available=days(4)), trainer("t2", available=days(4))]
    assert values(solved(problem(trainers=one_morning, visits=[visits()])))["O1"] == 1


def test_c5_people_attend_when_on_duty_with_notice() -> None:
    soon = problem(
        employees=[employee(duty=on_duty("p1", [at(0, "tue"), at(1, "fri")]))], today=date(0, "mon"), notice_days=5
    )
    assert slots(solved(soon).plan) == [at(1, "fri")]


def test_c5_people_attend_at_a_candidate_venue() -> None:
    away = trainer(available=days(0))
    towns = problem(places=[place("p1"), place("p2")], trainers=[away], max_venues=1, blocks=(Block("place", "p1", 0),))
    assert values(solved(towns))["O1"] == 1


@pytest.mark.parametrize("what", [{"employees": [], "visits": [visits()]}, {"employees": [employee()]}])
def test_c5_activities_lie_after_today(what: dict[str, Any]) -> None:
    past = problem(trainers=[trainer(available=days(0))], today=date(0, "wed"), notice_days=-30, **what)
    assert values(solved(past))["O1"] == 1


def test_c6_the_floor_is_kept_staffed_at_the_lowest_cost() -> None:
    """Three mornings in the first week; only on Wednesday two are on duty, so that nobody need be replaced."""
    first, second = on_duty("p1", [0, 4, 8]), on_duty("p1", [4])
    town = problem(
        places=[place(min_staff=1)],
        employees=[employee("e1", duty=first), employee("e2", duty=second, needs=())],
        costs=Costs(replacement=100),
    )
    result = solved(town)
    assert slots(result.plan) == [4]
    assert result.plan.replacements == ()


def test_c6_the_rooms_of_several_are_weighed_together() -> None:
    """Two sessions of one person each: on different half-days one stays on the floor; on one nobody would."""
    result = solved(
        problem(
            places=[place("p1", min_staff=1, open_slots=days(0, 2)), place("p2", open_slots=days())],
            employees=[employee(e, duty=on_duty("p1", [0, 2])) for e in ("e1", "e2")],
            trainers=[trainer("t1"), trainer("t2")],
            modules=[module(group_max=2)],
            costs=Costs(replacement=100, session=10),
        )
    )  # fmt: skip
    assert values(result)["O4"] == 20


def test_c7_the_later_module_keeps_the_gap() -> None:
    chain = problem(
        employees=[employee(needs=("m1", "m2"))],
        modules=MODULES,
        trainers=[trainer(available=days(at(0, "mon"), at(0, "wed"), at(0, "fri"), at(1, "wed")))],
    )
    assert slots(solved(chain).plan) in ([at(0, "mon"), at(1, "wed")], [at(0, "wed"), at(1, "wed")])


def test_c7_no_longer_than_the_gap_allows() -> None:
    chain = problem(
        employees=[employee(needs=("m1", "m2"))],
        modules=MODULES,
        trainers=[trainer(available=days(at(0, "mon"), at(2, "mon")))],
    )
    assert [(u.module,) for u in solved(chain).unreached] == [("m2",)]


def test_c7_the_later_is_not_attended_without_the_earlier() -> None:
    chain = problem(
        employees=[employee(needs=("m1", "m2"))],
        modules=[module("m1", competence="other"), module("m2", after=(Gap("m1", min_days=1),))],
    )
    assert values(solved(chain))["O1"] == 2


def test_c8_a_trainer_does_one_thing_at_a_time() -> None:
    one_morning = trainer(available=days(0))
    towns = problem(
        places=[place("p1"), place("p2")], employees=[], trainers=[one_morning], visits=[visits("p1"), visits("p2")]
    )
    assert values(solved(towns))["O1"] == 1


def test_c8_nobody_attends_two_sessions_in_one_slot() -> None:
    both = problem(
        places=[place("p1"), place("p2")],
        employees=[employee(needs=("m1", "m2"), duty=on_duty("p1", [0]))],
        modules=[module("m1"), module("m2")],
        trainers=[trainer("t1"), trainer("t2")],
    )
    assert values(solved(both))["O1"] == 1


@pytest.mark.parametrize(("limits", "reached"), [({"max_per_day": 1}, 2), ({"max_per_week": 3}, 3), ({}, 4)])
def test_c8_a_trainer_keeps_the_limits(limits: dict[str, int], reached: int) -> None:
    four = [employee(f"e{n}", duty=on_duty("p1", [n])) for n in range(4)]
    result = solved(problem(employees=four, trainers=[trainer(**limits)]))
    assert len(result.plan.sessions) == reached


@pytest.mark.parametrize(("minutes", "reached"), [(150, 2), (240, 1)])
def test_c8_a_trainer_has_time_to_travel(minutes: int, reached: int) -> None:
    """The morning's visit ends at 11.00 at the earliest and the afternoon's starts at 13.30 at the latest."""
    far = {a: {b: 0 if a == b else minutes for b in ("p1", "p2", "base")} for a in ("p1", "p2", "base")}
    towns = problem(
        places=[place("p1", open_slots=days(0)), place("p2", open_slots=days(1))],
        employees=[],
        visits=[visits("p1"), visits("p2")],
        travel_minutes=far,
    )
    assert len(solved(towns).plan.visits) == reached


def test_c8_an_attendee_has_time_to_travel() -> None:
    far = {a: {b: 0 if a == b else 300 for b in ("p1", "p2", "base")} for a in ("p1", "p2", "base")}
    both = problem(
        places=[place("p1"), place("p2")],
        employees=[employee("e1", "p1", "p2", needs=("m1", "m2"), duty=on_duty("p1", [0, 1]))],
        modules=[module("m1"), module("m2")],
        trainers=[trainer("t1", available=days(0)), trainer("t2", available=days(1))],
        travel_minutes=far,
        blocks=(Block("place", "p2", 0), Block("place", "p1", 1)),
    )
    assert values(solved(both))["O1"] == 1


def test_c8_a_visit_starts_alone_when_joining_would_be_too_late() -> None:
    """Joining at 11.00 the trainer could not reach p2 in the afternoon; alone at 10.00 there is just time."""
    hours = {a: {b: 0 if a == b else 150 for b in ("p1", "p2", "base")} for a in ("p1", "p2", "base")}
    late = PopularActivity(slot=0, name="exempelkör", starts=11 * 60, head_count=10)
    towns = problem(
        places=[place("p1", open_slots=days(0), popular=(late,)), place("p2", open_slots=days(1))],
        employees=[],
        visits=[visits("p1"), visits("p2")],
        travel_minutes=hours,
    )
    result = solved(towns)
    assert [(v.place, v.starts, v.joins) for v in result.plan.visits] == [("p1", 600, None), ("p2", 810, None)]


def test_c9_visits_happen_when_visitors_are_there() -> None:
    result = solved(problem(employees=[], places=[place(visitor_slots=days(7))], visits=[visits()]))
    assert slots(result.plan) == [7]


def test_c9_a_mobile_place_has_sessions_only_where_it_stands() -> None:
    result = solved(problem(places=[place(kind="mobile", open_slots=days(6))]))
    assert slots(result.plan) == [6]


def test_c9_a_half_day_with_a_visit_is_not_closed() -> None:
    """Closing would be cheaper than a replacement, but the visit is at the place in the only half-day."""
    town = problem(
        places=[place("p1", min_staff=1, closing_cap=1, room_capacity=0), place("p2")],
        employees=[employee("e1", "p1", "p2", duty=on_duty("p1", [0]))],
        trainers=[trainer("t1", available=days(0)), trainer("t2", available=days(0))],
        visits=[visits("p1")],
        costs=Costs(replacement=100, closing=1),
    )
    result = solved(town)
    assert (result.plan.closures, len(result.plan.replacements)) == ((), 1)
    assert values(result)["O4"] == 100


def test_c10_staff_are_trained_before_the_visit() -> None:
    two = [employee("e1", duty=on_duty("p1", [at(1, "mon")])), employee("e2", duty=on_duty("p1", [at(1, "thu")]))]
    first = TrainFirst(share=0.6, modules=frozenset({"m1"}))
    result = solved(problem(employees=two, visits=[visits()], train_first=first))
    assert result.plan.visits[0].slot > at(1, "thu", "pm")


def test_c10_training_must_not_be_too_old() -> None:
    long_ago = employee("e1", needs=(), done={"m1": date(0, "mon") - dt.timedelta(days=10)})
    fresh = TrainFirst(share=1.0, modules=frozenset({"m1"}), max_age_days=30)
    stale = TrainFirst(share=1.0, modules=frozenset({"m1"}), max_age_days=5)
    assert values(solved(problem(employees=[long_ago], visits=[visits()], train_first=fresh)))["O1"] == 0
    assert values(solved(problem(employees=[long_ago], visits=[visits()], train_first=stale)))["O1"] == 1


@pytest.mark.parametrize("blocked", [Block("place", "p1", 2), Block("trainer", "t1", 2), Block("employee", "e1", 2)])
def test_c12_nothing_happens_in_a_blocked_slot(blocked: Block) -> None:
    town = problem(trainers=[trainer(available=days(2))], blocks=(blocked,))
    assert values(solved(town))["O1"] == 1


def test_c12_nothing_happens_on_a_blocked_date() -> None:
    town = problem(trainers=[trainer(available=days(0, 6))], blocked_dates=frozenset({date(0, "mon")}))
    assert slots(solved(town).plan) == [6]


def test_c12_nothing_happens_before_a_place_opens_or_once_it_closes() -> None:
    there = place(opens_on=date(1, "tue"), closes_before=date(1, "wed"))
    result = solved(problem(employees=[], places=[there], visits=[visits()]))
    assert slots(result.plan)[0] in (at(1, "tue"), at(1, "tue", "pm"))


def test_c13_pins_stay() -> None:
    pinned = problem(
        employees=[employee("e1"), employee("e2")],
        visits=[visits()],
        session_pins=(SessionPin("m1", "p1", at(2, "mon"), 555, ("t1",), ("e1",), is_open=False),),
        visit_pins=(VisitPin("p1", at(1, "mon"), 615, ("t1",)),),
    )
    result = solved(pinned)
    assert session(at(2, "mon"), "e1", starts=555) in result.plan.sessions
    assert [(v.slot, v.starts) for v in result.plan.visits] == [(at(1, "mon"), 615)]


def test_c13_an_open_pin_takes_more_people_and_a_closed_one_does_not() -> None:
    two = [employee("e1"), employee("e2")]
    pin = SessionPin("m1", "p1", 3, 780, ("t1",), ("e1",))
    only = [trainer(available=days(3))]
    opened = solved(problem(employees=two, trainers=only, session_pins=(pin,)))
    closed = solved(problem(employees=two, trainers=only, session_pins=(replace(pin, is_open=False),)))
    assert (values(opened)["O1"], values(closed)["O1"]) == (0, 1)


def test_c13_pins_that_contradict_each_other_leave_no_plan() -> None:
    pin = VisitPin("p1", 0, 600, ("t1",))
    result = solved(problem(employees=[], visits=[visits()], visit_pins=(pin, replace(pin, slot=4))))
    assert (result.status, result.plan) == (Status.INFEASIBLE, None)


def test_c14_visits_are_spaced() -> None:
    twice = visits(count=2, min_days_between=10, max_days_between=12)
    only = trainer(available=days(at(0, "mon"), at(1, "mon"), at(1, "fri"), at(2, "wed")))
    result = solved(problem(employees=[], visits=[twice], trainers=[only]))
    assert slots(result.plan) == [at(1, "fri"), at(2, "wed")] or slots(result.plan) == [at(0, "mon"), at(1, "fri")]
    assert values(result)["O2"] == 1


def test_c14_counts_from_the_visit_that_was_held() -> None:
    again = visits(count=2, min_days_between=20, held=(date(0, "mon") - dt.timedelta(days=4),))
    assert solved(problem(employees=[], visits=[again])).plan.visits[0].slot >= at(2, "wed")


def test_c14_not_too_long_after_the_visit_that_was_held() -> None:
    again = visits(count=2, min_days_between=1, max_days_between=5, held=(date(0, "mon") - dt.timedelta(days=6),))
    assert values(solved(problem(employees=[], visits=[again])))["O1"] == 1


def test_c17_nothing_happens_after_its_deadline() -> None:
    late = trainer(available=days(at(1, "tue"), at(1, "wed")))
    towns = problem(trainers=[late], visits=[visits()], deadlines=Deadlines(training=date(1, "mon")))
    visits_late = replace(towns, deadlines=Deadlines(visits=date(1, "mon")))
    assert [(u.employee, u.place) for u in solved(towns).unreached] == [("e1", None)]
    assert [(u.employee, u.place) for u in solved(visits_late).unreached] == [(None, "p1")]


@pytest.mark.parametrize("rule", sorted({*CONSTRAINTS, *FILTERS}))
def test_a_rule_that_is_off_is_left_out(rule: str) -> None:
    """With a rule off the plan is at least as good in O1, and the checker without that rule accepts it."""
    town = problem(
        employees=[employee("e1", needs=("m1", "m2")), employee("e2")],
        modules=MODULES,
        visits=[visits(count=2)],
        train_first=TrainFirst(share=0.5, modules=frozenset({"m1"})),
    )
    loose = replace(town, rules_off=frozenset({rule}))
    result = solve(loose, time_limit=10, workers=1, deterministic=True)
    assert check(loose, result.plan) == ()
    assert rule in {"C1", "C2"} or values(result)["O1"] <= values(solved(town))["O1"]


@pytest.mark.parametrize("mutant", MUTANTS, ids=str)
def test_every_part_of_every_rule_is_tested(mutant: str) -> None:
    """Emptying the rule's function, or any one of its filters, makes one of the tests above fail."""
    assert is_killed(mutant)
