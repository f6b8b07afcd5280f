"""From the rows of a file to what an employee should be."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from lyhord.imports.domain.cells import CellProblem
from lyhord.imports.domain.kinds import ParsedRow, Record
from lyhord.people.domain.import_tables import AWAY, DAYS, EMPLOYEES
from lyhord.people.domain.schedules import Schedule, Shift, Window, make_schedule
from lyhord.people.enums import EmployeeClass
from lyhord.places.domain.lookup import PlaceNames

FACTS = ("name", "role_title", "employee_class", "languages", "email", "phone", "is_example")
WINDOW_CLASSES = (EmployeeClass.HOURLY, EmployeeClass.VOLUNTEER)
"""Whose weekday columns say when they can come, not when they work."""

type EmploymentKey = tuple[str, dt.date]
"""Key of the place, first day: what tells employments of a person apart."""


@dataclass(slots=True)
class WantedEmployment:
    share_percent: int | None
    ends_before: dt.date | None
    schedule: Schedule | None = None


@dataclass(slots=True)
class WantedEmployee:
    """None, or a fact that is not there: the file says nothing about it."""

    key: str
    facts: dict[str, Any] = field(default_factory=dict)
    employments: dict[EmploymentKey, WantedEmployment] = field(default_factory=dict)
    windows: frozenset[Window] | None = None
    away: frozenset[tuple[dt.date, dt.date | None]] | None = None


def assemble(record: Record, places: PlaceNames, known_class: EmployeeClass | None) -> WantedEmployee | None:
    """Return what the rows say, or None after writing down every doubt. known_class: as in the register."""
    wanted = WantedEmployee(record.key)
    rows = record.of(EMPLOYEES.code)
    wanted.facts = _facts(record, rows)
    employee_class = wanted.facts.get("employee_class", known_class or EmployeeClass.STAFF)
    shifts: dict[EmploymentKey, list[tuple[ParsedRow, Shift]]] = defaultdict(list)
    first_rows: dict[EmploymentKey, ParsedRow] = {}
    for row in rows:
        try:
            place = places.key_of(row.cells["place"])
        except CellProblem as problem:
            record.doubt(row, str(problem))
            continue
        key = (place, row.cells["starts_on"])
        _add_employment(record, wanted, key, row, first_rows)
        shifts[key].extend(_shifts(row))
    if employee_class in WINDOW_CLASSES:
        wanted.windows = _windows(record, [pair for pairs in shifts.values() for pair in pairs])
    else:
        for key, pairs in shifts.items():
            if pairs and key in wanted.employments:
                wanted.employments[key].schedule = _schedule(record, key, pairs, first_rows[key])
    if record.of(AWAY.code):
        wanted.away = _away(record)
    return None if record.problems else wanted


def _facts(record: Record, rows: Sequence[ParsedRow]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    said_on: dict[str, ParsedRow] = {}
    for row in rows:
        cells = dict(row.cells)
        if "name" not in cells:
            name = " ".join(filter(None, (cells.get("first_name"), cells.get("last_name"))))
            if not name:
                record.doubt(row, _("Namn saknas. Fyll i cellen."))
                continue
            cells["name"] = name
        for fact in FACTS:
            if fact not in cells:
                continue
            if fact in facts and facts[fact] != cells[fact]:
                label = EMPLOYEES.column(fact).label
                reason = _(
                    "anställningsnummer %(key)s står också på rad %(row)d med annat innehåll i ”%(label)s”. "
                    "Är det två personer behöver de var sitt nummer."
                )
                record.doubt(row, reason % {"key": record.key, "row": said_on[fact].number, "label": label})
            facts.setdefault(fact, cells[fact])
            said_on.setdefault(fact, row)
    return facts


def _add_employment(
    record: Record,
    wanted: WantedEmployee,
    key: EmploymentKey,
    row: ParsedRow,
    first_rows: dict[EmploymentKey, ParsedRow],
) -> None:
    last_on = row.cells.get("last_on")
    if last_on is not None and last_on < key[1]:
        record.doubt(row, _("anställningen slutar innan den börjar. Rätta datumen."))
    ends_before = last_on + dt.timedelta(days=1) if last_on else None
    share = row.cells.get("share_percent")
    existing = wanted.employments.get(key)
    if existing is None:
        wanted.employments[key] = WantedEmployment(share, ends_before)
        first_rows[key] = row
        return
    first = first_rows[key]
    if row.cells.get("week", 1) == first.cells.get("week", 1):
        reason = _("samma person, träffpunkt och startdatum står redan på rad %(row)d. Ta bort den ena raden.")
        record.doubt(row, reason % {"row": first.number})
    elif (share is not None and share != existing.share_percent) or (last_on and ends_before != existing.ends_before):
        reason = _("samma anställning har andra uppgifter på rad %(row)d. Gör dem lika.")
        record.doubt(row, reason % {"row": first.number})


def _shifts(row: ParsedRow) -> list[tuple[ParsedRow, Shift]]:
    week = row.cells.get("week", 1)
    return [
        (row, (week, weekday, starts_at, ends_at))
        for weekday, column in enumerate(DAYS)
        for starts_at, ends_at in row.cells.get(column, ())
    ]


def _schedule(
    record: Record, key: EmploymentKey, pairs: Sequence[tuple[ParsedRow, Shift]], first: ParsedRow
) -> Schedule:
    anchors = {row.cells["anchor_on"] for row, _shift in pairs if "anchor_on" in row.cells}
    if len(anchors) > 1:
        record.doubt(first, _("samma schema har olika datum i ”Vecka 1 börjar”. Skriv samma på alla rader."))
    return make_schedule((shift for _row, shift in pairs), min(anchors, default=key[1]))


def _windows(record: Record, pairs: Sequence[tuple[ParsedRow, Shift]]) -> frozenset[Window] | None:
    for row, shift in pairs:
        if shift[0] != 1:
            record.doubt(
                row, _("timanställda och volontärer har samma tider varje vecka. Ta bort raden för vecka 2–4.")
            )
    return frozenset(shift[1:] for _row, shift in pairs) or None


def _away(record: Record) -> frozenset[tuple[dt.date, dt.date | None]]:
    periods = set()
    for row in record.of(AWAY.code):
        first, last = row.cells["away_from"], row.cells.get("away_last")
        if last is not None and last < first:
            record.doubt(row, _("frånvaron slutar innan den börjar. Rätta datumen."))
        periods.add((first, last + dt.timedelta(days=1) if last else None))
    return frozenset(periods)
