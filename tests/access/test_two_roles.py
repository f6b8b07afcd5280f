"""Each role is used where it is held: whoever coordinates elsewhere gets no more here than the role held here gives."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import time_machine
from django.test import Client

from lyhord.accounts.enums import Role
from lyhord.accounts.models import User
from lyhord.coverage.domain.snapshots import freeze
from lyhord.people.models import Trainer
from lyhord.places.models import MeetingPlace
from lyhord.programme.enums import FundingPurpose
from lyhord.programme.models import Clause, Funding
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
    make_user,
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
        scope = {Role.UNIT_MANAGER: self.cast.unit, Role.TRAINER: self.cast.partner}.get(role, self.cast.board)
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
