"""Each role is used where it is held: whoever coordinates elsewhere gets no more here than the role held here gives."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from lyhord.accounts.enums import Role
from lyhord.accounts.models import User
from lyhord.coverage.domain.snapshots import freeze
from lyhord.people.models import Employee, Trainer
from lyhord.places.models import MeetingPlace
from lyhord.programme.enums import FundingPurpose
from lyhord.programme.models import Clause, Funding
from lyhord.training.enums import Outcome, SessionState
from lyhord.training.models import Attendance
from tests.access.shown import wrongly_offered
from tests.access.walk import Visitor, outcome, text_of
from tests.factories import (
    TODAY,
    Cast,
    make_board,
    make_clauses,
    make_decision,
    make_employee,
    make_module,
    make_place,
    make_session,
    make_trainer,
    make_unit,
    make_user,
    make_visit,
    sign_in_as,
)
from tests.factories.rows import at

CONTACT, PERSON, LATER = "Exempel Kontakt", "Exempel Medarbetare", "Exempel Senare"


@dataclass(frozen=True)
class Here:
    """pages: the addresses of this board's rows, by name."""

    cast: Cast
    trains: Clause
    pages: dict[str, str]

    def held(self, role: Role) -> User:
        """Return somebody who has the role here, and coordinates elsewhere."""
        units = dict.fromkeys((Role.UNIT_MANAGER, Role.EMPLOYEE), self.cast.unit)
        scope = (units | {Role.TRAINER: self.cast.partner}).get(role, self.cast.board)
        user = make_user((Role.COORDINATOR, make_board("Annan nämnd (exempel)")), (role, scope))
        if role == Role.TRAINER:
            Trainer.objects.filter(pk=self.cast.trainer_row.pk).update(user=user)
        return user


@pytest.fixture
def here(cast: Cast) -> Here:
    MeetingPlace.objects.filter(pk=cast.own.pk).update(contact_name=CONTACT)
    decision = make_decision(cast.board, partner_board=cast.partner)
    visits, trains = make_clauses(decision)
    make_module(board=cast.board, clause=trains)
    Funding.objects.create(decision=decision, purpose=FundingPurpose.values[0], source="Medel (exempel)")
    snapshot = freeze(clause=trains, as_of=TODAY, taken_by=cast.coordinator, now=at(TODAY, 7))
    make_employee(LATER, place=cast.own)
    pages = {
        "place": f"/traffpunkter/{cast.own.pk}/",
        "employee": f"/personer/{cast.employee_row.pk}/",
        "trainer": f"/utbildare/{cast.trainer_row.pk}/",
        "decision": f"/beslut/{decision.pk}/",
        "money": f"/beslut/{decision.pk}/pengar/",
        "definition": f"/beslut/att-satser/{trains.pk}/genomfort/",
        "visits": f"/tackning/{visits.pk}/",
        "trains": f"/tackning/{trains.pk}/",
        "snapshot": f"/tackning/frysta/{snapshot.pk}/",
    }
    return Here(cast, trains, pages)


OPEN = {
    Role.UNIT_MANAGER: ("place", "employee"),
    Role.EMPLOYEE: ("place",),
    Role.TRAINER: ("trainer",),
    Role.BOARD_READER: ("place", "decision", "definition", "snapshot"),
    Role.BOARD_SECRETARY: ("place", "decision", "definition", "money", "visits", "trains", "snapshot"),
}
"""The role held here → the pages that it opens here."""


@pytest.mark.parametrize("role", OPEN)
def test_a_page_here_offers_nothing_that_is_denied_here(here: Here, role: Role) -> None:
    with time_machine.travel(at(TODAY, 8), tick=False):
        visitor = Visitor(here.held(role))
        answers: dict[tuple[str, str], str] = {}
        found = {name: visitor.ask("GET", url) for name, url in here.pages.items()}
        assert {name for name, response in found.items() if outcome(response) == "+"} == set(OPEN[role])
        wrong = [
            sentence
            for name in OPEN[role]
            for sentence in wrongly_offered(
                str(role), here.pages[name], text_of(found[name]), answers, visitor.answer_to
            )
        ]
        assert wrong == []


@pytest.mark.parametrize(
    ("role", "where", "said"),
    [
        (Role.COORDINATOR, "place", {CONTACT, PERSON, LATER}),
        (Role.COORDINATOR, "trains", {PERSON, LATER}),
        (Role.COORDINATOR, "snapshot", {LATER, "i dag"}),
        (Role.BOARD_READER, "place", set()),
        (Role.BOARD_READER, "snapshot", set()),
        (Role.BOARD_SECRETARY, "trains", set()),
        (Role.BOARD_SECRETARY, "snapshot", {"i dag"}),
    ],
)
def test_a_page_here_says_what_the_role_held_here_reads(here: Here, role: Role, where: str, said: set[str]) -> None:
    with time_machine.travel(at(TODAY, 8), tick=False):
        text = text_of(Visitor(here.held(role)).ask("GET", here.pages[where])).split("<main", 1)[1]
    assert {word for word in (CONTACT, PERSON, LATER, "i dag") if word in text} == said


@pytest.mark.parametrize(("role", "status"), [(Role.COORDINATOR, 302), (Role.BOARD_SECRETARY, 200)])
def test_what_counts_is_adopted_by_the_role_held_here(here: Here, client: Client, role: Role, status: int) -> None:
    facts = {"classes": ["staff"], "min_employed_days": "1", "adopted_on": f"{TODAY:%Y-%m-%d}"}
    with time_machine.travel(at(TODAY, 8), tick=False):
        response = sign_in_as(client, here.held(role)).post(here.pages["definition"], facts)
    assert response.status_code == status
    assert here.trains.definitions.count() == (2 if status == 302 else 1)


OFFERS = ("may_change", "may_create", "may_mark", "may_record", "may_share")


def offered(client: Client, user: User, address: str) -> set[str]:
    response = sign_in_as(client, user).get(address)
    assert response.status_code == 200
    return {name for name in OFFERS if response.context.get(name)}


@time_machine.travel(at(TODAY, 12), tick=False)
def test_what_somebody_may_change_elsewhere_is_not_offered_here(client: Client, cast: Cast, here: Here) -> None:
    worker, manager = here.held(Role.EMPLOYEE), here.held(Role.UNIT_MANAGER)
    module = make_module(board=cast.board)
    session = make_session(module, cast.own, TODAY, employees=[make_employee(place=cast.own, user=worker)])
    pages = {
        "module": reverse("training:module-detail", args=[module.pk]),
        "session": reverse("training:session-detail", args=[session.pk]),
        "visit": reverse("outreach:visit-detail", args=[make_visit(cast.own, TODAY).pk]),
        "calendar": reverse("planning:calendar-place", args=[cast.own.pk]),
    }
    assert {page: offered(client, worker, url) for page, url in pages.items()} == {page: set() for page in pages}
    assert {page: offered(client, cast.coordinator, url) for page, url in pages.items()} == {
        "module": {"may_change"},
        "session": {"may_change", "may_record"},
        "visit": {"may_change", "may_mark"},
        "calendar": {"may_create", "may_share"},
    }
    person = reverse("planning:calendar-person", args=[cast.employee_row.pk])
    assert offered(client, manager, person) == set()
    assert offered(client, cast.coordinator, person) == {"may_share"}


@time_machine.travel(at(TODAY, 12), tick=False)
def test_a_trainer_who_manages_elsewhere_is_not_shown_the_staff_of_the_place(client: Client, cast: Cast) -> None:
    user = make_user((Role.TRAINER, cast.partner), (Role.UNIT_MANAGER, cast.other_unit))
    trainer = make_trainer(board=cast.partner, user=user)
    session = make_session(make_module(board=cast.board), cast.own, TODAY, trainers=[trainer])
    page = reverse("training:session-attendance", args=[session.pk])
    assert cast.employee_row.name not in sign_in_as(client, user).get(page).text
    assert cast.employee_row.name in sign_in_as(client, cast.manager).get(page).text


@time_machine.travel(at(TODAY, 12), tick=False)
def test_a_coordinator_is_not_told_what_their_people_attend_in_another_board(client: Client, cast: Cast) -> None:
    """Their manager is: they answer for the day the person is away."""
    unit, module = make_unit(make_board("Annan nämnd (exempel)")), make_module(board=cast.board)
    booked, visited = make_place("Exempel Bokad", unit=unit), make_place("Exempel Besökt", unit=unit)
    make_session(module, booked, TODAY + dt.timedelta(days=1), employees=[cast.employee_row])
    past = make_session(module, visited, TODAY - dt.timedelta(days=7), state=SessionState.HELD)
    Attendance.objects.create(
        session=past, employee=cast.employee_row, outcome=Outcome.PRESENT, recorded_at=at(TODAY, 8)
    )
    pages = [
        reverse(name, args=[cast.employee_row.pk]) for name in ("people:employee-detail", "planning:calendar-person")
    ]

    def told(user: User) -> list[set[str]]:
        texts = [sign_in_as(client, user).get(page).text for page in pages]
        return [{place.name for place in (booked, visited) if place.name in text} for text in texts]

    assert told(make_user((Role.COORDINATOR, cast.board))) == [set(), set()]
    assert told(cast.manager) == [{"Exempel Bokad"}, {"Exempel Bokad", "Exempel Besökt"}]


def test_nobody_is_offered_an_address_of_their_own_without_a_worker_s_role(client: Client, cast: Cast) -> None:
    make_employee(place=cast.own, user=cast.manager)
    page = reverse("planning:feed-list")
    assert sign_in_as(client, cast.manager).get(page).context["me"] is None
    assert sign_in_as(client, cast.employee).get(page).context["me"] == cast.employee_row
    Employee.objects.update(restricted_at=at(TODAY, 8))
    assert client.get(page).context["me"] is None
