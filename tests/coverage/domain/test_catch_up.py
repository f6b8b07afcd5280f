"""Who needs a new time, why, and that it is offered by itself: once, and only where it fits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lyhord.coverage.domain.catch_up import find_missing
from lyhord.coverage.domain.catch_up_page import lines_at, wanted_sessions, with_times
from lyhord.coverage.domain.offering import offer_for, offer_next_times
from lyhord.people.models import AwayPeriod, Employee
from lyhord.places.models import MeetingPlace
from lyhord.programme.models import Decision
from lyhord.training.domain.answers import decline
from lyhord.training.domain.attendance import mark_held
from lyhord.training.domain.offers.give import NoSeatToOffer, offer_seat
from lyhord.training.domain.sessions import cancel_session
from lyhord.training.enums import BookingState, StepWay
from lyhord.training.models import Booking, Module, TrainingSession
from tests.factories import (
    TODAY,
    Cast,
    make_clauses,
    make_decision,
    make_employee,
    make_module,
    make_session,
)
from tests.factories.rows import at

NOW = at(TODAY, 8)
AGO, SOON = TODAY - dt.timedelta(days=10), TODAY + dt.timedelta(days=20)


@pytest.fixture
def decision(cast: Cast) -> Decision:
    decision = make_decision(cast.board, starts_on=TODAY - dt.timedelta(days=60))
    _visits, training = make_clauses(decision, min_employed_days=0)
    training.definitions.update(adopted_on=TODAY - dt.timedelta(days=60))
    Employee.objects.all().delete()
    make_module("Ett", clause=training, board=cast.board, group_max=3)
    return decision


@pytest.fixture
def module(decision: Decision) -> Module:
    return Module.objects.get()


@pytest.fixture
def held(cast: Cast, module: Module) -> TrainingSession:
    """Everybody else was there: Bo missed it, Cia went home early."""
    done, bo, cia = (make_employee(name, place=cast.own) for name in ("Anna", "Bo", "Cia"))
    session = make_session(module, cast.own, AGO, employees=[done, bo, cia])
    mark_held(session=session, absent=[bo], partly=[cia], held_by=None, now=at(AGO, 12))
    return session


def missing(decision: Decision) -> dict[str, str]:
    names = dict(Employee.objects.values_list("pk", "name"))
    return {names[it.person]: it.reason.value for it in find_missing(decision, as_of=TODAY)}


def seats(session: TrainingSession) -> list[str]:
    return sorted(session.bookings.seated().values_list("employee__name", flat=True))


def test_why_each_needs_a_time(cast: Cast, decision: Decision, module: Module, held: TrainingSession) -> None:
    make_employee("Nykomna", place=cast.own, starts_on=AGO + dt.timedelta(days=2))
    back = make_employee("Åter", place=cast.own)
    AwayPeriod.objects.create(employee=back, starts_on=AGO - dt.timedelta(days=9), ends_before=TODAY)
    make_employee("Oplanerad", place=cast.own)
    people = {name: make_employee(name, place=cast.own) for name in ("Nej", "Borta", "Inställd", "Kö", "Bokad")}
    for name, state in (
        ("Nej", BookingState.DECLINED),
        ("Borta", BookingState.EXCUSED),
        ("Kö", BookingState.WAITING),
        ("Bokad", BookingState.ACCEPTED),
    ):
        make_session(module, cast.own, SOON, employees=[people[name]], booked=state)
    gone = make_session(module, cast.own, SOON, employees=[people["Inställd"]])
    cancel_session(session=gone, cancelled_by=None, now=NOW)
    assert missing(decision) == {
        "Bo": "missed",
        "Cia": "partly",
        "Nykomna": "joined",
        "Åter": "back",
        "Oplanerad": "unplanned",
        "Nej": "declined",
        "Borta": "excused",
        "Inställd": "cancelled",
        "Kö": "waiting",
    }


def test_before_anything_has_been_held_nobody_is_offered_anything(
    cast: Cast, decision: Decision, module: Module
) -> None:
    make_employee("Ny", place=cast.own, starts_on=AGO)
    session = make_session(module, cast.own, SOON)
    assert missing(decision) == {"Ny": "unplanned"}
    assert (offer_for(decision, now=NOW), seats(session)) == (0, [])


def test_what_nobody_has_reported_is_no_lack_yet(cast: Cast, decision: Decision, module: Module) -> None:
    make_session(module, cast.own, AGO, employees=[make_employee("Bo", place=cast.own)])
    assert missing(decision) == {}


def test_the_next_time_is_offered_by_itself_and_only_once(
    cast: Cast, decision: Decision, module: Module, held: TrainingSession
) -> None:
    near, own = make_session(module, cast.neighbour, SOON), make_session(module, cast.own, SOON, hour=13)
    make_session(module, cast.own, TODAY + dt.timedelta(days=13))
    for _twice in range(2):
        offer_next_times(NOW, lambda: False)
    assert (seats(own), seats(near), missing(decision)) == (["Bo", "Cia"], [], {})
    step = Booking.objects.get(session=own, employee__name="Bo").steps.get()
    assert (step.state, step.way, step.by) == ("invited", StepWay.ITSELF, None)


def test_who_declines_is_offered_another_but_never_the_same_again(
    cast: Cast, decision: Decision, module: Module, held: TrainingSession
) -> None:
    own, near = make_session(module, cast.own, SOON), make_session(module, cast.neighbour, SOON)
    offer_for(decision, now=NOW)
    for session in (own, near):
        decline(booking=Booking.objects.get(session=session, employee__name="Bo"), by=None, now=NOW)
        offer_for(decision, now=NOW)
    assert (seats(own), seats(near), missing(decision)) == (["Cia"], [], {"Bo": "declined"})
    (line,) = with_times(lines_at(MeetingPlace.objects.all(), as_of=TODAY), now=NOW, notice_days=14)
    assert line.why_not == "Inget passar. 2 tillfällen: personen har redan fått frågan om det."


def test_where_none_fits_the_page_says_why_and_leads_to_a_new_session(
    cast: Cast, decision: Decision, module: Module, held: TrainingSession
) -> None:
    lines = with_times(lines_at(MeetingPlace.objects.all(), as_of=TODAY), now=NOW, notice_days=14)
    assert {line.why_not for line in lines} == {"Det finns inget tillfälle av modulen om minst 14 dagar."}
    (wanted,) = wanted_sessions(lines)
    assert (wanted.people, wanted.module, wanted.place) == (2, module, cast.own)
    people = Employee.objects.filter(name__in=["Bo", "Cia"])
    assert all(f"person={person.pk}" in wanted.url for person in people)


def test_an_offer_is_refused_when_it_no_longer_fits(
    cast: Cast, decision: Decision, module: Module, held: TrainingSession
) -> None:
    bo, session = Employee.objects.get(name="Bo"), make_session(module, cast.own, SOON)

    def offer(person: Employee = bo) -> Booking:
        return offer_seat(session=session, employee=person, offered_by=cast.coordinator, now=NOW)

    booking = offer()
    refusals: list[Callable[[], object]] = [offer]
    decline(booking=booking, by=None, now=NOW)
    for refuse in (*refusals, offer, lambda: offer(Employee.objects.get(name="Anna"))):
        with pytest.raises(NoSeatToOffer):
            refuse()
    others = [make_employee(place=cast.own) for _n in range(3)]
    for person in others:
        offer(person)
    with pytest.raises(NoSeatToOffer):
        offer(Employee.objects.get(name="Cia"))


def test_the_list_takes_as_many_queries_for_many(
    cast: Cast, decision: Decision, module: Module, held: TrainingSession
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            with_times(lines_at(MeetingPlace.objects.all(), as_of=TODAY), now=NOW, notice_days=14)
        return len(found)

    make_session(module, cast.own, SOON)
    few = count()
    absent = [make_employee(place=cast.neighbour) for _n in range(12)]
    session = make_session(module, cast.neighbour, AGO, employees=absent)
    mark_held(session=session, absent=absent, held_by=None, now=at(AGO, 12))
    for _n in range(3):
        make_session(module, cast.neighbour, SOON)
    assert count() == few
