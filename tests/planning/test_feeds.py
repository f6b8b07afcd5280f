"""Private calendar addresses: one event, moved, cancelled for 90 days, then none; withdrawn at will."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import icalendar
import pytest
import time_machine
import vobject
from django.test import Client
from django.urls import reverse

from lyhord.accounts.crossings import still_crosses
from lyhord.accounts.models import AuditEvent, RoleGrant, User
from lyhord.messaging.models import CalendarEvent
from lyhord.outreach.domain.visits import create_visit
from lyhord.people.models import Employee, Trainer
from lyhord.places.models import MeetingPlace
from lyhord.planning.domain.feeds import FeedRevoked, create_feed, revoke_feed
from lyhord.planning.models import FeedToken
from lyhord.training.domain.bookings import unbook
from lyhord.training.domain.sessions import cancel_session, create_session, move_session
from lyhord.training.models import TrainingSession
from tests.factories import (
    TODAY,
    Cast,
    make_board,
    make_employee,
    make_module,
    make_programme,
    make_trainer,
    sign_in_as,
)
from tests.factories.rows import at

NOW = at(TODAY, 8).astimezone(dt.UTC)
DAY = TODAY + dt.timedelta(days=21)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def session(cast: Cast) -> TrainingSession:
    return create_session(
        module=make_module("Hur våld kan ta sig uttryck", board=cast.board),
        place=cast.own,
        starts_at=at(DAY, 9),
        trainers=[cast.trainer_row],
        employees=[cast.employee_row],
        created_by=cast.coordinator,
        now=NOW,
    )


def address_of(subject: MeetingPlace | Employee | Trainer, user: User) -> str:
    _feed, secret = create_feed(subject=subject, created_by=user, now=NOW)
    return reverse("planning:feed", args=[secret])


def seen(client: Client, address: str) -> list[tuple[str, int, str, dt.datetime]]:
    """Return what two independent libraries agree that the feed holds."""
    response = client.get(address)
    assert response.status_code == 200
    mine = [
        (str(e["UID"]), int(e["SEQUENCE"]), str(e["STATUS"]), e.decoded("DTSTART"))
        for e in icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    ]
    other = vobject.readOne(response.content.decode())
    assert other.method.value == "PUBLISH"
    assert mine == [
        (e.uid.value, int(e.sequence.value), e.status.value, e.dtstart.value) for e in other.contents.get("vevent", [])
    ]
    return mine


@pytest.mark.parametrize("whose", ["own", "employee_row"])
def test_one_event_moved_cancelled_and_gone(
    client: Client, cast: Cast, session: TrainingSession, clock: time_machine.Traveller, whose: str
) -> None:
    address = address_of(getattr(cast, whose), cast.coordinator)
    uid = f"{session.pk}@lyhord"
    assert seen(client, address) == [(uid, 0, "CONFIRMED", at(DAY, 9))]
    move_session(session=session, starts_at=at(DAY, 13), moved_by=cast.coordinator, now=NOW)
    assert seen(client, address) == [(uid, 1, "CONFIRMED", at(DAY, 13))]
    cancel_session(session=session, cancelled_by=cast.coordinator, now=NOW)
    assert seen(client, address) == [(uid, 2, "CANCELLED", at(DAY, 13))]
    clock.move_to(NOW + dt.timedelta(days=90) - dt.timedelta(seconds=1))
    assert seen(client, address) == [(uid, 2, "CANCELLED", at(DAY, 13))]
    clock.move_to(NOW + dt.timedelta(days=90))
    assert seen(client, address) == []


def test_a_trainer_s_event_crosses_until_thirty_days_after_it(
    client: Client, cast: Cast, session: TrainingSession, clock: time_machine.Traveller
) -> None:
    address = address_of(cast.trainer_row, cast.trainer)
    event = (f"{session.pk}@lyhord", 0, "CONFIRMED", at(DAY, 9))
    clock.move_to(at(DAY + dt.timedelta(days=30), 23, 59))
    assert seen(client, address) == [event]
    clock.move_to(at(DAY + dt.timedelta(days=31), 0))
    assert seen(client, address) == []
    for microseconds, crosses in ((0, False), (1, True)):
        ended = still_crosses() + dt.timedelta(microseconds=microseconds)
        CalendarEvent.objects.update(starts_at=ended - dt.timedelta(hours=2), ends_at=ended)
        assert bool(seen(client, address)) == crosses


@pytest.mark.parametrize("whose", ["own", "employee_row", "trainer_row"])
def test_a_feed_ends_with_the_right_of_whoever_made_it(
    client: Client, cast: Cast, session: TrainingSession, clock: time_machine.Traveller, whose: str
) -> None:
    """When the right has ended, and when it is held elsewhere instead."""
    address = address_of(getattr(cast, whose), cast.coordinator)
    grants = RoleGrant.objects.filter(user=cast.coordinator)
    held = grants.values_list("pk", "programme")
    before = dict(held)
    elsewhere = make_board("Annan nämnd (exempel)")
    assert len(seen(client, address)) == 1
    grants.update(programme=make_programme(elsewhere), board=elsewhere)
    assert client.get(address).status_code == 404
    for grant, programme in before.items():
        grants.filter(pk=grant).update(programme=programme)
    assert len(seen(client, address)) == 1
    grants.update(ends_before=TODAY)
    assert client.get(address).status_code == 404


def test_a_feed_says_nothing_of_what_it_is_about(
    client: Client, cast: Cast, session: TrainingSession, clock: time_machine.Traveller
) -> None:
    text = client.get(address_of(cast.employee_row, cast.employee)).text
    assert "SUMMARY:Utbildning\r\n" in text
    for telling in ("våld", "uttryck", "Exempel Medarbetare", "Exempel Utbildare"):
        assert telling not in text


def test_each_feed_has_only_its_own(
    client: Client, cast: Cast, session: TrainingSession, clock: time_machine.Traveller
) -> None:
    visit = create_visit(
        place=cast.neighbour, starts_at=at(DAY, 10), ends_at=at(DAY, 11), created_by=cast.coordinator, now=NOW
    )
    uids = {
        who: [event[0] for event in seen(client, address_of(subject, cast.coordinator))]
        for who, subject in {
            "own": cast.own,
            "neighbour": cast.neighbour,
            "colleague": make_employee(place=cast.own),
            "trainer": make_trainer(),
        }.items()
    }
    assert uids == {
        "own": [f"{session.pk}@lyhord"],
        "neighbour": [f"{visit.pk}@lyhord"],
        "colleague": [],
        "trainer": [],
    }


def test_who_loses_a_seat_loses_the_event(
    client: Client, cast: Cast, session: TrainingSession, clock: time_machine.Traveller
) -> None:
    address = address_of(cast.employee_row, cast.employee)
    unbook(session=session, employees=[cast.employee_row], unbooked_by=cast.coordinator, now=NOW)
    assert seen(client, address) == []


def test_what_was_more_than_a_year_ago_is_left_out(
    client: Client, cast: Cast, session: TrainingSession, clock: time_machine.Traveller
) -> None:
    address = address_of(cast.own, cast.coordinator)
    clock.move_to(session.ends_at + dt.timedelta(days=365))
    assert len(seen(client, address)) == 1
    clock.move_to(session.ends_at + dt.timedelta(days=365, seconds=1))
    assert seen(client, address) == []


def test_a_feed_needs_no_session_and_leaves_no_cookie(
    client: Client, cast: Cast, session: TrainingSession, clock: time_machine.Traveller
) -> None:
    response = client.get(address_of(cast.own, cast.coordinator))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "no-store, private"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_unknown_and_withdrawn_addresses_are_answered_alike(client: Client, cast: Cast) -> None:
    feed, secret = create_feed(subject=cast.own, created_by=cast.coordinator, now=NOW)
    revoke_feed(feed=feed, revoked_by=cast.coordinator, now=NOW)
    withdrawn = client.get(reverse("planning:feed", args=[secret]))
    unknown = client.get(reverse("planning:feed", args=["nonsens"]))
    assert withdrawn.status_code == unknown.status_code == 404
    assert withdrawn.content == unknown.content
    assert sorted(withdrawn.headers.items()) == sorted(unknown.headers.items())
    with pytest.raises(FeedRevoked):
        revoke_feed(feed=feed, revoked_by=cast.coordinator, now=NOW)


def test_only_a_digest_is_kept(cast: Cast) -> None:
    feed, secret = create_feed(subject=cast.own, created_by=cast.coordinator, now=NOW)
    assert len(secret) >= 43
    assert secret not in str(FeedToken.objects.filter(pk=feed.pk).values().get())
    assert list(AuditEvent.objects.values_list("action", "actor")) == [("planning.feed_created", cast.coordinator.pk)]


def test_an_address_can_only_be_read(client: Client, cast: Cast) -> None:
    assert client.post(address_of(cast.own, cast.coordinator)).status_code == 405


@pytest.mark.parametrize(
    ("who", "kind", "whose", "status"),
    [
        ("coordinator", "place", "own", 200),
        ("coordinator", "employee", "employee_row", 200),
        ("coordinator", "trainer", "trainer_row", 200),
        ("manager", "place", "own", 200),
        ("manager", "place", "neighbour", 404),
        ("manager", "employee", "employee_row", 403),
        ("employee", "employee", "employee_row", 200),
        ("employee", "place", "own", 403),
        ("trainer", "trainer", "trainer_row", 200),
        ("trainer", "place", "own", 403),
        ("board_reader", "place", "own", 403),
        ("outsider", "employee", "employee_row", 403),
    ],
)
def test_who_may_make_an_address(client: Client, cast: Cast, who: str, kind: str, whose: str, status: int) -> None:
    sign_in_as(client, getattr(cast, who))
    address = reverse(f"planning:feed-create-{kind}", args=[getattr(cast, whose).pk])
    assert client.get(address).status_code == (403 if status == 403 else 405)
    assert client.post(address).status_code == status
    assert FeedToken.objects.count() == (status == 200)


def test_nobody_makes_an_address_for_somebody_else(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.employee)
    other = make_employee(place=cast.own)
    assert client.post(reverse("planning:feed-create-employee", args=[other.pk])).status_code == 404
    sign_in_as(client, cast.trainer)
    assert client.post(reverse("planning:feed-create-trainer", args=[make_trainer().pk])).status_code == 404


def test_the_address_is_shown_once_and_works(
    client: Client, cast: Cast, session: TrainingSession, clock: time_machine.Traveller
) -> None:
    sign_in_as(client, cast.employee)
    response = client.post(reverse("planning:feed-create-employee", args=[cast.employee_row.pk]))
    address = response.context["address"]
    assert response["Cache-Control"] == "no-store, private"
    assert address in response.text
    assert len(seen(Client(), address.removeprefix("http://testserver"))) == 1
    again = client.get(reverse("planning:feed-list"))
    assert address not in again.text
    assert "Exempel Medarbetare" in again.text


def test_an_address_is_withdrawn_by_those_who_could_have_made_it(client: Client, cast: Cast) -> None:
    feed, _secret = create_feed(subject=cast.own, created_by=cast.coordinator, now=NOW)
    address = reverse("planning:feed-revoke", args=[feed.pk])
    for stranger in (cast.employee, cast.trainer):
        assert sign_in_as(client, stranger).post(address).status_code == 404
    sign_in_as(client, cast.deputy)
    assert client.post(address)["Location"] == reverse("planning:feed-list")
    feed.refresh_from_db()
    assert feed.revoked_at is not None
    assert client.post(address).status_code == 302
    assert not client.get(reverse("planning:feed-list")).context["feeds"]


def test_the_list_of_addresses_shows_only_those_one_may_withdraw(client: Client, cast: Cast) -> None:
    for subject in (cast.own, cast.neighbour, cast.employee_row, cast.trainer_row):
        create_feed(subject=subject, created_by=cast.coordinator, now=NOW)

    def listed(user: User) -> set[str]:
        return {str(feed) for feed in sign_in_as(client, user).get(reverse("planning:feed-list")).context["feeds"]}

    assert listed(cast.manager) == {"Exempel Egen"}
    assert listed(cast.employee) == {"Exempel Medarbetare"}
    assert listed(cast.trainer) == {"Exempel Utbildare"}
    assert len(listed(cast.coordinator)) == 4
