"""What the ledger is computed from: ids, dates and states. No names, so that a frozen copy holds none."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from lyhord.programme.enums import ClauseKind


class Definition(NamedTuple):
    """A version of the definition of done. classes: sorted employee classes."""

    version: int
    classes: tuple[str, ...]
    min_employed_days: int
    deadline: dt.date | None


class Place(NamedTuple):
    id: str
    opened_on: dt.date | None
    closed_from: dt.date | None


class Employment(NamedTuple):
    place: str
    share_percent: int
    starts_on: dt.date
    ends_before: dt.date | None


class Away(NamedTuple):
    starts_on: dt.date
    ends_before: dt.date | None


RESTRICTED = "restricted"
"""Instead of the class of a person whose data may only be stored: counted apart, with nothing else told."""


class Person(NamedTuple):
    id: str
    employee_class: str
    employments: tuple[Employment, ...]
    away: tuple[Away, ...]


class Session(NamedTuple):
    id: str
    module: str
    on: dt.date
    state: str


class Seat(NamedTuple):
    """A booking or an attendance. outcome: empty while nobody has said who came."""

    session: str
    person: str
    outcome: str


class Visit(NamedTuple):
    id: str
    place: str
    on: dt.date
    state: str


class Exempt(NamedTuple):
    """subject: the person or place that the clause need not reach."""

    subject: str
    reason: str
    approved_on: dt.date


@dataclass(frozen=True)
class Inputs:
    """Everything that the ledger of one clause depends on besides the day it is asked for.

    modules: ids in teaching order, for a training clause. visits_required: for a visit clause, 0 when not decided.
    period_ends_before: the deadline or the end of the effort, if known. Each tuple of facts is sorted by id.
    """

    clause: str
    kind: ClauseKind
    definition: Definition | None
    period_ends_before: dt.date | None
    modules: tuple[str, ...] = ()
    visits_required: int = 0
    places: tuple[Place, ...] = ()
    people: tuple[Person, ...] = ()
    sessions: tuple[Session, ...] = ()
    seats: tuple[Seat, ...] = ()
    visits: tuple[Visit, ...] = ()
    exceptions: tuple[Exempt, ...] = ()
