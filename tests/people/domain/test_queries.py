"""Who belongs to a place on a day."""

from __future__ import annotations

import datetime as dt

from lyhord.people.domain.queries import employed_on, primary_places, staff_counts, staff_of
from lyhord.people.models import Employee, Employment
from tests.factories import TODAY, make_employee, make_place

TOMORROW = TODAY + dt.timedelta(days=1)


def test_staff_of_a_place_are_those_employed_there_on_the_day_by_name(db: None) -> None:
    place = make_place()
    osten, asa = make_employee("Östen", place=place), make_employee("Åsa", place=place)
    make_employee("Ny", place=place, starts_on=TOMORROW)
    make_employee("Slutat", place=place, ends_before=TODAY)
    make_employee("Annan")
    assert list(staff_of(place, TODAY)) == [asa, osten]


def test_two_employments_at_a_place_count_once(db: None) -> None:
    place, empty = make_place(), make_place()
    employee = make_employee(place=place)
    Employment.objects.create(employee=employee, place=place, starts_on=TODAY, share_percent=20)
    assert list(staff_of(place, TODAY)) == [employee]
    assert staff_counts([place, empty], TODAY) == {place.pk: 1, empty.pk: 0}


def test_employed_on_a_day_and_primary_place(db: None) -> None:
    employee = make_employee(starts_on=TODAY)
    later = make_employee(starts_on=TOMORROW)
    assert list(employed_on(Employee.objects.all(), TODAY)) == [employee]
    assert primary_places([employee, later], TODAY) == {employee.pk: employee.employments.get().place}
