"""The checker finds every broken rule, and only that one, in plans that were broken by hand."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lyhord_planner.check import RULES, Broken, check, moves, objective_values, unreached
from lyhord_planner.plan import Closure, Plan, PlannedSession, PlannedVisit, Replacement
from lyhord_planner.problem import Deadlines, Module, PopularActivity, Problem, SessionPin, TrainFirst, VisitPin
from lyhord_planner.result import Unreached
from tests.planner import tiny, town
from tests.planner.tiny import at, date

type Case = tuple[Problem, Plan]
type Breaking = Callable[[Problem, Plan], Case]
type Part = PlannedSession | PlannedVisit | Replacement | Closure


def parts(plan: Plan) -> list[Part]:
    return [*plan.sessions, *plan.visits, *plan.replacements, *plan.closures]


def at_slot(plan: Plan, kind: type[Part], slot: int) -> Part:
    [found] = [part for part in parts(plan) if isinstance(part, kind) and part.slot == slot]
    return found


def changed(kind: type[Part], slot: int, /, **changes: Any) -> Breaking:
    """Change one part of the plan."""

    def break_it(problem: Problem, plan: Plan) -> Case:
        old = at_slot(plan, kind, slot)
        rest = [part for part in parts(plan) if part != old]
        return problem, tiny.plan(*rest, dataclasses.replace(old, **changes))

    return break_it


def without(kind: type[Part], slot: int) -> Breaking:
    def break_it(problem: Problem, plan: Plan) -> Case:
        old = at_slot(plan, kind, slot)
        return problem, tiny.plan(*[part for part in parts(plan) if part != old])

    return break_it


def plus(*more: Part) -> Breaking:
    return lambda problem, plan: (problem, tiny.plan(*parts(plan), *more))


def given(**changes: Any) -> Breaking:
    """Change the problem instead of the plan."""
    return lambda problem, plan: (dataclasses.replace(problem, **changes), plan)


def given_one(field: str, id: str, /, **changes: Any) -> Breaking:
    """Change one place, employee, trainer, module or visit need of the problem."""

    def break_it(problem: Problem, plan: Plan) -> Case:
        def new(it: Any) -> Any:
            is_it = id == (it.place if field == "visits" else it.id)
            return dataclasses.replace(it, **changes) if is_it else it

        return dataclasses.replace(problem, **{field: tuple(new(it) for it in getattr(problem, field))}), plan

    return break_it


def both(*breakings: Breaking) -> Breaking:
    def break_it(problem: Problem, plan: Plan) -> Case:
        for breaking in breakings:
            problem, plan = breaking(problem, plan)
        return problem, plan

    return break_it


def unsorted(field: str) -> Breaking:
    return lambda problem, plan: (problem, dataclasses.replace(plan, **{field: getattr(plan, field)[::-1]}))


S, V, R, C = PlannedSession, PlannedVisit, Replacement, Closure
FIRST, SECOND, THIRD, FOURTH = town.FIRST, town.SECOND, town.THIRD, town.FOURTH
FIKA, BUS, AGAIN, LAST = town.FIKA, town.BUS, town.AGAIN, town.LAST
EVERY = tiny.every(town.WEEKS)
FIRST_PIN = SessionPin("m1", "p1", FIRST, 8 * 60 + 30, trainers=("t1",), attendees=("e1",))
BUS_PIN = VisitPin("b1", BUS, 10 * 60, trainers=("t1",))
TRAINED = TrainFirst(share=0.6, modules=frozenset({"m1"}), max_age_days=20)

CASES: dict[str, tuple[Breaking, list[str]]] = {
    # C1
    "attends what is not needed": (given_one("employees", "e6", needs=frozenset()), ["C1"]),
    "attends what is done": (given_one("employees", "e6", done={"m1": tiny.MONDAY}), ["C1"]),
    "attends twice": (changed(S, SECOND, attendees=("e2", "e3", "e6")), ["C1"]),
    # C2
    "visit beyond the last": (given_one("visits", "b1", count=0), ["C2"]),
    "visit already held is planned again": (changed(V, AGAIN, number=1), ["C2"]),
    "second visit without the first": (both(without(V, FIKA), given(train_first=None)), ["C2"]),
    "visits in the wrong order": (both(changed(V, FIKA, number=2), changed(V, LAST, number=1)), ["C2"]),
    "place that shall have no visits": (
        lambda problem, plan: (dataclasses.replace(problem, visits=problem.visits[:2]), plan),
        ["C2"],
    ),
    # C3
    "no trainer": (changed(S, SECOND, trainers=()), ["C3"]),
    "one trainer named twice for two": (
        both(given_one("visits", "b1", trainers_needed=2), changed(V, BUS, trainers=("t1", "t1"))),
        ["C3", "C3"],
    ),
    "trainer without the competence": (changed(S, SECOND, trainers=("t2",)), ["C3"]),
    "trainer without the language": (given_one("visits", "p2", language="ar"), ["C3"]),
    "attendee without the language": (given_one("employees", "e6", languages=frozenset({"en"})), ["C3"]),
    "too few trainers at a visit": (given_one("visits", "b1", trainers_needed=2), ["C3"]),
    # C4
    "group too small": (given_one("modules", "m2", group_min=3), ["C4"]),
    "group too large": (given_one("modules", "m1", group_max=2), ["C4"]),
    "room too small": (given_one("places", "p1", room_capacity=2), ["C4", "C4"]),
    "session in a place without a room": (
        both(given_one("places", "p1", room_capacity=0), given(max_venues=9)),
        ["C4", "C4", "C4", "C4", "C5", "C5", "C5", "C5", "C5", "C5", "C5", "C5", "C5", "C5"],
    ),
    "visit in the slot of a session": (
        both(changed(V, LAST, slot=THIRD, trainers=("t3",)), lambda p, q: (with_third_trainer(p), q)),
        ["C4"],
    ),
    # C5
    "neither on duty nor available": (given_one("employees", "e6", available=frozenset()), ["C5"]),
    "on duty only later": (given_one("employees", "e5", duty=tiny.on_duty("p2", [FOURTH])), ["C5"]),
    "too short notice": (given(today=date(0, "thu") - dt.timedelta(days=13)), ["C5", "C5", "C5", "C5"]),
    "not one of the venues": (given(max_venues=1), ["C5"] * 4),
    "visit today": (given(today=date(1, "tue"), notice_days=-100), ["C5", "C5"]),
    # C6
    "replacement missing": (without(R, FOURTH), ["C6"]),
    "one replacement too many": (changed(R, FOURTH, count=2), ["C6"]),
    "replacement where nobody is missing": (plus(Replacement("p2", SECOND, 1)), ["C6"]),
    "closure missing": (without(C, FIRST), ["C6"]),
    "closure beyond the cap": (given_one("places", "p2", closing_cap=0), ["C6"]),
    "closure where nobody is missing": (both(given_one("places", "p2", closing_cap=2), plus(C("p2", THIRD))), ["C6"]),
    "closed and replaced": (plus(Replacement("p2", FIRST, 1)), ["C6"]),
    "closed when not open anyway": (given_one("places", "p2", open_slots=EVERY - {FIRST}), ["C6"]),
    "nobody left on the floor": (given_one("places", "p1", min_staff=2, slot_min_staff={FOURTH: 3}), ["C6", "C6"]),
    # C7
    "the earlier module is missing": (changed(S, FIRST, attendees=("e1", "e2")), ["C6", "C7"]),
    "the next module too soon": (given_one("modules", "m2", after=(tiny.gap("m1", 15, 60),)), ["C7"] * 3),
    "the next module too late": (given_one("modules", "m2", after=(tiny.gap("m1", 1, 13),)), ["C7"] * 5),
    "the next module too long after what is done": (
        given_one("employees", "e5", done={"m1": dt.date(2025, 12, 20)}),
        ["C7"],
    ),
    # C8
    "trainer not available at a visit": (given_one("trainers", "t2", available=EVERY - {AGAIN}), ["C8"]),
    "trainer not available in a session": (given_one("trainers", "t1", available=EVERY - {SECOND}), ["C8"]),
    "trainer in two places at once": (changed(V, AGAIN, slot=BUS, starts=10 * 60, trainers=("t1",)), ["C8"]),
    "trainer over the day": (both(given_one("trainers", "t2", max_per_day=0)), ["C8", "C8", "C8"]),
    "trainer over the week": (given_one("trainers", "t1", max_per_week=1), ["C8", "C8"]),
    "attendee in two sessions at once": (
        lambda problem, plan: clash(problem, plan),
        ["C8"],
    ),
    "no time to travel": (lambda problem, plan: far_apart(problem, plan, 200), ["C8"]),
    "just time to travel": (lambda problem, plan: far_apart(problem, plan, 150), []),
    "attendee has no time to travel": (lambda problem, plan: long_day(problem, plan, 151), ["C8", "C8"]),
    "attendee has just time to travel": (lambda problem, plan: long_day(problem, plan, 150), []),
    "begins at another time": (changed(V, AGAIN, starts=13 * 60), ["C8"]),
    "session begins at another time": (changed(S, SECOND, starts=10 * 60), ["C8"]),
    "does not end in the slot": (given_one("visits", "b1", minutes=121), ["C8"]),
    # C9
    "place not open": (given_one("places", "p2", open_slots=EVERY - {AGAIN}), ["C9"]),
    "no visitors": (given_one("places", "b1", visitor_slots=frozenset()), ["C9"]),
    "says it joins what is not then": (changed(V, LAST, joins="fika"), ["C9"]),
    "joins without saying so": (changed(V, FIKA, joins=None), ["C9"]),
    "session where the bus does not stand": (
        both(changed(S, SECOND, place="b1"), given_one("employees", "e3", home_places=("p1", "b1"))),
        ["C9"],
    ),
    "visit in a closed half-day": (lambda problem, plan: visit_while_closed(problem, plan), ["C9"]),
    # C10
    "too few trained before the first visit": (
        given(train_first=dataclasses.replace(TRAINED, share=1.0, max_age_days=6)),
        ["C10"],
    ),
    "two modules wanted, one had": (
        given(train_first=dataclasses.replace(TRAINED, modules=frozenset({"m1", "m2"}))),
        ["C10"],
    ),
    "trained on the day of the visit": (
        both(given_one("places", "p1", popular=()), changed(V, FIKA, slot=FIRST + 1, starts=13 * 60 + 30, joins=None)),
        ["C10", "C14"],
    ),
    "training too old": (given(train_first=dataclasses.replace(TRAINED, max_age_days=5)), ["C10", "C10"]),
    # C12
    "blocked date": (given(blocked_dates=frozenset({date(2, "thu")})), ["C12"]),
    "blocked place": (given(blocks=(tiny.block("place", "p1", FIKA),)), ["C12"]),
    "blocked trainer": (given(blocks=(tiny.block("trainer", "t2", AGAIN),)), ["C12"]),
    "blocked attendee": (given(blocks=(tiny.block("employee", "e3", FOURTH),)), ["C12"]),
    "before the place opens": (given_one("places", "p1", opens_on=date(0, "wed")), ["C12"]),
    "after the place closes": (given_one("places", "b1", closes_before=date(1, "wed")), ["C12"]),
    # C13
    "pinned session moved": (given(session_pins=(dataclasses.replace(FIRST_PIN, slot=FIRST + 1),)), ["C13"]),
    "pinned session at another time": (given(session_pins=(dataclasses.replace(FIRST_PIN, starts=9 * 60),)), ["C13"]),
    "pinned attendee missing": (given(session_pins=(dataclasses.replace(FIRST_PIN, attendees=("e3",)),)), ["C13"]),
    "pinned trainer missing": (given(session_pins=(dataclasses.replace(FIRST_PIN, trainers=("t2",)),)), ["C13"]),
    "somebody added to a closed session": (
        given(session_pins=(dataclasses.replace(FIRST_PIN, is_open=False),)),
        ["C13", "C13"],
    ),
    "pinned visit gone": (both(without(V, BUS)), ["C13"]),
    "pinned visit without its trainer": (
        given(visit_pins=(dataclasses.replace(BUS_PIN, trainers=("t1", "t2")),)),
        ["C13"],
    ),
    # C14
    "visits too close": (given_one("visits", "p1", min_days_between=9), ["C14"]),
    "visits too far apart": (given_one("visits", "p1", max_days_between=7), ["C14"]),
    "too soon after the one held": (given_one("visits", "p2", held=(date(1, "tue"),)), ["C14"]),
    "too long after the one held": (given_one("visits", "p2", max_days_between=22), ["C14"]),
    # C17
    "training after the deadline": (given(deadlines=Deadlines(training=date(2, "wed"))), ["C17"]),
    "visit after the deadline": (given(deadlines=Deadlines(visits=date(1, "tue"))), ["C17", "C17", "C17"]),
    # plan
    "unknown place": (changed(V, AGAIN, place="p9"), ["plan"]),
    "unknown trainer": (changed(V, AGAIN, trainers=("t9",)), ["plan"]),
    "unknown employee": (changed(S, SECOND, attendees=("e3", "e9")), ["plan"]),
    "unknown module": (changed(S, SECOND, module="m9"), ["plan"]),
    "slot out of range": (changed(C, FIRST, slot=40), ["plan"]),
    "negative slot": (changed(C, FIRST, slot=-1), ["plan"]),
    "no replacements at all": (changed(R, FOURTH, count=0), ["plan"]),
    "sessions not sorted": (unsorted("sessions"), ["plan"]),
    "attendees not sorted": (changed(S, SECOND, attendees=("e6", "e3")), ["plan"]),
    "attendee named twice": (changed(S, FOURTH, attendees=("e3", "e4", "e4")), ["plan"]),
    "closed twice": (plus(Closure("p2", FIRST)), ["plan"]),
}


def with_third_trainer(problem: Problem) -> Problem:
    return dataclasses.replace(problem, trainers=(*problem.trainers, tiny.trainer("t3", weeks=town.WEEKS)))


def clash(problem: Problem, plan: Plan) -> Case:
    """Let e6 take a third module in the bus while e6 is in the second session."""
    problem, plan = given_one("employees", "e6", needs=frozenset({"m1", "m3"}))(with_third_trainer(problem), plan)
    problem = dataclasses.replace(problem, modules=(*problem.modules, tiny.module("m3")))
    problem, plan = given_one("places", "b1", open_slots=town.WEDNESDAYS | {SECOND})(problem, plan)
    return plus(tiny.session(SECOND, "e6", module="m3", place="b1", trainers=("t3",)))(problem, plan)


def far_apart(problem: Problem, plan: Plan, minutes: int) -> Case:
    """Let t2 also do the bus, which stands far off, in the morning before the visit at p2 in the afternoon.

    The visit at the bus ends at 11.00, the one at p2 begins at 13.30.
    """
    travel = {a: dict(row) for a, row in problem.travel_minutes.items()}
    travel["harbour"]["p2"] = minutes
    problem = dataclasses.replace(problem, travel_minutes=travel)
    return changed(V, BUS, trainers=("t1", "t2"))(problem, plan)


def long_day(problem: Problem, plan: Plan, minutes: int) -> Case:
    """Let e6 and t1 go on from the second session, which ends at 10.30, to one in the bus at 13.00."""
    problem, plan = given_one("employees", "e6", needs=frozenset({"m1", "m3"}))(problem, plan)
    problem = dataclasses.replace(problem, modules=(*problem.modules, tiny.module("m3")))
    problem, plan = given_one("places", "b1", open_slots=town.WEDNESDAYS | {SECOND + 1})(problem, plan)
    travel = {a: dict(row) for a, row in problem.travel_minutes.items()}
    travel["p1"]["square"] = minutes
    problem = dataclasses.replace(problem, travel_minutes=travel)
    return plus(tiny.session(SECOND + 1, "e6", module="m3", place="b1"))(problem, plan)


def visit_while_closed(problem: Problem, plan: Plan) -> Case:
    """Move the visit at p2 into the half-day that the plan closes it."""
    problem, plan = given_one("visits", "p2", held=(date(0, "tue") - dt.timedelta(days=9),))(problem, plan)
    return changed(V, AGAIN, slot=FIRST, starts=10 * 60)(problem, plan)


def rules(found: tuple[Broken, ...]) -> list[str]:
    return sorted(
        (broken.rule for broken in found), key=lambda rule: (rule == "plan", int(rule[1:]) if rule != "plan" else 0)
    )


def test_town_plan_keeps_every_rule() -> None:
    assert check(town.problem(), town.plan()) == ()


@pytest.mark.parametrize("name", CASES)
def test_check_finds_exactly_what_is_broken(name: str) -> None:
    breaking, expected = CASES[name]
    found = check(*breaking(town.problem(), town.plan()))
    assert rules(found) == expected, [str(broken) for broken in found]


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_broken_alone_at_least_twice(rule: str) -> None:
    assert sum(set(expected) == {rule} for _, expected in CASES.values()) >= 2


@pytest.mark.parametrize("name", CASES)
def test_check_leaves_out_rules_that_are_off(name: str) -> None:
    breaking, expected = CASES[name]
    problem, plan = breaking(town.problem(), town.plan())
    off = dataclasses.replace(problem, rules_off=frozenset(expected) - {"plan"})
    assert rules(check(off, plan)) == [rule for rule in expected if rule == "plan"]


@pytest.mark.parametrize("name", CASES)
def test_sentences_are_sentences(name: str) -> None:
    breaking, _ = CASES[name]
    for broken in check(*breaking(town.problem(), town.plan())):
        assert broken.sentence.endswith(".")
        assert len(broken.sentence.split()) >= 4


@pytest.mark.parametrize(
    "garbage",
    [
        None,
        "plan",
        Plan(sessions=None),
        Plan(visits=[]),
        Plan(closures=("p1",)),
        Plan(closures=(Closure(place=["p1"], slot="0"),)),
        Plan(closures=(Closure(place="p1", slot=True),)),
        Plan(replacements=(Replacement("p1", 0, 1.5),)),
        Plan(sessions=(PlannedSession({}, None, None, None, None, None),)),
        Plan(sessions=(PlannedSession("m1", "p1", 0, 510, ("t1",), ({},)),)),
        Plan(visits=(PlannedVisit("p1", None, 0, "ten", "t1", joins=3),)),
    ],
)
def test_check_answers_garbage_with_sentences(garbage: Any) -> None:
    found = check(town.problem(), garbage)
    assert {broken.rule for broken in found} == {"plan"}


def test_pinned_activity_may_be_sooner_and_at_another_time() -> None:
    problem = tiny.problem(
        today=tiny.MONDAY,
        session_pins=(SessionPin("m1", "p1", 0, 9 * 60 + 7, trainers=("t1",), attendees=("e1",)),),
    )
    assert check(problem, tiny.plan(tiny.session(0, starts=9 * 60 + 7))) == ()
    assert rules(check(problem, tiny.plan(tiny.session(0, starts=9 * 60)))) == ["C13"]


def test_notice_counts_for_those_added_to_a_pinned_session() -> None:
    problem = tiny.problem(
        today=tiny.MONDAY,
        employees=[tiny.employee("e1"), tiny.employee("e2")],
        session_pins=(SessionPin("m1", "p1", 2, 8 * 60 + 30, attendees=("e1",)),),
    )
    assert [broken.subject for broken in check(problem, tiny.plan(tiny.session(2, "e1", "e2")))] == ["e2"]


def test_share_of_staff_is_exact() -> None:
    staff = [tiny.employee(f"e{number:02}", weeks=1) for number in range(20)]
    module = tiny.module(group_max=20)
    first = {"train_first": TrainFirst(0.55, frozenset({"m1"})), "modules": [module], "visits": [tiny.visits()]}
    problem = tiny.problem(weeks=1, employees=staff, places=[tiny.place(weeks=1, room_capacity=20)], **first)
    eleven, ten = [[e.id for e in staff[:count]] for count in (11, 10)]
    visit = tiny.visit(at(0, "wed"))
    assert check(problem, tiny.plan(tiny.session(0, *eleven), visit)) == ()
    assert rules(check(problem, tiny.plan(tiny.session(0, *ten), visit))) == ["C10"]


def test_later_module_that_is_done_asks_nothing() -> None:
    modules: list[Module] = [tiny.module("m1"), tiny.module("m2", after=(tiny.gap("m1", 7, 14),))]
    person = tiny.employee(needs=("m1", "m2"), done={"m2": tiny.TODAY})
    assert check(tiny.problem(modules=modules, employees=[person]), tiny.plan(tiny.session(0))) == ()


def test_nearest_venue_breaks_ties_by_id_and_skips_places_without_room() -> None:
    places = [tiny.place("p1", room_capacity=0), tiny.place("p4"), tiny.place("p2", room_capacity=0), tiny.place("p3")]
    problem = tiny.problem(places=places, max_venues=1)
    assert check(problem, tiny.plan(tiny.session(0, place="p3"))) == ()
    assert rules(check(problem, tiny.plan(tiny.session(0, place="p4")))) == ["C5"]


def test_objective_values_of_the_town() -> None:
    """Worked out by hand.

    O3: five attendances in week 2, visits in weeks 1, 1, 1 and 2, one of which misses the fika.
    O4: replacement 1,500, closure 900, one half-day by the hour 700, four sessions 1,600, twelve trainer hours 5,400,
    and (320 + 160) minutes of travel 2,400.
    """
    assert objective_values(town.problem(), town.plan()) == {"O1": 0, "O2": 2, "O3": 10 + 5 + 4, "O4": 12_500}


def test_objective_values_of_an_empty_plan() -> None:
    assert objective_values(town.problem(), Plan()) == {"O1": 10 + 4, "O2": -1, "O3": 0, "O4": 0}


def test_trainers_travel_from_base_through_the_day_and_back() -> None:
    travel = {
        "base": {"base": 0, "p1": 10, "p2": 3},
        "p1": {"base": 7, "p1": 0, "p2": 5},
        "p2": {"base": 2, "p1": 1, "p2": 0},
    }
    problem = tiny.problem(
        places=[tiny.place("p1"), tiny.place("p2")],
        visits=[tiny.visits("p1"), tiny.visits("p2")],
        travel_minutes=travel,
        costs=dataclasses.replace(tiny.problem().costs, travel_per_minute=2, trainer_per_hour=59),
    )
    plan = tiny.plan(tiny.visit(0, place="p1"), tiny.visit(1, place="p2"))
    assert objective_values(problem, plan)["O4"] == 2 * (10 + 5 + 2) + 2 * 59


def test_trainer_hours_are_rounded_down_once() -> None:
    problem = tiny.problem(
        visits=[tiny.visits("p1", 2, minutes=20)],
        travel_minutes=tiny.travel(["p1", "base"], 0),
        costs=dataclasses.replace(tiny.problem().costs, trainer_per_hour=100),
    )
    plan = tiny.plan(tiny.visit(0, 1), tiny.visit(at(1, "mon"), 2))
    assert objective_values(problem, plan)["O4"] == 66


def test_unreached_lists_people_and_visits() -> None:
    problem, plan = without(S, FOURTH)(town.problem(), town.plan())
    problem, plan = without(V, AGAIN)(problem, plan)
    assert unreached(problem, plan) == (
        Unreached(employee="e3", module="m2"),
        Unreached(employee="e4", module="m2"),
        Unreached(place="p2", visit=2),
    )


def test_moves_are_none_when_nothing_changes() -> None:
    assert moves(town.problem(), town.plan(), town.plan()) == 0


@pytest.mark.parametrize(
    ("breaking", "points"),
    [
        (changed(V, LAST, slot=LAST + 1), 5),
        (changed(V, LAST, starts=13, trainers=("t1",), joins="bingo"), 0),
        (changed(V, LAST, number=3), 5),
        (without(V, LAST), 5),
        (changed(S, THIRD, starts=9 * 60), 0),
        (changed(S, THIRD, trainers=("t1", "t2")), 0),
        (changed(S, THIRD, trainers=("t2",)), 2),
        (changed(S, THIRD, attendees=("e1", "e2")), 1),
        (changed(S, THIRD, attendees=("e1", "e2", "e3", "e5")), 0),
        (changed(S, THIRD, slot=THIRD + 1), 2 + 3),
        (changed(S, THIRD, place="b1"), 2 + 3),
        (without(S, THIRD), 2 + 3),
        (plus(tiny.session(0, "e1")), 0),
    ],
)
def test_moves_count_what_is_not_kept(breaking: Breaking, points: int) -> None:
    _, new = breaking(town.problem(), town.plan())
    assert moves(town.problem(), town.plan(), new) == points


def test_moves_weigh_ten_near_today_and_nothing_in_the_past() -> None:
    problem, old, new = town.problem(), town.plan(), without(V, LAST)(town.problem(), town.plan())[1]
    for days, points in ((14, 5), (13, 10), (1, 10), (0, 0), (-3, 0)):
        today = date(2, "wed") - dt.timedelta(days=days)
        assert moves(dataclasses.replace(problem, today=today), old, new) == points


def test_popular_activities_at_one_time_are_all_joined() -> None:
    popular = tuple(PopularActivity(slot=0, name=name, starts=10 * 60, head_count=5) for name in ("fika", "bingo"))
    problem = tiny.problem(places=[tiny.place(popular=popular)], visits=[tiny.visits()])
    for name in ("fika", "bingo"):
        assert check(problem, tiny.plan(tiny.visit(0, joins=name))) == ()
    assert objective_values(problem, tiny.plan(tiny.visit(0, joins="bingo")))["O3"] == 0
    assert objective_values(problem, tiny.plan(tiny.visit(2)))["O3"] == 4
