"""The first steps: one is next, those behind are done."""

from __future__ import annotations

import pytest
from django.test import Client

from lyhord.home.domain.steps import StepState, first_steps, is_ready
from tests.factories import (
    Cast,
    make_board,
    make_clauses,
    make_decision,
    make_employee,
    make_place,
    make_trainer,
    make_unit,
    sign_in_as,
)

DONE, NEXT, LATER = StepState.DONE, StepState.NEXT, StepState.LATER


@pytest.mark.django_db
def test_an_empty_installation_begins_with_the_units() -> None:
    steps = first_steps({make_board().pk})
    assert [step.state for step in steps] == [NEXT, LATER, LATER, LATER, LATER, LATER]
    assert steps[0].title == "Lägg in enheterna"
    assert not is_ready(steps)


@pytest.mark.django_db
def test_what_is_there_is_done_even_out_of_order() -> None:
    board = make_board()
    make_unit(board)
    make_clauses(make_decision(board))
    steps = first_steps({board.pk})
    assert [step.state for step in steps] == [DONE, NEXT, LATER, DONE, LATER, LATER]


@pytest.mark.django_db
def test_a_decision_without_clauses_is_taken_up_again() -> None:
    board = make_board()
    decision = make_decision(board)
    step = first_steps({board.pk})[3]
    assert step.action == "Fortsätt med beslutet"
    assert str(decision.pk) in step.url


@pytest.mark.django_db
def test_other_boards_do_not_count() -> None:
    make_place(unit=make_unit(make_board("Nämnd X (exempel)")))
    assert first_steps({make_board().pk})[1].state is not DONE


@pytest.mark.django_db
def test_with_registers_and_decision_the_overview_has_something_to_show() -> None:
    board = make_board()
    make_employee(place=make_place())
    assert not is_ready(first_steps({board.pk}))
    make_clauses(make_decision(board))
    steps = first_steps({board.pk})
    assert [step.state for step in steps] == [DONE, DONE, DONE, DONE, NEXT, LATER]
    assert is_ready(steps)
    make_trainer(board=board)
    assert [step.state for step in first_steps({board.pk})] == [DONE, DONE, DONE, DONE, DONE, NEXT]


def test_every_step_leads_to_a_page_that_the_coordinator_may_open(client: Client, cast: Cast) -> None:
    sign_in_as(client, cast.coordinator)
    for step in first_steps({cast.board.pk, cast.partner.pk}):
        assert client.get(step.url).status_code == 200, step.title
