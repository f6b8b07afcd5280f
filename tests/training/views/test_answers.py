"""The page behind the link in an invitation: neutral, without sign-in, and dead when there is nothing to answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client, override_settings

from lyhord.messaging.domain.links import answer_url
from lyhord.messaging.models import Message
from lyhord.people.models import Employee
from lyhord.training.domain.answer_links import token_of
from lyhord.training.domain.events import publish
from lyhord.training.domain.sessions import cancel_session
from lyhord.training.enums import BookingState, SessionState, StepWay
from lyhord.training.models import Booking, TrainingSession
from tests.factories import TODAY, Cast, make_employee, make_module, make_session
from tests.factories.rows import at

DAY = TODAY + dt.timedelta(days=8)
NOW = at(TODAY, 8)


@pytest.fixture(autouse=True)
def monday_morning() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def booking(cast: Cast) -> Booking:
    asta = make_employee("Asta Exempel", place=cast.own, email="asta@example.org")
    session = make_session(make_module("Våld i nära relationer"), cast.own, DAY, employees=[asta])
    publish(session, now=NOW)
    return session.bookings.get()


def page(booking: Booking) -> str:
    return f"/svar/{token_of(booking)}/"


def test_the_mail_leads_to_the_page(booking: Booking) -> None:
    with override_settings(SITE_ADDRESS="https://lyhord.example"):
        assert answer_url(Message.objects.get()) == f"https://lyhord.example{page(booking)}"


def test_the_page_is_neutral_names_nobody_and_sets_no_cookie_but_the_forms(client: Client, booking: Booking) -> None:
    response = client.get(page(booking))
    text = response.content.decode()
    assert "Tisdag 14 oktober" in text and "Exempel Egen" in text and "Jag kommer" in text
    assert not [word for word in ("Asta", "Våld", "våld", "relation") if word in text]
    assert set(response.cookies) == {"lyhord-form"}
    assert response["X-Robots-Tag"] == "noindex"


def test_looking_answers_nothing_and_pressing_does(client: Client, booking: Booking) -> None:
    client.get(page(booking))
    booking.refresh_from_db()
    assert booking.state == BookingState.INVITED
    assert "Du har sagt att du kommer" in client.post(page(booking), {"svar": "kommer"}, follow=True).content.decode()
    step = booking.steps.get()
    assert (step.state, step.way, step.by) == (BookingState.ACCEPTED, StepWay.LINK, None)
    assert (
        "Du har sagt att du inte kan" in client.post(page(booking), {"svar": "kan-inte"}, follow=True).content.decode()
    )
    booking.refresh_from_db()
    assert booking.state == BookingState.DECLINED


def test_an_answer_that_there_is_not_changes_nothing(client: Client, booking: Booking) -> None:
    client.post(page(booking), {"svar": "kanske"})
    booking.refresh_from_db()
    assert booking.state == BookingState.INVITED


def over(booking: Booking) -> None:
    TrainingSession.objects.update(starts_at=NOW, ends_at=NOW + dt.timedelta(hours=1))


def held(booking: Booking) -> None:
    TrainingSession.objects.update(state=SessionState.HELD)


def taken_back(booking: Booking) -> None:
    Booking.objects.update(state=BookingState.CANCELLED)


def restricted(booking: Booking) -> None:
    Employee.objects.filter(pk=booking.employee_id).update(restricted_at=NOW)


def cancelled(booking: Booking) -> None:
    cancel_session(session=booking.session, cancelled_by=None, now=NOW)


@pytest.mark.parametrize("end", [over, held, taken_back, restricted, cancelled])
def test_every_dead_link_is_answered_with_the_same_bytes(client: Client, booking: Booking, end: object) -> None:
    dead = page(booking)
    end(booking)  # type: ignore[operator]  # one of the functions above
    never = client.get("/svar/no-such/")
    gone = client.get(dead)
    assert (never.status_code, gone.status_code) == (404, 404)
    assert _but_for_the_form(never.content, "/svar/no-such/") == _but_for_the_form(gone.content, dead)
    assert client.post(dead, {"svar": "kommer"}).status_code == 404


def _but_for_the_form(content: bytes, path: str) -> list[str]:
    """Return the lines but the one with the form's own secret and the page's own address."""
    text = content.decode().replace(path, "")
    return [line for line in text.splitlines() if "csrfmiddlewaretoken" not in line]


def test_a_link_of_one_seat_opens_no_other(client: Client, cast: Cast, booking: Booking) -> None:
    other = make_session(booking.session.module, cast.own, DAY, hour=13, employees=[booking.employee])
    publish(other, now=NOW)
    mine, theirs = token_of(booking), token_of(other.bookings.get())
    forged = ".".join([theirs.split(".")[0], mine.split(".")[1]])
    assert client.get(f"/svar/{forged}/").status_code == 404


def test_a_link_dies_with_its_person(client: Client, cast: Cast, booking: Booking) -> None:
    link = page(booking)
    Booking.objects.update(employee=make_employee("Bo Exempel", place=cast.own))
    assert client.get(link).status_code == 404


def test_whoever_has_another_time_since_is_told_so(client: Client, cast: Cast, booking: Booking) -> None:
    client.post(page(booking), {"svar": "kan-inte"})
    other = make_session(booking.session.module, cast.own, DAY, hour=13, employees=[booking.employee])
    publish(other, now=NOW)
    assert "Du har fått en annan tid" in client.post(page(booking), {"svar": "kommer"}).content.decode()
    booking.refresh_from_db()
    assert booking.state == BookingState.DECLINED
