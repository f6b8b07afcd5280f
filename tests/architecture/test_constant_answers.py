"""No such row and a row that is not yours are answered with the same bytes, at every address with an id."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client

from lyhord.accounts.domain.access_matrix import addresses, mark_of
from lyhord.accounts.middleware import SIGNED_IN
from lyhord.accounts.models import User
from lyhord.accounts.permissions import can
from tests.factories import (
    Cast,
    make_board,
    make_cast,
    make_clauses,
    make_decision,
    make_employee,
    make_module,
    make_place,
    make_session,
    make_trainer,
    make_unit,
    make_visit,
    sign_in_as,
)
from tests.factories.cast import TODAY
from tests.fuzz.making import PARAMETER

SEVERAL = ("coordinator", "manager", "trainer", "employee", "access_administrator", "secretary", "outsider")
SAME_ON_EVERY_ANSWER = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


def strangers() -> dict[str, uuid.UUID]:
    """Return ids of rows in a board that nobody of the cast has anything to do with, by parameter."""
    board = make_board("Främmande nämnden (exempel)")
    place = make_place("Exempel Främmande", unit=make_unit(board, "Främmande enhet (exempel)"))
    decision = make_decision(board)
    clause, _other = make_clauses(decision)
    module, trainer = make_module(board=board), make_trainer(board=board)
    employee = make_employee(place=place)
    return {
        "board_id": board.pk,
        "unit_id": place.unit.pk,
        "administration_id": place.unit.administration_id,
        "place_id": place.pk,
        "decision_id": decision.pk,
        "clause_id": clause.pk,
        "trainer_id": trainer.pk,
        "employee_id": employee.pk,
        "session_id": make_session(module, place, TODAY).pk,
        "visit_id": make_visit(place, TODAY).pk,
    }


def answer(client: Client, address: str, method: str) -> tuple[Any, ...]:
    response = getattr(client, method)(address)
    body = SAME_ON_EVERY_ANSWER.sub(b"", response.content)
    return response.status_code, body, tuple(sorted(response.headers.items())), tuple(sorted(response.cookies))


@pytest.mark.django_db
def test_not_yours_and_no_such_are_the_same_bytes_status_and_headers() -> None:
    cast: Cast = make_cast()
    theirs = strangers()
    with_id = [(address, view) for address, view in addresses() if "<uuid:" in address]
    compared = 0
    for name in SEVERAL:
        user: User = getattr(cast, name)
        client = sign_in_as(Client(), user)
        for pattern, view in with_id:
            parameters = [match.group(2) for match in PARAMETER.finditer(pattern)]
            if not set(parameters) <= set(theirs):
                continue
            mark = mark_of(view)
            holds = mark is not None and (mark == SIGNED_IN or can(user, mark))
            for method in ("get", "post"):
                refused, absent = (
                    answer(client, PARAMETER.sub(lambda match, ids=ids: str(ids[match.group(2)]), pattern), method)
                    for ids in (theirs, dict.fromkeys(parameters, uuid.uuid4()))
                )
                assert absent[0] in ({404, 405} if holds else {403, 405}), (name, method, pattern, absent[0])
                if refused[0] < 400:
                    continue  # open to the role by the policy; which ones are is the access matrix's question
                assert refused == absent, (name, method, pattern)
                compared += 1
    assert compared > 500
