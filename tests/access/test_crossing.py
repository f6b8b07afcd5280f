"""What crosses the wall to a trainer of another board: on which pages, with which names, and until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.test import Client

from lyhord.accounts.enums import Role
from lyhord.accounts.models import User
from lyhord.outreach.domain.visits import cancel_visit, create_visit, move_visit
from lyhord.outreach.models import Visit
from lyhord.people.models import Employee, Trainer
from lyhord.places.models import MeetingPlace
from lyhord.planning.domain.feeds import create_feed
from lyhord.training.domain.attendance import mark_held
from lyhord.training.domain.bookings import unbook
from lyhord.training.domain.sessions import cancel_session, create_session, move_session
from lyhord.training.models import TrainingSession
from tests.access.shown import names
from tests.access.walk import text_of
from tests.factories import (
    TODAY,
    make_board,
    make_employee,
    make_module,
    make_place,
    make_trainer,
    make_unit,
    make_user,
    sign_in_as,
)
from tests.factories.rows import at

DAY = TODAY + dt.timedelta(days=1)
NOW = at(TODAY, 8)
WEEK = f"/kalender/vecka/{DAY:%G-%V}/"


@dataclass
class Crossed:
    """Board A has one session and one visit on DAY, at a place each; the trainer is of another board."""

    trainer: Trainer
    user: User
    coordinator: User
    booked: Employee
    other: Employee
    session: TrainingSession
    visit: Visit
    feed: str

    def pages(self) -> dict[str, str]:
        """Return every way in which a session or a visit can be read, by name."""
        session, visit = f"/utbildning/tillfalle/{self.session.pk}/", f"/besok/{self.visit.pk}/"
        return {
            "start": "/",
            "sessions": "/utbildning/?nar=alla",
            "session": session,
            "list to sign": f"{session}narvarolista/",
            "attendance": f"{session}narvaro/",
            "module": f"/utbildning/moduler/{self.session.module_id}/",
            "visits": "/besok/?nar=alla",
            "visit": visit,
            "places": "/traffpunkter/",
            "session's place": f"/traffpunkter/{self.session.place_id}/",
            "its calendar": f"/kalender/traffpunkt/{self.session.place_id}/",
            "visit's place": f"/traffpunkter/{self.visit.place_id}/",
            "person": f"/personer/{self.booked.pk}/",
            "week": WEEK,
            "day": f"/kalender/dag/{self.trainer.pk}/{DAY}/",
            "searched": "/sok/?q=Namn",
            "searched for place": "/sok/?q=Plats",
            "feed": f"/kalender/{self.feed}.ics",
        }


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def crossed(db: None, clock: time_machine.Traveller) -> Crossed:
    board, nexus = make_board("Nämnd A (exempel)"), make_board("Nexus nämnd (exempel)")
    places = [make_place(name, unit=make_unit(board)) for name in ("PlatsAutbildning", "PlatsAbesok")]
    people = [make_employee(name, place=places[0]) for name in ("NamnAbokad", "NamnAannan", "NamnAfri")]
    user, coordinator = make_user((Role.TRAINER, nexus)), make_user((Role.COORDINATOR, board))
    trainer = make_trainer("TrAresande", board=nexus, user=user)
    held: dict[str, Any] = {"trainers": [trainer], "created_by": coordinator, "now": NOW}
    module = make_module("ModulA", board=board)
    return Crossed(
        trainer,
        user,
        coordinator,
        people[0],
        people[1],
        create_session(module=module, place=places[0], starts_at=at(DAY, 9), employees=people[:2], **held),
        create_visit(place=places[1], starts_at=at(DAY, 13), ends_at=at(DAY, 14), **held),
        create_feed(subject=trainer, created_by=user, now=NOW)[1],
    )


def read(crossed: Crossed, user: User | None = None) -> dict[str, set[str]]:
    """Return the names of A's rows on each page that opens for the user, who is the trainer if nobody else."""
    client = sign_in_as(Client(), user or crossed.user)
    answers = {page: client.get(address) for page, address in crossed.pages().items()}
    assert {answer.status_code for answer in answers.values()} <= {200, 404, 403}
    found = {page: names(text_of(answer)) for page, answer in answers.items() if answer.status_code == 200}
    return {page: said - {"TrAresande"} for page, said in found.items()}


PEOPLE = {"NamnAbokad", "NamnAannan"}
AT_SESSION, AT_VISIT = {"PlatsAutbildning"}, {"PlatsAbesok"}
BOTH = AT_SESSION | AT_VISIT
NOTHING: dict[str, set[str]] = {
    "start": set(),
    "sessions": set(),
    "visits": set(),
    "places": set(),
    "week": set(),
    "day": set(),
    "searched": set(),
    "searched for place": set(),
    "feed": set(),
}
OF_SESSION = {
    "sessions": AT_SESSION | {"ModulA"},
    "session": AT_SESSION | {"ModulA"} | PEOPLE,
    "list to sign": AT_SESSION | {"ModulA"} | PEOPLE,
    "attendance": AT_SESSION | {"ModulA"} | PEOPLE,
    "module": {"ModulA"},
    "session's place": AT_SESSION,
    "its calendar": AT_SESSION | {"ModulA"},
}
OF_VISIT = {"visits": AT_VISIT, "visit": AT_VISIT, "visit's place": AT_VISIT}
OF_BOTH = {
    "places": BOTH,
    "week": BOTH | {"ModulA"},
    "day": BOTH | {"ModulA"},
    "searched for place": BOTH | {"ModulA"},
    "feed": BOTH,
}


def test_until_the_thirtieth_day_is_over(crossed: Crossed, clock: time_machine.Traveller) -> None:
    clock.move_to(at(DAY + dt.timedelta(days=30), 23, 59))
    assert read(crossed) == NOTHING | OF_SESSION | OF_VISIT | OF_BOTH
    clock.move_to(at(DAY + dt.timedelta(days=31), 0))
    assert read(crossed) == NOTHING


def test_of_a_cancelled_session_no_names(crossed: Crossed) -> None:
    cancel_session(session=crossed.session, cancelled_by=crossed.coordinator, now=NOW)
    cancel_visit(visit=crossed.visit, cancelled_by=crossed.coordinator, now=NOW)
    said = read(crossed)
    assert set().union(*said.values()) & PEOPLE == set()
    assert said["session"] == AT_SESSION | {"ModulA"}
    assert said["visit"] == AT_VISIT
    assert "list to sign" not in said
    assert "attendance" not in said


def test_whoever_is_taken_off_reaches_nothing(crossed: Crossed) -> None:
    session, visit, by = crossed.session, crossed.visit, crossed.coordinator
    move_session(session=session, starts_at=session.starts_at, trainers=[], moved_by=by, now=NOW)
    assert read(crossed) == NOTHING | OF_VISIT | dict.fromkeys(OF_BOTH, AT_VISIT) | {"start": AT_VISIT}
    facts: dict[str, Any] = {
        "place": visit.place,
        "starts_at": visit.starts_at,
        "ends_at": visit.ends_at,
        "public_title": "Fika",
    }
    move_visit(visit=visit, trainers=[], joins=None, moved_by=by, now=NOW, **facts)
    assert read(crossed) == NOTHING


def test_an_unbooked_person_is_no_longer_named(crossed: Crossed) -> None:
    unbook(session=crossed.session, employees=[crossed.other], unbooked_by=crossed.coordinator, now=NOW)
    assert {page for page, said in read(crossed).items() if "NamnAannan" in said} == set()
    assert {page for page, said in read(crossed).items() if "NamnAbokad" in said} == {"session", "list to sign"}


def test_whoever_came_without_a_seat_is_named_once_they_were_there(
    crossed: Crossed, clock: time_machine.Traveller
) -> None:
    clock.move_to(at(DAY, 12))
    came = Employee.objects.get(name="NamnAfri")
    assert {page for page, said in read(crossed).items() if "NamnAfri" in said} == set()
    mark_held(session=crossed.session, walk_ins=[came], held_by=crossed.coordinator, now=at(DAY, 12))
    named = {page for page, said in read(crossed).items() if "NamnAfri" in said}
    assert named == {"session", "list to sign", "attendance"}


@pytest.mark.parametrize("name", ["Nexus nämnd (exempel)", "Nämnd C (exempel)"])
def test_a_trainer_who_does_not_go_there_reaches_nothing(crossed: Crossed, name: str) -> None:
    """Neither a colleague of the trainer's, nor one of a third board."""
    board = make_board(name)
    other = make_user((Role.TRAINER, board))
    make_trainer("Annan utbildare", board=board, user=other)
    said = read(crossed, other)
    assert said == {page: named for page, named in NOTHING.items() if page != "day"} | {"feed": BOTH}


def test_of_a_place_the_trainer_reads_only_what_they_go_to(crossed: Crossed) -> None:
    place = MeetingPlace.objects.get(name="PlatsAutbildning")
    module = make_module("ModulAdold", board=place.owner)
    create_session(
        module=module, place=place, starts_at=at(DAY, 13), employees=[crossed.other], created_by=None, now=NOW
    )
    assert "ModulAdold" not in set().union(*read(crossed).values())
