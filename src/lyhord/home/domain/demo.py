"""The demo: the memo's decision, the example register, and made-up answers to what the memo leaves open."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from lyhord.accounts.domain.organisation import create_administration, create_board, create_programme
from lyhord.accounts.models import User
from lyhord.coverage.domain.snapshots import freeze
from lyhord.home.domain.demo_people import add_absences, add_joiner, add_users
from lyhord.home.domain.example import FOLDER, load_register
from lyhord.organisation.models import Board
from lyhord.outreach.domain.requirements import save_requirement
from lyhord.outreach.models import VisitRequirement
from lyhord.planning.models import PlanSettings
from lyhord.programme.domain.definitions import adopt_definition
from lyhord.programme.domain.memo import load_memo
from lyhord.programme.enums import ClauseKind
from lyhord.programme.models import Decision
from lyhord.training.domain.modules import require_modules, save_module
from lyhord.training.models import Module

WEEKS_AHEAD = 3


@dataclass(frozen=True)
class Demo:
    """What was loaded. coordinator: the user who asks for plans."""

    board: Board
    partner: Board
    decision: Decision
    coordinator: User


def first_day_of_plan(today: dt.date) -> dt.date:
    """Return the first Monday that lies three weeks ahead or more."""
    earliest = today + dt.timedelta(weeks=WEEKS_AHEAD)
    return earliest + dt.timedelta(days=-earliest.weekday() % 7)


def examples() -> list[str]:
    """Return the names of the examples that there are."""
    return sorted(facts.parent.name for facts in FOLDER.glob("*/demo.toml"))


def is_loaded() -> bool:
    """Tell whether there is anything already; then the demo is not loaded over it."""
    return Board.objects.exists()


@transaction.atomic
def load_demo(*, now: dt.datetime, today: dt.date, example: str = "uppsala") -> Demo:
    """Load everything into an empty database. No plan is made, no session booked."""
    facts = tomllib.loads((FOLDER / example / "demo.toml").read_text(encoding="utf-8"))
    board, partner = (_make_board(facts[name], now) for name in ("board", "partner"))
    load_register(board=board, partner=partner, user=None, now=now, example=example)
    programme = create_programme(name=facts["programme"], boards=[board, partner], created_by=None, now=now)
    users = add_users(facts["users"], board=board, partner=partner, programme=programme, today=today, now=now)
    begins = first_day_of_plan(today)
    add_absences(facts["away"], board=board, begins=begins)
    add_joiner(facts["joiner"], board=board, begins=begins)
    decision = load_memo(owner=board, partner=partner, programme=programme, loaded_by=users[0], now=now)
    _say_what_is_required(facts, decision=decision, user=users[0], today=today, now=now)
    _settle_the_plan(facts["plan"], decision=decision, begins=begins)
    for clause in decision.clauses.all():  # where it all began, for those who see only what is frozen
        freeze(clause=clause, as_of=today, taken_by=users[0], now=now)
    return Demo(board=board, partner=partner, decision=decision, coordinator=users[0])


def _make_board(facts: dict[str, str], now: dt.datetime) -> Board:
    board = create_board(name=facts["name"], created_by=None, now=now)
    create_administration(board=board, name=facts["administration"], created_by=None, now=now)
    return board


def _say_what_is_required(
    facts: dict[str, Any], *, decision: Decision, user: User, today: dt.date, now: dt.datetime
) -> None:
    for clause in decision.clauses.all():
        if clause.kind == ClauseKind.VISIT_PLACES:
            requirement = VisitRequirement(clause=clause, **facts["visits"])
            save_requirement(requirement=requirement, saved_by=user, now=now)
        else:
            modules = _make_modules(facts, decision=decision, user=user, now=now)
            require_modules(clause=clause, modules=modules, required_by=user, now=now)
        adopt_definition(
            clause=clause, deadline=None, adopted_on=today, adopted_by=user, now=now, **facts["definition"]
        )


def _make_modules(facts: dict[str, Any], *, decision: Decision, user: User, now: dt.datetime) -> list[Module]:
    made: dict[str, Module] = {}
    for order, module in enumerate(facts["modules"], start=1):
        fields = facts["module_defaults"] | module | {"after": made.get(module.get("after", ""))}
        row = Module(owner=decision.owner, order=order, is_example=True, **fields)
        made[row.code] = save_module(module=row, saved_by=user, now=now)
    return list(made.values())


def _settle_the_plan(facts: dict[str, int], *, decision: Decision, begins: dt.date) -> None:
    fields = {name: number for name, number in facts.items() if name != "weeks"}
    ends_before = begins + dt.timedelta(weeks=facts["weeks"])
    PlanSettings.objects.create(decision=decision, starts_on=begins, ends_before=ends_before, **fields)
