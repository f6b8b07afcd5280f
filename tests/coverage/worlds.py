"""Small hand-made inputs of the ledger: say what matters, get the rest."""

from __future__ import annotations

import datetime as dt
from typing import Any

from lyhord.coverage.domain.facts import Away, Definition, Employment, Inputs, Person, Place, Seat, Session, Visit
from lyhord.programme.enums import ClauseKind

LONG_AGO = dt.date(2019, 1, 7)
DAY = dt.date(2025, 11, 3)
BEFORE, AFTER = DAY - dt.timedelta(days=7), DAY + dt.timedelta(days=7)


def person(
    id: str = "anna",
    *jobs: Employment,
    kind: str = "staff",
    away: tuple[Away, ...] = (),
    since: dt.date = LONG_AGO,
    until: dt.date | None = None,
) -> Person:
    return Person(id, kind, jobs or (Employment("gottsunda", 100, since, until),), away)


def training(**fields: Any) -> Inputs:
    """Return a training clause with modules m1 and m2 and one person at one place."""
    defaults: dict[str, Any] = {
        "clause": "c2",
        "kind": ClauseKind.TRAIN_EMPLOYEES,
        "definition": Definition(1, ("hourly", "staff"), 30, None),
        "period_ends_before": dt.date(2027, 1, 1),
        "modules": ("m1", "m2"),
        "places": (Place("gottsunda", None, None), Place("stenhagen", None, None)),
        "people": (person(),),
    }
    return Inputs(**(defaults | fields))


def visits(**fields: Any) -> Inputs:
    """Return a visit clause that requires two visits, and one place."""
    defaults: dict[str, Any] = {
        "clause": "c1",
        "kind": ClauseKind.VISIT_PLACES,
        "definition": Definition(1, ("staff",), 30, None),
        "period_ends_before": dt.date(2027, 1, 1),
        "visits_required": 2,
        "places": (Place("gottsunda", None, None),),
    }
    return Inputs(**(defaults | fields))


def session(id: str, module: str, on: dt.date, state: str = "held") -> Session:
    return Session(id, module, on, state)


def seat(session: str, outcome: str = "present", person: str = "anna") -> Seat:
    return Seat(session, person, outcome)


def visit(id: str, on: dt.date, state: str = "held", place: str = "gottsunda") -> Visit:
    return Visit(id, place, on, state)


def trained(*modules: str, on: dt.date = BEFORE, who: str = "anna") -> dict[str, Any]:
    """Return sessions and seats by which the person has attended the modules."""
    return {
        "sessions": tuple(session(f"s-{m}-{who}", m, on) for m in modules),
        "seats": tuple(seat(f"s-{m}-{who}", person=who) for m in modules),
    }
