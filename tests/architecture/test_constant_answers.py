"""No such row and a row that is not yours are answered with the same bytes, at every address with an id."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
import time_machine
from django.test import Client

from lyhord.accounts.domain.access_matrix import addresses, mark_of
from lyhord.accounts.middleware import SIGNED_IN
from lyhord.accounts.models import User
from lyhord.accounts.permissions import can
from tests.access.relations import filled
from tests.access.walk import Visitor
from tests.access.world import NOW, World, make_world

SEVERAL = "CMETASGN"
"""Of the roles, as tests/access writes them; N has none."""
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SAME_ON_EVERY_ANSWER = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


def answer(client: Client, address: str, method: str) -> tuple[Any, ...]:
    response = getattr(client, method)(address)
    body = SAME_ON_EVERY_ANSWER.sub(b"", response.content)
    return response.status_code, body, tuple(sorted(response.headers.items())), tuple(sorted(response.cookies))


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_not_yours_and_no_such_are_the_same_bytes_status_and_headers() -> None:
    world = make_world()
    with_id = [(address, view) for address, view in addresses() if "<uuid:" in address]
    compared = 0
    for code in SEVERAL:
        user = world.nobody if code == "N" else world.own.users[code]
        compared += sum(_compared(world, code, user, *pair) for pair in with_id)
    assert compared > 400


def _compared(world: World, code: str, user: User, address: str, view: Any) -> int:
    client, mark, compared = Visitor(user).client, mark_of(view), 0
    holds = mark is not None and (mark == SIGNED_IN or can(user, mark))
    if not holds and code != "N":
        return 0  # turned away before the address is looked at, as N is
    theirs = filled(address, world, code, "far")
    for method in ("get", "post"):
        refused = answer(client, theirs, method)
        absent = answer(client, ID.sub(lambda _: str(uuid.uuid4()), theirs), method)
        assert absent[0] in ({404, 405} if holds else {403, 405}), (code, method, address, absent[0])
        if refused[0] >= 400:  # else open to the role by the policy; which ones are is the access matrix's question
            assert refused == absent, (code, method, address)
            compared += 1
    return compared
