"""The curriculum as a board words it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from lyhord.organisation.models import Board
from lyhord.training.domain.curriculum.content import (
    MODULE,
    VOLUNTEERS,
    ModuleContent,
    PlanStep,
    key_of,
    module_of,
    modules_in,
    program_texts,
)
from lyhord.training.domain.texts.versions import CurrentText, current_texts


@dataclass(frozen=True, slots=True)
class TimedStep:
    """A stretch of the plan, from a moment to another."""

    step: PlanStep
    starts_at: dt.datetime
    ends_at: dt.datetime


def texts_at(board: Board, *codes: str) -> dict[str, dict[str, CurrentText]]:
    """Return code → kind → what holds at the board, for these codes or for all. One query."""
    wanted = {code: kinds for code, kinds in program_texts().items() if not codes or code in codes}
    programs = {key_of(code, kind): text for code, kinds in wanted.items() for kind, text in kinds.items()}
    found = current_texts(board, programs)
    return {code: {kind: found[key_of(code, kind)] for kind in kinds} for code, kinds in wanted.items()}


def modules_at(board: Board) -> dict[str, ModuleContent]:
    """Return the modules as the board words them, by code, in the order in which they are taught. One query."""
    return modules_in({code: worded(kinds) for code, kinds in texts_at(board).items() if code != VOLUNTEERS})


def module_at(board: Board, code: str) -> ModuleContent | None:
    """Return one module as the board words it. One query."""
    texts = texts_at(board, code).get(code, {})
    return module_of(code, worded(texts)) if MODULE in texts else None


def worded(texts: Mapping[str, CurrentText]) -> dict[str, str]:
    return {kind: text.text for kind, text in texts.items()}


def timed(plan: tuple[PlanStep, ...], starts_at: dt.datetime) -> list[TimedStep]:
    """Return the plan by the clock."""
    found, moment = [], starts_at
    for step in plan:
        ends_at = moment + dt.timedelta(minutes=step.minutes)
        found.append(TimedStep(step, moment, ends_at))
        moment = ends_at
    return found
