"""Whoever may do something to a row may open its page: nobody saves and is then told that there is no such row."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Model

from lyhord.accounts.enums import Role
from lyhord.accounts.models import RoleGrant, User
from lyhord.accounts.permissions import can, registered_actions, rule_for, visible
from lyhord.organisation.models import Board
from lyhord.outreach.models import Visit
from lyhord.people.models import Employee, Trainer
from lyhord.places.models import MeetingPlace
from lyhord.programme.models import Clause, Decision
from lyhord.training.models import Module, TrainingSession
from tests.factories import (
    TODAY,
    Cast,
    make_clauses,
    make_decision,
    make_employee,
    make_module,
    make_place,
    make_programme,
    make_session,
    make_trainer,
    make_unit,
    make_user,
    make_visit,
)

SEEN_BY: dict[type[Model], str] = {
    RoleGrant: "accounts.view_grants",
    Visit: "outreach.view_visit",
    Employee: "people.view_employee",
    Trainer: "people.view_trainer",
    MeetingPlace: "places.view_place",
    Clause: "programme.view_clause",
    Decision: "programme.view_decision",
    Module: "training.view_module",
    TrainingSession: "training.view_session",
}
"""Kind of row that has a page of its own → the action that opens it."""


def make_rows(board: Board) -> None:
    place = make_place(unit=make_unit(board, f"Enhet i {board}"))
    decision = make_decision(board, programme=make_programme(board))
    make_clauses(decision)
    people: dict[str, Any] = {
        "employees": [make_employee(f"Exempel i {board}", place=place)],
        "trainers": [make_trainer(f"Utbildare i {board}", board=board)],
    }
    make_session(make_module(board=board), place, TODAY, **people)
    make_visit(place, TODAY, trainers=people["trainers"])


@pytest.fixture
def users(cast: Cast) -> list[User]:
    """One a role, and somebody who coordinates what two boards run together."""
    make_rows(cast.board)
    make_rows(cast.partner)
    both = make_programme(cast.board, cast.partner)
    make_clauses(make_decision(cast.partner, programme=both))
    return [*User.objects.exclude(grants=None), make_user((Role.COORDINATOR, both))]


def unseen(user: User, action: str, model: type[Model]) -> set[str]:
    rows = model._default_manager.all()
    seen = visible(user, SEEN_BY[model], rows).values("pk")
    return {str(row) for row in visible(user, action, rows).exclude(pk__in=seen)}


def test_what_may_be_changed_may_be_seen(users: list[User]) -> None:
    acts = {action: rule_for(action).model for action in registered_actions()}
    acts_on_pages = {action: model for action, model in acts.items() if model in SEEN_BY}
    assert len(acts_on_pages) > 20 and set(acts_on_pages.values()) == set(SEEN_BY)
    held = [(user, action, model) for user in users for action, model in acts_on_pages.items() if can(user, action)]
    assert len(held) > 80
    wrong = {
        (action, str(user)): rows for user, action, model in held if model and (rows := unseen(user, action, model))
    }
    assert wrong == {}
