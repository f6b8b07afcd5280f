"""A world small enough to know by heart: one board, two places, three employees each, one trainer, one module."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from lyhord.people.models import Employee, Trainer
from lyhord.places.models import MeetingPlace
from lyhord.planning.domain.runs import claim_next, execute, queue_run
from lyhord.planning.models import PlanDraft, PlanSettings
from lyhord.programme.models import Clause, Decision
from lyhord.training.models import Module
from tests.factories import (
    TODAY,
    Cast,
    make_clauses,
    make_decision,
    make_employee,
    make_module,
    make_trainer,
)

FIRST = TODAY + dt.timedelta(days=21)
"""Monday 27 October 2025."""
BEFORE = FIRST + dt.timedelta(weeks=6)


@dataclass(frozen=True)
class World:
    cast: Cast
    decision: Decision
    visit_clause: Clause
    train_clause: Clause
    module: Module
    trainer: Trainer
    employees: tuple[Employee, ...]
    settings: PlanSettings

    @property
    def own(self) -> MeetingPlace:
        return self.cast.own

    @property
    def neighbour(self) -> MeetingPlace:
        return self.cast.neighbour


def make_world(cast: Cast, *, visits: int = 1, **settings: object) -> World:
    """Return the world of the cast with a decision: everybody needs the module, each place one visit."""
    decision = make_decision(cast.board, partner_board=cast.partner)
    visit_clause, train_clause = make_clauses(decision, visits=visits)
    module = make_module("Samtal", board=cast.board, clause=train_clause, minutes=120, group_min=2, group_max=8)
    for n in (1, 2):
        make_employee(f"Exempel Egen {n}", place=cast.own, key=f"egen{n}")
    for n in (1, 2, 3):
        make_employee(f"Exempel Granne {n}", place=cast.neighbour, key=f"granne{n}")
    make_trainer("Exempel Andra Utbildare", board=cast.partner)
    defaults: dict[str, object] = {"starts_on": FIRST, "ends_before": BEFORE}
    return World(
        cast=cast,
        decision=decision,
        visit_clause=visit_clause,
        train_clause=train_clause,
        module=module,
        trainer=cast.trainer_row,
        employees=tuple(Employee.objects.order_by("key")),
        settings=PlanSettings.objects.create(decision=decision, **(defaults | settings)),
    )


def make_draft(world: World, *, now: dt.datetime | None = None) -> PlanDraft:
    """Plan the world for real, which takes a fraction of a second, and return the draft."""
    now = now or dt.datetime.combine(TODAY, dt.time(8), tzinfo=dt.UTC)
    queue_run(decision=world.decision, asked_by=world.cast.coordinator, now=now, today=TODAY, time_limit_seconds=20)
    run_queue(now)
    return PlanDraft.objects.select_related("run", "decision").latest("number")


def run_queue(now: dt.datetime) -> None:
    run = claim_next(now)
    assert run is not None
    execute(run, clock=lambda: now, stopping=lambda: False)
