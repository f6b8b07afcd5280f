"""Pages on which seats are given and attendance is recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from lyhord.people.models import Employee
from lyhord.training.enums import Outcome, SessionState
from lyhord.training.models import Attendance, TrainingSession
from tests.factories import TODAY, Cast, make_employee, make_module, make_session, sign_in_as
from tests.factories.rows import at

DAY = TODAY + dt.timedelta(days=21)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(at(TODAY, 12), tick=False):
        yield


@pytest.fixture
def mate(cast: Cast) -> Employee:
    return make_employee("Exempel Kollega", place=cast.own)


@pytest.fixture
def coming(cast: Cast, mate: Employee) -> TrainingSession:
    make_employee("Exempel Tredje", place=cast.own)
    return make_session(make_module("Tecken", board=cast.board), cast.own, DAY, trainers=[cast.trainer_row])


@pytest.fixture
def begun(cast: Cast, mate: Employee) -> TrainingSession:
    module = make_module("Tecken", board=cast.board)
    return make_session(module, cast.own, TODAY, trainers=[cast.trainer_row], employees=[cast.employee_row, mate])


def page(name: str, session: TrainingSession) -> str:
    return reverse(f"training:{name}", args=[session.pk])


def seats(session: TrainingSession) -> set[Employee]:
    return {booking.employee for booking in session.bookings.seated()}


def outcomes(session: TrainingSession) -> dict[str, str]:
    return {row.employee.name: row.outcome for row in session.attendances.all()}


def test_ticks_give_and_take_seats(client: Client, cast: Cast, coming: TrainingSession, mate: Employee) -> None:
    sign_in_as(client, cast.coordinator)
    response = client.post(page("session-bookings", coming), {"employees": [cast.employee_row.pk, mate.pk]})
    assert response["Location"] == page("session-detail", coming)
    assert seats(coming) == {cast.employee_row, mate}
    client.post(page("session-bookings", coming), {"employees": [mate.pk]})
    assert seats(coming) == {mate}


def test_another_place_is_ticked_apart(client: Client, cast: Cast, coming: TrainingSession) -> None:
    guest = make_employee("Exempel Gäst", place=cast.neighbour)
    make_employee(place=cast.neighbour)
    coming.bookings.create(employee=cast.employee_row)
    address = f"{page('session-bookings', coming)}?plats={cast.neighbour.pk}"
    sign_in_as(client, cast.coordinator)
    assert cast.employee_row not in client.get(address).context["form"].candidates
    assert client.post(address, {"employees": [guest.pk]}).status_code == 302
    assert seats(coming) == {cast.employee_row, guest}


def test_booking_warns_before_it_saves(client: Client, cast: Cast, coming: TrainingSession, mate: Employee) -> None:
    everybody = [cast.employee_row.pk, mate.pk, Employee.objects.get(name="Exempel Tredje").pk]
    sign_in_as(client, cast.coordinator)
    first = client.post(page("session-bookings", coming), {"employees": everybody})
    assert [warning.rule for warning in first.context["form"].pending] == ["C6"]
    assert seats(coming) == set()
    client.post(page("session-bookings", coming), {"employees": everybody, "seen": first.context["form"].mark})
    assert len(seats(coming)) == 3


def test_the_ticks_tell_who_has_been(client: Client, cast: Cast, coming: TrainingSession, mate: Employee) -> None:
    held = make_session(coming.module, cast.own, dt.date(2025, 9, 1), state=SessionState.HELD)
    Attendance.objects.create(session=held, employee=mate, outcome=Outcome.PRESENT, recorded_at=at(TODAY, 8))
    make_session(coming.module, cast.own, dt.date(2025, 11, 3), employees=[cast.employee_row])
    text = sign_in_as(client, cast.coordinator).get(page("session-bookings", coming)).text
    assert "Exempel Kollega · gick den 1 sep 2025" in text
    assert "Exempel Medarbetare · bokad 3 nov 2025" in text


def test_somebody_elses_employee_cannot_be_booked(client: Client, cast: Cast, coming: TrainingSession) -> None:
    stranger = make_employee(place=cast.neighbour)
    sign_in_as(client, cast.coordinator)
    response = client.post(page("session-bookings", coming), {"employees": [stranger.pk]})
    assert "employees" in response.context["form"].errors
    assert seats(coming) == set()


def test_somebody_restricted_is_not_offered_and_keeps_the_seat(
    client: Client, cast: Cast, coming: TrainingSession, mate: Employee
) -> None:
    coming.bookings.create(employee=mate)
    Employee.objects.filter(pk=mate.pk).update(restricted_at=at(TODAY, 8))
    response = sign_in_as(client, cast.coordinator).get(page("session-bookings", coming))
    assert mate.name not in response.text
    client.post(page("session-bookings", coming), {"employees": [cast.employee_row.pk]})
    assert seats(coming) == {cast.employee_row, mate}


@pytest.mark.parametrize("who", ["manager", "trainer", "employee"])
def test_only_coordinators_book(client: Client, cast: Cast, coming: TrainingSession, who: str) -> None:
    sign_in_as(client, getattr(cast, who))
    assert client.get(page("session-bookings", coming)).status_code == 403
    assert client.post(page("session-bookings", coming), {"employees": []}).status_code == 403


@pytest.mark.parametrize("who", ["coordinator", "manager", "deputy", "trainer"])
def test_one_form_says_held_and_who_was_there(client: Client, cast: Cast, begun: TrainingSession, who: str) -> None:
    sign_in_as(client, getattr(cast, who))
    form = client.get(page("session-attendance", begun)).context["form"]
    assert len(form.initial["present"]) == 2
    client.post(page("session-attendance", begun), {"present": [cast.employee_row.pk]})
    begun.refresh_from_db()
    assert begun.state == SessionState.HELD
    assert outcomes(begun) == {"Exempel Medarbetare": "present", "Exempel Kollega": "absent"}
    assert "uteblev" in client.get(page("session-detail", begun)).text


def test_an_employee_does_not_record(client: Client, cast: Cast, begun: TrainingSession) -> None:
    sign_in_as(client, cast.employee)
    assert client.post(page("session-attendance", begun), {"present": []}).status_code == 403
    assert outcomes(begun) == {}


def test_attendance_can_be_put_right(client: Client, cast: Cast, begun: TrainingSession, mate: Employee) -> None:
    sign_in_as(client, cast.manager)
    client.post(page("session-attendance", begun), {"present": []})
    form = client.get(page("session-attendance", begun)).context["form"]
    assert form.initial["present"] == []
    client.post(page("session-attendance", begun), {"present": [mate.pk]})
    assert outcomes(begun) == {"Exempel Medarbetare": "absent", "Exempel Kollega": "present"}


def test_the_same_form_twice_gives_the_same_rows(client: Client, cast: Cast, begun: TrainingSession) -> None:
    sign_in_as(client, cast.manager)
    sent = {"present": [cast.employee_row.pk]}
    client.post(page("session-attendance", begun), sent)
    before = sorted(Attendance.objects.values_list())
    client.post(page("session-attendance", begun), sent)
    assert sorted(Attendance.objects.values_list()) == before


def test_somebody_who_was_not_booked_is_added_and_taken_away(
    client: Client, cast: Cast, begun: TrainingSession, mate: Employee
) -> None:
    extra = make_employee("Exempel Extra", place=cast.own)
    sign_in_as(client, cast.manager)
    both = [cast.employee_row.pk, mate.pk]
    client.post(page("session-attendance", begun), {"present": both, "walk_ins": [extra.pk]})
    assert outcomes(begun)["Exempel Extra"] == "present"
    client.post(page("session-attendance", begun), {"present": both})
    assert "Exempel Extra" not in outcomes(begun)


def test_a_trainer_is_not_shown_the_staff_of_the_place(client: Client, cast: Cast, begun: TrainingSession) -> None:
    make_employee("Exempel Extra", place=cast.own)
    response = sign_in_as(client, cast.trainer).get(page("session-attendance", begun))
    assert "walk_ins" not in response.context["form"].fields
    assert "Exempel Extra" not in response.text


def test_what_has_not_begun_is_not_marked_held(client: Client, cast: Cast, coming: TrainingSession) -> None:
    sign_in_as(client, cast.coordinator)
    assert "har inte börjat än" in client.get(page("session-attendance", coming)).text
    client.post(page("session-attendance", coming), {"present": []})
    coming.refresh_from_db()
    assert coming.state == SessionState.PLANNED


def test_held_can_be_taken_back_by_the_coordinator(client: Client, cast: Cast, begun: TrainingSession) -> None:
    sign_in_as(client, cast.manager).post(page("session-attendance", begun), {"present": []})
    assert client.post(page("session-undo-held", begun)).status_code == 403
    sign_in_as(client, cast.coordinator)
    assert client.get(page("session-undo-held", begun)).status_code == 405
    client.post(page("session-undo-held", begun))
    begun.refresh_from_db()
    assert (begun.state, outcomes(begun)) == (SessionState.PLANNED, {})
