"""Compare a file of meeting places with the register, and write it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lyhord.imports.domain.cells import CellProblem
from lyhord.imports.domain.kinds import Change, ImportKind, ParsedRow, Record, Register, Scope
from lyhord.imports.domain.words import normal
from lyhord.organisation.models import Unit
from lyhord.places.domain.import_tables import ACTIVITIES, OPENING, PLACES, STOPS
from lyhord.places.domain.lookup import PlaceNames
from lyhord.places.domain.words import span_text, weekly_lines
from lyhord.places.enums import PlaceKind, RuleKind
from lyhord.places.models import MeetingPlace, OpeningRule, PopularActivity, Stop

type WeeklyModel = OpeningRule | Stop | PopularActivity
SUBTABLES: dict[str, tuple[type[WeeklyModel], tuple[str, ...]]] = {
    "opening": (OpeningRule, ("kind", "weekday", "starts_at", "ends_at", "interval_weeks", "starts_on", "ends_before")),
    "stops": (
        Stop,
        ("weekday", "starts_at", "ends_at", "venue", "address", "latitude", "longitude", "starts_on", "ends_before"),
    ),
    "activities": (
        PopularActivity,
        ("weekday", "starts_at", "ends_at", "name", "head_count", "starts_on", "ends_before"),
    ),
}
"""Table → (model, the fields that make two rows equal)."""


@dataclass(frozen=True)
class WantedPlace:
    """facts: fields of MeetingPlace that the file fills in. rows: table → rows, for the tables that mention it."""

    key: str
    facts: dict[str, Any]
    rows: dict[str, list[WeeklyModel]]


@dataclass(frozen=True)
class CurrentPlace:
    place: MeetingPlace
    rows: dict[str, list[WeeklyModel]]


class PlaceRegister(Register[WantedPlace, CurrentPlace]):
    """The meeting places of a board with their hours, stops and activities."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self._units = {normal(u.name): u for u in Unit.objects.filter(administration__board=scope.owner)}
        self._current = _load_current(scope)
        self._names = PlaceNames((entry.place.key, entry.place.name) for entry in self._current.values())

    def prepare(self, rows: Sequence[ParsedRow]) -> None:
        for row in rows:
            if row.table == PLACES.code and "name" in row.cells:
                self._names.add(self.key(row), row.cells["name"])

    def key(self, row: ParsedRow) -> str:
        if row.table != PLACES.code:
            if "place" not in row.cells:
                raise CellProblem(_("Träffpunkt saknas. Fyll i cellen."))
            return self._names.key_of(row.cells["place"])
        if "key" in row.cells:
            return self._names.canonical(row.cells["key"])
        if "name" not in row.cells:
            raise CellProblem(_("Namn saknas. Fyll i cellen."))
        name = row.cells["name"]
        known = [e.place.key for e in self._current.values() if normal(e.place.name) == normal(name)]
        return known[0] if len(known) == 1 else slugify(name)[:60]

    def current(self) -> Mapping[str, CurrentPlace]:
        return self._current

    def title(self, record: WantedPlace | CurrentPlace) -> str:
        return record.place.name if isinstance(record, CurrentPlace) else str(record.facts["name"])

    def summary(self, wanted: WantedPlace) -> str:
        parts = [str(PlaceKind(wanted.facts.get("kind", PlaceKind.STATIONARY)).label), wanted.facts["unit"].name]
        for table in wanted.rows:
            parts.extend(_lines(table, wanted.rows[table]))
        return " · ".join(parts)

    def assemble(self, record: Record) -> WantedPlace | None:
        existing = self._current.get(record.key)
        facts = self._facts(record, existing)
        rows = {
            table: _weekly_rows(record, table) for table in SUBTABLES if any(row.table == table for row in record.rows)
        }
        return None if record.problems else WantedPlace(record.key, facts, rows)

    def changes(self, current: CurrentPlace, wanted: WantedPlace) -> list[Change]:
        changes = [
            Change(str(PLACES.column(name).label), _fact(old), _fact(new))
            for name, new in wanted.facts.items()
            if (old := getattr(current.place, name)) != new
        ]
        for table, rows in wanted.rows.items():
            old_rows = current.rows[table]
            if _identities(table, old_rows) != _identities(table, rows):
                label = str({"opening": OPENING, "stops": STOPS, "activities": ACTIVITIES}[table].label)
                changes.append(Change(label, "; ".join(_lines(table, old_rows)), "; ".join(_lines(table, rows))))
        return changes

    def gone(self, current: CurrentPlace) -> str:
        if current.place.closed_from is not None and current.place.closed_from <= self.scope.today:
            return ""
        return _(
            "Finns i registret men inte i filen. Ingenting ändras. Har den lagts ned? Stäng den på träffpunktens sida."
        )

    def write(
        self,
        *,
        new: Sequence[WantedPlace],
        changed: Sequence[tuple[CurrentPlace, WantedPlace]],
        gone: Sequence[CurrentPlace],
    ) -> None:
        created = [MeetingPlace(owner=self.scope.owner, key=wanted.key, **wanted.facts) for wanted in new]
        MeetingPlace.objects.bulk_create(created)
        for current, wanted in changed:
            for name, fact in wanted.facts.items():
                setattr(current.place, name, fact)
            current.place.save()
        nothing: dict[str, list[WeeklyModel]] = {table: [] for table in SUBTABLES}
        pairs = [(place, nothing, wanted) for place, wanted in zip(created, new, strict=True)]
        pairs += [(current.place, current.rows, wanted) for current, wanted in changed]
        for table in SUBTABLES:
            _replace(table, [(place, rows[table], wanted.rows.get(table)) for place, rows, wanted in pairs])

    def _facts(self, record: Record, existing: CurrentPlace | None) -> dict[str, Any]:
        mains = record.of(PLACES.code)
        if not mains:
            return {}
        row = mains[0]
        for other in mains[1:]:
            reason = _("nyckeln ”%(key)s” står också på rad %(row)d. Varje träffpunkt får stå en gång.")
            record.doubt(other, reason % {"key": record.key, "row": row.number})
        facts = {name: cell for name, cell in row.cells.items() if name != "key"}
        unit = self._unit(record, row, existing)
        if unit is not None:
            facts["unit"] = unit
        _check_facts(record, row, facts, existing)
        return facts

    def _unit(self, record: Record, row: ParsedRow, existing: CurrentPlace | None) -> Unit | None:
        """Return the unit that the row names; a board with only one unit need not name it."""
        if "unit" in row.cells:
            unit = self._units.get(normal(row.cells["unit"]))
            if unit is None:
                names = ", ".join(sorted(unit.name for unit in self._units.values())) or _("ingen")
                reason = _("enheten ”%(unit)s” finns inte. Nämndens enheter är: %(names)s.")
                record.doubt(row, reason % {"unit": row.cells["unit"], "names": names})
            return unit
        if existing is not None:
            return None
        if len(self._units) != 1:
            record.doubt(row, _("Enhet saknas. Fyll i vilken enhet träffpunkten hör till."))
            return None
        return next(iter(self._units.values()))


def _load_current(scope: Scope) -> dict[str, CurrentPlace]:
    places = list(MeetingPlace.objects.filter(owner=scope.owner).select_related("unit"))
    rows: dict[str, dict[Any, list[WeeklyModel]]] = {}
    for table, (model, _fields) in SUBTABLES.items():
        rows[table] = defaultdict(list)
        for row in model.objects.filter(place__owner=scope.owner):
            rows[table][row.place_id].append(row)
    return {place.key: CurrentPlace(place, {table: rows[table][place.pk] for table in SUBTABLES}) for place in places}


def _check_facts(record: Record, row: ParsedRow, facts: dict[str, Any], existing: CurrentPlace | None) -> None:
    """Say what the database would refuse, in words."""

    def fact(name: str) -> Any:
        return facts.get(name, getattr(existing.place, name) if existing else None)

    if (fact("latitude") is None) != (fact("longitude") is None):
        record.doubt(row, _("latitud och longitud hör ihop. Fyll i båda eller ingen."))
    opened_on, closed_from = fact("opened_on"), fact("closed_from")
    if opened_on and closed_from and closed_from <= opened_on:
        record.doubt(row, _("träffpunkten stänger innan den öppnar. Rätta datumen."))


def _weekly_rows(record: Record, table: str) -> list[WeeklyModel]:
    rows: list[WeeklyModel] = []
    seen: set[tuple[Any, ...]] = set()
    model, fields = SUBTABLES[table]
    for parsed in record.of(table):
        cells = {name: cell for name, cell in parsed.cells.items() if name not in {"place", "weekdays", "last_on"}}
        if "last_on" in parsed.cells:
            cells["ends_before"] = parsed.cells["last_on"] + dt.timedelta(days=1)
        problem = _weekly_problem(cells)
        if problem:
            record.doubt(parsed, problem)
            continue
        for weekday in parsed.cells.get("weekdays", ()):
            row = model(weekday=weekday, **cells)
            identity = _identity(row, fields)
            if identity in seen:
                record.doubt(parsed, _("samma dag och tid står två gånger. Ta bort den ena raden."))
            seen.add(identity)
            rows.append(row)
    return rows


def _weekly_problem(cells: Mapping[str, Any]) -> str:
    """Return what is wrong with a weekly row; empty when nothing is."""
    starts_at, ends_at = cells.get("starts_at"), cells.get("ends_at")
    if starts_at and ends_at and starts_at >= ends_at:
        return _("%(span)s slutar innan det börjar. Rätta tiderna.") % {"span": span_text(starts_at, ends_at)}
    starts_on, ends_before = cells.get("starts_on"), cells.get("ends_before")
    if starts_on and ends_before and starts_on >= ends_before:
        return _("sista dagen ligger före den första. Rätta datumen.")
    if cells.get("interval_weeks", 1) > 1 and starts_on is None:
        return _("fyll i ”Gäller från och med” så att det syns vilka veckor som räknas.")
    if (cells.get("latitude") is None) != (cells.get("longitude") is None):
        return _("latitud och longitud hör ihop. Fyll i båda eller ingen.")
    return ""


def _identity(row: Model, fields: Iterable[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in fields)


def _identities(table: str, rows: Iterable[WeeklyModel]) -> set[tuple[Any, ...]]:
    fields = SUBTABLES[table][1]
    return {_identity(row, fields) for row in rows}


def _replace(
    table: str, pairs: Iterable[tuple[MeetingPlace, Sequence[WeeklyModel], Sequence[WeeklyModel] | None]]
) -> None:
    """Make the places' rows those wanted; rows that are the same keep their ids. None: leave the place alone."""
    model, fields = SUBTABLES[table]
    superfluous: list[uuid.UUID] = []
    missing: list[WeeklyModel] = []
    for place, old, wanted in pairs:
        if wanted is None:
            continue
        kept = {_identity(row, fields) for row in wanted}
        existing = {_identity(row, fields) for row in old}
        superfluous.extend(row.pk for row in old if _identity(row, fields) not in kept)
        for row in wanted:
            if _identity(row, fields) not in existing:
                row.place = place
                missing.append(row)
    model.objects.filter(pk__in=superfluous).delete()
    model.objects.bulk_create(missing)  # type: ignore[arg-type]  # rows of this table are all of its model


def _lines(table: str, rows: Sequence[WeeklyModel]) -> list[str]:
    """Return the rows as a person would say them."""
    groups: dict[str, list[WeeklyModel]] = defaultdict(list)
    for row in rows:
        groups[_LINE_NAMES[table](row)].append(row)
    return [f"{name} {line}" for name, members in sorted(groups.items()) for line in weekly_lines(members)]


_LINE_NAMES: dict[str, Callable[[Any], str]] = {
    "opening": lambda row: str(RuleKind(row.kind).label),
    "stops": lambda row: str(row.venue),
    "activities": lambda row: str(row.name),
}


def _fact(fact: Any) -> str:
    """Return a fact for the preview."""
    if fact is None or fact == "":
        return "–"
    if isinstance(fact, bool):
        return _("ja") if fact else _("nej")
    if isinstance(fact, dt.date):
        return date_format(fact)
    if isinstance(fact, PlaceKind) or fact in PlaceKind.values:
        return str(PlaceKind(fact).label)
    return str(fact)


PLACE_KIND = ImportKind(
    code="places",
    slug="traffpunkter",
    label=gettext_lazy("Träffpunkter"),
    lead=gettext_lazy("Träffpunkter med öppettider, hållplatser och aktiviteter, ett blad för varje."),
    action="places.change_place",
    tables=(PLACES, OPENING, STOPS, ACTIVITIES),
    register=PlaceRegister,
)
