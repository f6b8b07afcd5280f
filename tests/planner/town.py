"""A made-up town in which every rule has something to say, and a valid plan for it, made by hand.

Two stationary places, p1 with a room and p2 without, and the bus b1, which stands at two stops on Wednesdays. Six
employees, two modules in order, two trainers. p2 has had its first visit already.
"""

from __future__ import annotations

from lyhord_planner.plan import Closure, Plan, Replacement
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
from tests.planner import tiny
from tests.planner.tiny import at, date

WEEKS = 4
WEDNESDAYS = frozenset(at(week, "wed", half) for week in range(WEEKS) for half in ("am", "pm"))

FIRST, SECOND = at(0, "tue"), at(0, "thu")
THIRD, FOURTH = at(2, "tue"), at(2, "thu")
FIKA, BUS, AGAIN, LAST = at(1, "tue", "pm"), at(1, "wed"), at(1, "wed", "pm"), at(2, "wed")


def problem() -> Problem:
    places = (
        tiny.place(
            "p1",
            weeks=WEEKS,
            room_capacity=4,
            min_staff=1,
            slot_min_staff={FOURTH: 3},
            popular=(PopularActivity(slot=FIKA, name="fika", starts=14 * 60, head_count=20),),
            visitor_slots=tiny.every(WEEKS) - {at(2, "fri")},
            opens_on=date(0, "tue"),
        ),
        tiny.place("p2", weeks=WEEKS, room_capacity=0, min_staff=1, slot_min_staff={FIRST: 2}, closing_cap=1),
        tiny.place(
            "b1",
            kind="mobile",
            location="square",
            slot_locations={BUS: "harbour"},
            open_slots=WEDNESDAYS,
            visitor_slots=WEDNESDAYS,
            room_capacity=2,
            closes_before=date(3, "wed"),
        ),
    )
    employees = (
        tiny.employee("e1", "p1", needs=("m1", "m2"), weeks=WEEKS),
        tiny.employee("e2", "p1", needs=("m1", "m2"), weeks=WEEKS),
        tiny.employee("e3", "p1", needs=("m1", "m2"), weeks=WEEKS),
        tiny.employee("e4", "p2", needs=("m1", "m2"), weeks=WEEKS),
        tiny.employee("e5", "p2", needs=("m2",), done={"m1": tiny.MONDAY.replace(month=1, day=1)}, weeks=WEEKS),
        tiny.employee("e6", "b1", needs=("m1",), duty={}, available=tiny.every(WEEKS) - {at(0, "wed")}),
    )
    return tiny.problem(
        weeks=WEEKS,
        places=places,
        employees=employees,
        trainers=(
            tiny.trainer("t1", weeks=WEEKS, max_per_week=3),
            tiny.trainer("t2", weeks=WEEKS, competences=frozenset({"visit"}), available=tiny.every(WEEKS) - {THIRD}),
        ),
        modules=(
            tiny.module("m1", group_min=2, group_max=3),
            tiny.module("m2", group_min=2, group_max=4, after=(Gap("m1", min_days=12, max_days=28),)),
        ),
        visits=(
            tiny.visits("p1", 2, max_days_between=14),
            tiny.visits("p2", 2, held=(tiny.TODAY,)),
            tiny.visits("b1", 1),
        ),
        max_venues=2,
        train_first=TrainFirst(share=0.6, modules=frozenset({"m1"}), max_age_days=20),
        costs=Costs(
            replacement=1500,
            closing=900,
            hourly=700,
            travel_per_minute=5,
            trainer_per_hour=450,
            room_hire=100,
            session=300,
        ),
        deadlines=Deadlines(training=date(2, "fri"), visits=date(3, "thu")),
        session_pins=(
            SessionPin("m1", "p1", FIRST, 8 * 60 + 30, trainers=("t1",), attendees=("e1",)),
            SessionPin("m2", "p1", FOURTH, 8 * 60 + 30, attendees=("e3", "e4"), is_open=False),
        ),
        visit_pins=(VisitPin("b1", BUS, 10 * 60, trainers=("t1",)),),
        blocks=(
            Block("place", "p1", at(1, "thu")),
            Block("trainer", "t1", at(1, "mon")),
            Block("employee", "e3", THIRD),
        ),
        blocked_dates=frozenset({date(1, "fri")}),
    )


def plan() -> Plan:
    return tiny.plan(
        tiny.session(FIRST, "e1", "e2", "e4"),
        tiny.session(SECOND, "e3", "e6"),
        tiny.session(THIRD, "e1", "e2", "e5", module="m2"),
        tiny.session(FOURTH, "e3", "e4", module="m2"),
        tiny.visit(FIKA, 1, starts=14 * 60, trainers=("t2",), joins="fika"),
        tiny.visit(LAST, 2, trainers=("t2",)),
        tiny.visit(AGAIN, 2, place="p2", trainers=("t2",)),
        tiny.visit(BUS, 1, place="b1"),
        Closure("p2", FIRST),
        Replacement("p1", FOURTH, 1),
    )
