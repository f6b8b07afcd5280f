"""What the planner is told of the site's rows."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lyhord.outreach.enums import VisitState
from lyhord.people.enums import EmployeeClass
from lyhord.people.models import AvailabilityWindow, AwayPeriod, TrainerAway, WorkShift
from lyhord.places.enums import PlaceKind
from lyhord.places.models import PopularActivity, Stop
from lyhord.planning.domain.adapter import NoHalfDays, NoSettings, build_problem, prepare
from lyhord.planning.models import Pin, PlanSettings
from lyhord.programme.enums import ExceptionReason
from lyhord.programme.models import ClauseException, DefinitionOfDone
from lyhord.training.enums import Outcome, SessionState
from lyhord.training.models import Attendance
from lyhord_planner.io import problem_faults, problem_from_json, problem_to_json
from lyhord_planner.problem import Problem
from tests.factories import TODAY, make_employee, make_place, make_session, make_visit
from tests.planning.world import BEFORE, FIRST, World


def slot_of(problem: Problem, day: dt.date, half: str) -> int:
    return next(n for n, s in enumerate(problem.slots) if (s.date, s.half) == (day, half))


def days_of(problem: Problem, slots: object) -> set[dt.date]:
    return {problem.slots[n].date for n in slots}  # type: ignore[attr-defined]  # any set of slot numbers


def test_the_problem_is_sound_and_survives_json(world: World) -> None:
    problem = build_problem(world.decision, today=TODAY)
    assert problem_faults(problem) == ()
    assert problem_from_json(problem_to_json(problem)) == problem


def test_slots_are_both_halves_of_every_workday_of_the_period(world: World) -> None:
    problem = build_problem(world.decision, today=TODAY)
    assert len(problem.slots) == 6 * 5 * 2
    assert (problem.slots[0].date, problem.slots[-1].date) == (FIRST, BEFORE - dt.timedelta(days=3))


def test_a_saturday_is_planned_when_some_place_is_open(world: World) -> None:
    saturday = FIRST + dt.timedelta(days=12)
    world.own.opening_rules.create(kind="open", weekday=5, starts_at=dt.time(10), ends_at=dt.time(14))
    problem = build_problem(world.decision, today=TODAY)
    place = problem.place[str(world.own.pk)]
    assert saturday in days_of(problem, place.open_slots)
    assert saturday not in days_of(problem, problem.place[str(world.neighbour.pk)].open_slots)


def test_nothing_is_planned_before_tomorrow(world: World) -> None:
    later = FIRST + dt.timedelta(days=9)
    problem = build_problem(world.decision, today=later)
    assert problem.slots[0].date == later + dt.timedelta(days=1)


def test_a_decision_without_settings_or_days_is_refused(world: World) -> None:
    with pytest.raises(NoHalfDays):
        build_problem(world.decision, today=BEFORE)
    PlanSettings.objects.all().delete()
    with pytest.raises(NoSettings):
        build_problem(world.decision, today=TODAY)


def test_sessions_begin_when_most_of_the_staff_are_at_work(world: World) -> None:
    WorkShift.objects.update(starts_at=dt.time(9, 30), ends_at=dt.time(16))
    problem = build_problem(world.decision, today=TODAY)
    assert problem.place[str(world.own.pk)].session_starts == (9 * 60 + 30, 13 * 60)


def test_on_duty_is_only_who_works_through_the_session_hours(world: World) -> None:
    person = world.employees[0]
    WorkShift.objects.filter(pattern__employment__employee=person).update(starts_at=dt.time(12), ends_at=dt.time(17))
    problem = build_problem(world.decision, today=TODAY)
    duty = problem.employee[str(person.pk)].duty
    assert {problem.slots[n].half for n in duty} == {"pm"}


def test_nobody_is_on_duty_when_away(world: World) -> None:
    person = world.employees[0]
    AwayPeriod.objects.create(employee=person, starts_on=FIRST, ends_before=FIRST + dt.timedelta(days=7))
    problem = build_problem(world.decision, today=TODAY)
    assert min(days_of(problem, problem.employee[str(person.pk)].duty)) == FIRST + dt.timedelta(days=7)


def test_hourly_staff_are_available_in_their_windows(world: World) -> None:
    person = make_employee(place=world.own, employee_class=EmployeeClass.HOURLY, works=False)
    AvailabilityWindow.objects.create(employee=person, weekday=1, starts_at=dt.time(12), ends_at=dt.time(16))
    problem = build_problem(world.decision, today=TODAY)
    employee = problem.employee[str(person.pk)]
    assert not employee.duty
    assert {(problem.slots[n].date.weekday(), problem.slots[n].half) for n in employee.available} == {(1, "pm")}


def test_trainers_are_available_in_their_windows_and_not_when_away(world: World) -> None:
    TrainerAway.objects.create(trainer=world.trainer, starts_on=FIRST, ends_before=FIRST + dt.timedelta(days=2))
    world.trainer.windows.filter(weekday=4).update(ends_at=dt.time(12))
    problem = build_problem(world.decision, today=TODAY)
    trainer = problem.trainer[str(world.trainer.pk)]
    assert min(days_of(problem, trainer.available)) == FIRST + dt.timedelta(days=2)
    friday = FIRST + dt.timedelta(days=4)
    assert slot_of(problem, friday, "am") in trainer.available
    assert slot_of(problem, friday, "pm") not in trainer.available


def test_holidays_are_blocked(world: World) -> None:
    PlanSettings.objects.update(ends_before=dt.date(2026, 1, 12))
    problem = build_problem(world.decision, today=TODAY)
    assert dt.date(2026, 1, 6) in problem.blocked_dates
    assert dt.date(2026, 1, 6) not in days_of(problem, problem.place[str(world.own.pk)].open_slots)


def test_visitors_are_there_only_when_they_stay_for_a_whole_visit(world: World) -> None:
    world.own.opening_rules.filter(kind="visitors", weekday=0).update(starts_at=dt.time(10), ends_at=dt.time(10, 30))
    problem = build_problem(world.decision, today=TODAY)
    place = problem.place[str(world.own.pk)]
    assert FIRST not in days_of(problem, place.visitor_slots)
    assert FIRST in days_of(problem, place.open_slots)
    assert FIRST + dt.timedelta(days=1) in days_of(problem, place.visitor_slots)


def test_a_popular_activity_can_be_joined_on_its_days(world: World) -> None:
    PopularActivity.objects.create(
        place=world.own, name="Bingo", weekday=2, starts_at=dt.time(14), ends_at=dt.time(15), head_count=40
    )
    problem = build_problem(world.decision, today=TODAY)
    popular = problem.place[str(world.own.pk)].popular
    assert len(popular) == 6
    assert (popular[0].name, popular[0].starts, popular[0].head_count) == ("Bingo", 14 * 60, 40)
    assert problem.slots[popular[0].slot].date == FIRST + dt.timedelta(days=2)


def test_a_mobile_place_stands_at_its_stop_and_is_open_only_then(world: World) -> None:
    mobile = make_place("Exempel Mobil", unit=world.cast.unit, kind=PlaceKind.MOBILE, is_open=False)
    stop = Stop.objects.create(
        place=mobile, venue="Bygdegården", weekday=3, starts_at=dt.time(9), ends_at=dt.time(12), latitude=60.2,
        longitude=17.9,
    )  # fmt: skip
    problem = build_problem(world.decision, today=TODAY)
    place = problem.place[str(mobile.pk)]
    assert place.kind == "mobile"
    assert {(problem.slots[n].date.weekday(), problem.slots[n].half) for n in place.open_slots} == {(3, "am")}
    assert set(place.slot_locations.values()) == {f"stop:{stop.pk}"}
    assert problem.travel_minutes[f"stop:{stop.pk}"][str(world.own.pk)] > 30


def test_needs_follow_the_definition_of_done(world: World) -> None:
    volunteer = make_employee(place=world.own, employee_class=EmployeeClass.VOLUNTEER)
    recent = make_employee(place=world.own, starts_on=TODAY - dt.timedelta(days=1))
    leaver = make_employee(place=world.own, ends_before=FIRST + dt.timedelta(days=3))
    problem = build_problem(world.decision, today=TODAY)
    module = str(world.module.pk)
    assert problem.employee[str(world.employees[0].pk)].needs == {module}
    assert problem.employee[str(recent.pk)].needs == {module}, "will count before the period ends"
    assert problem.employee[str(volunteer.pk)].needs == frozenset()
    assert problem.employee[str(leaver.pk)].needs == frozenset()


def test_an_exception_takes_the_need_away(world: World) -> None:
    ClauseException.objects.create(
        clause=world.train_clause,
        employee=world.employees[0],
        reason=ExceptionReason.LONG_LEAVE,
        approved_by=world.cast.coordinator,
        approved_on=TODAY,
    )
    ClauseException.objects.create(
        clause=world.visit_clause,
        place=world.neighbour,
        reason=ExceptionReason.PLACE_CLOSING,
        approved_by=world.cast.coordinator,
        approved_on=TODAY,
    )
    problem = build_problem(world.decision, today=TODAY)
    assert problem.employee[str(world.employees[0].pk)].needs == frozenset()
    assert [need.place for need in problem.visits] == [str(world.own.pk)]


def test_attendance_is_done_and_absence_is_not(world: World) -> None:
    there, absent = world.employees[:2]
    held_on = TODAY - dt.timedelta(days=5)
    session = make_session(world.module, world.own, held_on, employees=[there, absent], state=SessionState.HELD)
    for person, outcome in ((there, Outcome.PRESENT), (absent, Outcome.ABSENT)):
        Attendance.objects.create(session=session, employee=person, outcome=outcome, recorded_at=timezone.now())
    problem = build_problem(world.decision, today=TODAY)
    assert problem.employee[str(there.pk)].done == {str(world.module.pk): held_on}
    assert problem.employee[str(absent.pk)].done == {}


def test_a_past_session_without_attendance_counts_as_held_with_a_note(world: World) -> None:
    held_on = TODAY - dt.timedelta(days=3)
    make_session(world.module, world.own, held_on, employees=[world.employees[0]])
    prepared = prepare(world.decision, today=TODAY)
    assert prepared.problem.employee[str(world.employees[0].pk)].done == {str(world.module.pk): held_on}
    assert [note.count for note in prepared.notes if note.code == "unreported"] == [1]


def test_held_visits_count(world: World) -> None:
    held_on = TODAY - dt.timedelta(days=30)
    make_visit(world.own, held_on, state=VisitState.HELD)
    make_visit(world.neighbour, held_on, state=VisitState.CANCELLED)
    problem = build_problem(world.decision, today=TODAY)
    assert {need.place: need.held for need in problem.visits} == {
        str(world.own.pk): (held_on,),
        str(world.neighbour.pk): (),
    }


def test_what_stands_inside_the_notice_is_pinned(world: World) -> None:
    PlanSettings.objects.update(starts_on=TODAY)
    near = TODAY + dt.timedelta(days=8)
    people = world.employees[:2]
    make_session(world.module, world.own, near, trainers=[world.trainer], employees=people)
    prepared = prepare(world.decision, today=TODAY)
    (pin,) = prepared.problem.session_pins
    assert (pin.place, prepared.problem.slots[pin.slot].date, pin.starts) == (str(world.own.pk), near, 9 * 60)
    assert set(pin.attendees) == {str(p.pk) for p in people}
    assert len(prepared.standing) == 1


def test_what_stands_later_may_move_but_is_remembered(world: World) -> None:
    far = FIRST + dt.timedelta(days=8)
    make_session(world.module, world.own, far, trainers=[world.trainer], employees=world.employees[:2])
    prepared = prepare(world.decision, today=TODAY)
    assert prepared.problem.session_pins == ()
    assert len(prepared.standing) == 1


def test_a_near_session_that_breaks_a_rule_is_kept_as_a_fact(world: World) -> None:
    """An empty group cannot be pinned without making every plan impossible."""
    PlanSettings.objects.update(starts_on=TODAY)
    near = TODAY + dt.timedelta(days=8)
    person = world.employees[0]
    make_session(world.module, world.own, near, trainers=[world.trainer], employees=[person])
    prepared = prepare(world.decision, today=TODAY)
    assert prepared.problem.session_pins == ()
    assert prepared.problem.employee[str(person.pk)].done == {str(world.module.pk): near}
    assert {(b.kind, b.subject) for b in prepared.problem.blocks} == {
        ("place", str(world.own.pk)),
        ("trainer", str(world.trainer.pk)),
        ("employee", str(person.pk)),
    }
    assert [(fact.date, fact.place) for fact in prepared.facts] == [(near, str(world.own.pk))]
    assert "kept_as_fact" in {note.code for note in prepared.notes}


def test_a_near_visit_before_the_training_is_kept_as_held(world: World) -> None:
    PlanSettings.objects.update(starts_on=TODAY)
    near = TODAY + dt.timedelta(days=8)
    make_visit(world.own, near, trainers=[world.trainer])
    problem = build_problem(world.decision, today=TODAY)
    assert {need.place: need.held for need in problem.visits}[str(world.own.pk)] == (near,)


def test_pin_rows_become_pins_and_blocks(world: World) -> None:
    day = FIRST + dt.timedelta(days=1)
    place, trainer = str(world.own.pk), str(world.trainer.pk)
    people = [str(p.pk) for p in world.employees[:2]]
    now = timezone.now()
    Pin.objects.create(
        decision=world.decision,
        kind="session",
        created_at=now,
        content={
            "module": str(world.module.pk),
            "place": place,
            "date": day.isoformat(),
            "half": "am",
            "starts": 540,
            "trainers": [trainer],
            "attendees": people,
        },
    )
    Pin.objects.create(
        decision=world.decision,
        kind="block",
        created_at=now,
        content={
            "subjects": [{"kind": "trainer", "subject": trainer}, {"kind": "employee", "subject": "gone"}],
            "date": day.isoformat(),
            "half": "pm",
        },
    )
    problem = build_problem(world.decision, today=TODAY)
    assert [(p.slot, p.attendees) for p in problem.session_pins] == [
        (slot_of(problem, day, "am"), tuple(sorted(people)))
    ]
    assert [(b.kind, b.subject, b.slot) for b in problem.blocks] == [("trainer", trainer, slot_of(problem, day, "pm"))]


def test_a_pin_that_cannot_be_kept_is_left_out_with_a_note(world: World) -> None:
    day = FIRST + dt.timedelta(days=1)
    person = world.employees[0]
    AwayPeriod.objects.create(employee=person, starts_on=FIRST, ends_before=BEFORE)
    Pin.objects.create(
        decision=world.decision,
        kind="session",
        created_at=timezone.now(),
        content={
            "module": str(world.module.pk),
            "place": str(world.own.pk),
            "date": day.isoformat(),
            "half": "am",
            "starts": 540,
            "trainers": [str(world.trainer.pk)],
            "attendees": [str(person.pk)],
        },
    )
    prepared = prepare(world.decision, today=TODAY)
    assert prepared.problem.session_pins == ()
    assert [note.on for note in prepared.notes if note.code == "pin_left_out"] == [day]


def test_the_earliest_deadline_of_the_definitions_is_kept(world: World) -> None:
    deadline = FIRST + dt.timedelta(days=20)
    DefinitionOfDone.objects.filter(clause=world.train_clause).update(deadline=deadline)
    problem = build_problem(world.decision, today=TODAY)
    assert (problem.deadlines.training, problem.deadlines.visits) == (deadline, None)


def test_a_price_that_nobody_entered_is_zero(world: World) -> None:
    PlanSettings.objects.update(replacement_sek=1400)
    costs = build_problem(world.decision, today=TODAY).costs
    assert (costs.replacement, costs.hourly) == (1400, 0)


def test_queries_do_not_grow_with_the_register(world: World) -> None:
    with CaptureQueriesContext(
        connection,
    ) as few:
        build_problem(world.decision, today=TODAY)
    for _ in range(4):
        place = make_place(unit=world.cast.unit)
        make_employee(place=place)
        make_session(world.module, place, FIRST, trainers=[world.trainer], employees=world.employees[:2])
    with CaptureQueriesContext(connection) as many:
        build_problem(world.decision, today=TODAY)
    assert len(many) <= len(few) + 3, "prefetches of the first standing sessions, and no more"
