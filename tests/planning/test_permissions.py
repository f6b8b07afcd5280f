"""Who reaches a draft, and for whom they answer it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine

from lyhord.accounts.crossings import still_crosses
from lyhord.accounts.enums import Role
from lyhord.accounts.models import User
from lyhord.accounts.permissions import visible
from lyhord.planning.domain.answerers import may_answer_for_all, parties_for
from lyhord.planning.domain.replies import Party
from lyhord.planning.enums import DraftState
from lyhord.planning.models import PlanDraft, PlanRun
from lyhord.programme.models import Decision
from tests.factories import TODAY, Cast, make_board, make_decision, make_programme, make_trainer, make_user
from tests.factories.rows import at

NOW = at(TODAY, 9)


def make_draft(decision: Decision, state: DraftState = DraftState.SENT, **fields: Any) -> PlanDraft:
    """Return a draft that nothing was computed for: only who reaches it matters here."""
    of: dict[str, Any] = {"owner": decision.owner, "decision": decision}
    run = PlanRun.objects.create(asked_at=NOW, problem={}, **of)
    number = decision.plan_drafts.count() + 1
    return PlanDraft.objects.create(run=run, number=number, state=state, created_at=NOW, **of, **fields)


@pytest.fixture
def sent(cast: Cast) -> PlanDraft:
    return make_draft(make_decision(cast.board, partner_board=cast.partner))


def reached(user: User) -> set[PlanDraft]:
    return set(visible(user, "planning.answer_draft", PlanDraft.objects.all()))


def test_a_sent_draft_reaches_managers_and_trainers_of_its_board_and_trainers_of_the_partner(
    cast: Cast, sent: PlanDraft
) -> None:
    make_draft(sent.decision, DraftState.OPEN)
    make_draft(make_decision(make_board("Annan nämnd (exempel)")))
    for role, scope in (
        (Role.UNIT_MANAGER, cast.unit),
        (Role.DEPUTY, cast.unit),
        (Role.TRAINER, cast.board),
        (Role.TRAINER, cast.partner),
    ):
        assert reached(make_user((role, scope))) == {sent}


def test_a_coordinator_reaches_drafts_of_their_programme_and_not_all_of_its_board(cast: Cast, sent: PlanDraft) -> None:
    other_programme = make_programme(cast.board, name="Annat program (exempel)")
    other = make_draft(make_decision(cast.board, programme=other_programme))
    assert reached(make_user((Role.COORDINATOR, cast.board))) == {sent}
    assert reached(cast.manager) == {sent, other}


@pytest.mark.parametrize(("microseconds", "crosses"), [(0, False), (1, True)])
def test_an_adopted_draft_leaves_the_partners_trainers_alone_at_one_moment(
    cast: Cast, sent: PlanDraft, microseconds: int, crosses: bool
) -> None:
    with time_machine.travel(NOW, tick=False):
        adopted_at = still_crosses() + dt.timedelta(microseconds=microseconds)
        PlanDraft.objects.filter(pk=sent.pk).update(state=DraftState.ADOPTED, adopted_at=adopted_at)
        assert reached(cast.trainer) == ({sent} if crosses else set())
        for user in (cast.manager, make_user((Role.TRAINER, cast.board))):
            assert reached(user) == {sent}


@pytest.fixture
def asked(cast: Cast) -> dict[str, Party]:
    rows = {"own": cast.own, "neighbour": cast.neighbour}
    people = {"trainer": cast.trainer_row, "other": make_trainer(board=cast.partner)}
    return {name: Party("place", str(row.pk)) for name, row in rows.items()} | {
        name: Party("trainer", str(row.pk)) for name, row in people.items()
    }


def answers_for(user: User, draft: PlanDraft, asked: dict[str, Party]) -> set[str]:
    parties = parties_for(user, draft, asked.values())
    return {name for name, party in asked.items() if party in parties}


def test_managers_answer_for_their_places_trainers_for_themselves_and_the_coordinator_for_all(
    cast: Cast, sent: PlanDraft, asked: dict[str, Party]
) -> None:
    assert answers_for(cast.manager, sent, asked) == {"own"}
    assert answers_for(make_user((Role.UNIT_MANAGER, cast.board)), sent, asked) == {"own", "neighbour"}
    assert answers_for(cast.trainer, sent, asked) == {"trainer"}
    assert answers_for(cast.coordinator, sent, asked) == {"own", "neighbour", "trainer", "other"}


def test_nobody_answers_for_places_by_another_role_or_as_a_trainer_by_the_register_alone(
    cast: Cast, sent: PlanDraft, asked: dict[str, Party]
) -> None:
    employee = make_user((Role.TRAINER, cast.partner), (Role.EMPLOYEE, cast.unit), (Role.VOLUNTEER, cast.board))
    assert answers_for(employee, sent, asked) == set()
    manager = make_user((Role.UNIT_MANAGER, cast.unit))
    own = make_trainer(board=cast.partner, user=manager)
    assert answers_for(manager, sent, asked | {"oneself": Party("trainer", str(own.pk))}) == {"own"}


def test_who_coordinates_another_decision_answers_for_themselves_alone(
    cast: Cast, sent: PlanDraft, asked: dict[str, Party]
) -> None:
    user = make_user((Role.TRAINER, cast.partner), (Role.COORDINATOR, make_board("Annan nämnd (exempel)")))
    assert reached(user) == {sent}
    assert not may_answer_for_all(user, sent)
    assert answers_for(user, sent, asked) == set()
