"""Inputs and ledgers as canonical JSON: the same facts give the same bytes."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from lyhord.coverage.domain.facts import (
    Away,
    Definition,
    Employment,
    Exempt,
    Inputs,
    Person,
    Place,
    Seat,
    Session,
    Visit,
)
from lyhord.coverage.domain.ledger import Ledger
from lyhord.programme.enums import ClauseKind

SCHEMA = 1


def inputs_to_json(inputs: Inputs) -> dict[str, Any]:
    """Return the inputs as plain lists, strings and numbers, fit for a JSON column."""
    return {
        "clause": inputs.clause,
        "kind": inputs.kind.value,
        "definition": _plain(inputs.definition),
        "period_ends_before": _plain(inputs.period_ends_before),
        "modules": list(inputs.modules),
        "visits_required": inputs.visits_required,
        "places": _plain(inputs.places),
        "people": _plain(inputs.people),
        "sessions": _plain(inputs.sessions),
        "seats": _plain(inputs.seats),
        "visits": _plain(inputs.visits),
        "exceptions": _plain(inputs.exceptions),
    }


def inputs_from_json(rows: dict[str, Any]) -> Inputs:
    """Return the inputs that `inputs_to_json` wrote. Raises KeyError, TypeError or ValueError on anything else."""
    definition = rows["definition"]
    return Inputs(
        clause=rows["clause"],
        kind=ClauseKind(rows["kind"]),
        definition=definition and Definition(definition[0], tuple(definition[1]), definition[2], _date(definition[3])),
        period_ends_before=_date(rows["period_ends_before"]),
        modules=tuple(rows["modules"]),
        visits_required=rows["visits_required"],
        places=tuple(Place(id, _date(opened), _date(closed)) for id, opened, closed in rows["places"]),
        people=tuple(_person(*row) for row in rows["people"]),
        sessions=tuple(Session(id, module, _day(on), state) for id, module, on, state in rows["sessions"]),
        seats=tuple(Seat(*row) for row in rows["seats"]),
        visits=tuple(Visit(id, place, _day(on), state) for id, place, on, state in rows["visits"]),
        exceptions=tuple(Exempt(subject, reason, _day(on)) for subject, reason, on in rows["exceptions"]),
    )


def ledger_bytes(ledger: Ledger) -> bytes:
    """Return the ledger as canonical JSON: sorted keys, no spaces, UTF-8."""
    rows = [
        [
            row.subject,
            row.place,
            row.state.value,
            row.reason,
            _plain(row.counts_from),
            [[p.id, p.state.value, p.evidence, _plain(p.on), p.is_unreported] for p in row.parts],
        ]
        for row in ledger.rows
    ]
    content = {
        "schema": SCHEMA,
        "kind": ledger.kind.value,
        "as_of": ledger.as_of.isoformat(),
        "unknown": ledger.unknown.value if ledger.unknown else None,
        "rows": rows,
    }
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(ledger: Ledger) -> str:
    """Return the SHA-256 of the ledger's bytes, in hexadecimal."""
    return hashlib.sha256(ledger_bytes(ledger)).hexdigest()


def _plain(fact: Any) -> Any:
    if isinstance(fact, dt.date):
        return fact.isoformat()
    if isinstance(fact, tuple):
        return [_plain(part) for part in fact]
    return fact


def _person(id: str, employee_class: str, employments: list[list[Any]], away: list[list[Any]]) -> Person:
    return Person(
        id,
        employee_class,
        tuple(Employment(place, share, _day(s), _date(e)) for place, share, s, e in employments),
        tuple(Away(_day(s), _date(e)) for s, e in away),
    )


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _date(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)
