"""Load a document's decision as facts. The facts stand in a content file; none stands in code."""

from __future__ import annotations

import datetime as dt
import tomllib
from importlib.resources import files
from typing import Any

from django.db import transaction

from lyhord.accounts.domain.audit.recording import record
from lyhord.accounts.models import User
from lyhord.organisation.models import Board, Programme
from lyhord.programme.enums import DecisionState
from lyhord.programme.models import Clause, Decision, Funding

MEMO = "memo-uppsala.toml"


def read_memo(name: str = MEMO) -> dict[str, Any]:
    """Return the content file as it stands."""
    return tomllib.loads(files("lyhord.programme").joinpath("content", name).read_text(encoding="utf-8"))


@transaction.atomic
def load_memo(
    *,
    owner: Board,
    partner: Board | None,
    programme: Programme,
    now: dt.datetime,
    loaded_by: User | None = None,
    is_example: bool = False,
    name: str = MEMO,
) -> Decision:
    """Create the proposal with its clauses and its source of money, or return the one that is already there, untouched.

    What the document leaves open (amount, deadline, definition of done, the partner's decision) is not made up.
    """
    facts = read_memo(name)
    clauses, funding = facts.pop("clauses"), facts.pop("funding")
    decision, is_new = Decision.objects.get_or_create(
        owner=owner,
        diary_number=facts.pop("diary_number"),
        defaults={
            **facts,
            "state": DecisionState.PROPOSED,
            "partner_board": partner,
            "programme": programme,
            "is_example": is_example,
        },
    )
    if not is_new:
        return decision
    for number, clause in enumerate(clauses, start=1):
        Clause.objects.create(decision=decision, owner=owner, number=number, **clause)
    for row in funding:
        Funding.objects.create(decision=decision, **row)
    record("programme.load_memo", actor=loaded_by, obj=decision, counts={"clauses": len(clauses)}, at=now)
    return decision
