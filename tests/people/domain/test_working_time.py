"""Patterns, windows and days away become working days."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext

from lyhord.people.domain.working_time import Duty, primary_employment, trainer_times, working_times
from lyhord.people.enums import EmployeeClass
from lyhord.people.models import (
    AvailabilityWindow,
    AwayPeriod,
    Employee,
    Employment,
    TrainerAway,
    TrainerWindow,
    WorkPattern,
    WorkShift,
)
from tests.factories import TODAY, make_employee, make_place, make_trainer

WEEK = dt.timedelta(days=7)
EIGHT, NOON, FIVE = dt.time(8), dt.time(12), dt.time(17)


def times(employee: Employee, first: dt.date = TODAY, before: dt.date = TODAY + WEEK) -> dict[dt.date, list[Duty]]:
    return working_times([employee], first, before)[employee.pk]


def pattern(employment: Employment, shifts: list[tuple[int, int]], *, weeks: int = 1, **fields: dt.date) -> WorkPattern:
    row = WorkPattern.objects.create(employment=employment, weeks=weeks, **({"anchor_on": TODAY} | fields))
    for week, weekday in shifts:
        WorkShift.objects.create(pattern=row, week=week, weekday=weekday, starts_at=EIGHT, ends_at=FIVE)
    return row


def test_a_weekly_pattern_gives_five_days_at_the_place(db: None) -> None:
    place = make_place()
    employee = make_employee(place=place)
    assert times(employee) == {TODAY + dt.timedelta(days=n): [Duty(EIGHT, FIVE, place.pk)] for n in range(5)}


def test_a_pattern_of_two_weeks_is_counted_from_its_anchor(db: None) -> None:
    employee = make_employee(works=False)
    pattern(employee.employments.get(), [(1, 0), (2, 3)], weeks=2)
    assert list(times(employee, TODAY - WEEK, TODAY + 2 * WEEK)) == [
        TODAY - WEEK + dt.timedelta(days=3),
        TODAY,
        TODAY + WEEK + dt.timedelta(days=3),
    ]


def test_a_pattern_holds_between_its_dates(db: None) -> None:
    employee = make_employee(works=False)
    pattern(employee.employments.get(), [(1, 0)], starts_on=TODAY, ends_before=TODAY + WEEK)
    assert list(times(employee, TODAY - WEEK, TODAY + 2 * WEEK)) == [TODAY]


def test_nobody_works_outside_the_employment(db: None) -> None:
    employee = make_employee(starts_on=dt.date(2025, 10, 8), ends_before=dt.date(2025, 10, 10))
    assert list(times(employee)) == [dt.date(2025, 10, 8), dt.date(2025, 10, 9)]


def test_nobody_works_on_days_away(db: None) -> None:
    employee = make_employee()
    AwayPeriod.objects.create(employee=employee, starts_on=dt.date(2025, 10, 7), ends_before=dt.date(2025, 10, 9))
    assert [day.day for day in times(employee)] == [6, 9, 10]


def test_away_without_end_lasts(db: None) -> None:
    employee = make_employee()
    AwayPeriod.objects.create(employee=employee, starts_on=dt.date(2025, 10, 8))
    assert [day.day for day in times(employee, TODAY, TODAY + 4 * WEEK)] == [6, 7]


def test_nobody_works_on_holidays(db: None) -> None:
    employee = make_employee()
    assert [day.day for day in times(employee, dt.date(2025, 12, 22), dt.date(2025, 12, 29))] == [22, 23]


def test_two_employments_give_two_places(db: None) -> None:
    first, second = make_place(), make_place()
    employee = make_employee(place=first, works=False)
    pattern(employee.employments.get(), [(1, 0)])
    other = Employment.objects.create(employee=employee, place=second, starts_on=TODAY, share_percent=25)
    pattern(other, [(1, 1)])
    assert times(employee) == {
        TODAY: [Duty(EIGHT, FIVE, first.pk)],
        dt.date(2025, 10, 7): [Duty(EIGHT, FIVE, second.pk)],
    }


def test_hourly_staff_can_come_in_their_windows_at_their_biggest_place(db: None) -> None:
    small, big = make_place(), make_place()
    employee = make_employee(place=small, works=False, employee_class=EmployeeClass.HOURLY)
    employee.employments.update(share_percent=10)
    Employment.objects.create(employee=employee, place=big, starts_on=TODAY, share_percent=60)
    AvailabilityWindow.objects.create(employee=employee, weekday=2, starts_at=EIGHT, ends_at=NOON)
    AvailabilityWindow.objects.create(
        employee=employee, weekday=3, starts_at=EIGHT, ends_at=NOON, starts_on=TODAY + WEEK
    )
    assert times(employee) == {dt.date(2025, 10, 8): [Duty(EIGHT, NOON, big.pk, is_scheduled=False)]}


def test_a_window_adds_nothing_to_a_day_with_duty_or_without_employment(db: None) -> None:
    employee = make_employee(starts_on=TODAY, ends_before=dt.date(2025, 10, 9), works=False)
    pattern(employee.employments.get(), [(1, 0)])
    for weekday in (0, 2, 4):
        AvailabilityWindow.objects.create(employee=employee, weekday=weekday, starts_at=EIGHT, ends_at=NOON)
    found = {day.day: [duty.is_scheduled for duty in duties] for day, duties in times(employee).items()}
    assert found == {6: [True], 8: [False]}


def test_primary_employment_is_the_biggest_that_holds(db: None) -> None:
    employee = make_employee()
    Employment.objects.create(
        employee=employee, place=make_place(), starts_on=TODAY - WEEK, ends_before=TODAY, share_percent=100
    )
    half = Employment.objects.create(employee=employee, place=make_place(), starts_on=TODAY, share_percent=50)
    employee.employments.filter(starts_on__lt=TODAY - WEEK).update(share_percent=40)
    assert primary_employment(employee.employments.all(), TODAY) == half
    assert primary_employment([], TODAY) is None


def test_trainers_work_in_their_windows_minus_days_away_and_holidays(db: None) -> None:
    trainer = make_trainer()
    TrainerWindow.objects.filter(weekday__in=[3, 4]).delete()
    TrainerAway.objects.create(trainer=trainer, starts_on=TODAY, ends_before=dt.date(2025, 10, 7))
    found = trainer_times([trainer], TODAY, TODAY + WEEK)[trainer.pk]
    assert found == {dt.date(2025, 10, 7): [(EIGHT, FIVE)], dt.date(2025, 10, 8): [(EIGHT, FIVE)]}
    assert list(trainer_times([trainer], dt.date(2025, 12, 22), dt.date(2025, 12, 29))[trainer.pk]) == [
        dt.date(2025, 12, 22),
        dt.date(2025, 12, 23),
    ]


def test_many_people_take_as_many_queries_as_one(db: None) -> None:
    employees = [make_employee() for _ in range(5)]
    trainers = [make_trainer() for _ in range(5)]
    with CaptureQueriesContext(connection) as one:
        working_times(employees[:1], TODAY, TODAY + WEEK)
        trainer_times(trainers[:1], TODAY, TODAY + WEEK)
    with CaptureQueriesContext(connection) as many:
        working_times(employees, TODAY, TODAY + WEEK)
        trainer_times(trainers, TODAY, TODAY + WEEK)
    assert len(one) == len(many) == 7
