"""One place in the table of places: its people per module, its visits, what comes next and what has no date."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lyhord.coverage.domain.events import Event
from lyhord.coverage.domain.ledger import Ledger, Row, count_part
from lyhord.coverage.domain.names import Names
from lyhord.coverage.enums import CellState
from lyhord.places.models import MeetingPlace


@dataclass(frozen=True, slots=True)
class ModuleCell:
    """The place's people in one module. total: those to reach, excepted ones not among them; None when not known."""

    module: str
    short_name: str
    done: int
    planned: int
    total: int | None


@dataclass(frozen=True, slots=True)
class VisitCell:
    """One required visit. label: "Besök 1". is_unreported: its day has passed, nobody has said whether it was held."""

    number: int
    label: str
    state: CellState
    on: dt.date | None
    visit: str
    is_unreported: bool


@dataclass(frozen=True, slots=True)
class NextEvent:
    id: str
    kind: str
    label: str
    starts_at: dt.datetime


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """people: how many count and are to be reached, None when no register says. excepted: people with an exception.

    modules, visits: empty when the clause says nothing yet. visits_state: what the visits add up to, None when not
    known. missing: short sentences on what has no date; empty when all is held or booked.
    """

    place: MeetingPlace
    people: int | None
    excepted: int
    modules: tuple[ModuleCell, ...]
    visits: tuple[VisitCell, ...]
    visits_state: CellState | None
    next_event: NextEvent | None
    missing: tuple[str, ...]

    @property
    def visits_done(self) -> int:
        return sum(1 for visit in self.visits if visit.state is CellState.DONE)

    @property
    def visits_planned(self) -> int:
        return sum(1 for visit in self.visits if visit.state is CellState.PLANNED)

    @property
    def has_everything_booked(self) -> bool:
        return not self.missing

    @property
    def missing_text(self) -> str:
        """The sentences in a row, or "inget"."""
        return " · ".join(self.missing) or _("inget")


def place_row(
    place: MeetingPlace,
    training: Ledger | None,
    visits: Ledger | None,
    modules: tuple[str, ...],
    names: Names,
    event: Event | None,
) -> PlaceRow:
    """Return the row of one place, from ledgers that know it. No query."""
    id = str(place.pk)
    people = [row for row in (training.by_place.get(id, ()) if training else ()) if row.is_counted]
    to_reach = [row for row in people if row.state is not CellState.EXCEPTED]
    own = visits.by_subject.get(id) if visits else None
    cells = tuple(_module_cell(to_reach, bool(people), module, names) for module in modules)
    visit_cells = _visit_cells(own)
    return PlaceRow(
        place=place,
        people=len(to_reach) if people else None,
        excepted=len(people) - len(to_reach),
        modules=cells if training and not training.unknown else (),
        visits=visit_cells,
        visits_state=own.state if own else None,
        next_event=_next_event(event, visit_cells, names) if event else None,
        missing=(*_missing_training(training, people, to_reach, modules, names), *_missing_visits(own, visit_cells)),
    )


def _module_cell(to_reach: list[Row], is_known: bool, module: str, names: Names) -> ModuleCell:
    counts = count_part(to_reach, module)
    total = counts.to_reach if is_known else None
    return ModuleCell(module, names.module(module), counts.done, counts.planned, total)


def _visit_cells(row: Row | None) -> tuple[VisitCell, ...]:
    if row is None:
        return ()
    return tuple(
        VisitCell(
            number=int(part.id),
            label=_("Besök %(number)s") % {"number": part.id},
            state=part.state,
            on=part.on,
            visit=part.evidence,
            is_unreported=part.is_unreported,
        )
        for part in row.parts
    )


def _next_event(event: Event, visits: tuple[VisitCell, ...], names: Names) -> NextEvent:
    if event.kind == "session":
        label = names.module(event.module)
    else:
        label = next((cell.label for cell in visits if cell.visit == event.id), _("Besök"))
    return NextEvent(event.id, event.kind, label, event.starts_at)


def _missing_training(
    training: Ledger | None, people: list[Row], to_reach: list[Row], modules: tuple[str, ...], names: Names
) -> list[str]:
    """Say how many have no date for which module. A place without staff in the register is not a finished place."""
    if training is None or training.unknown:
        return []
    if not people:
        return [_("personal saknas i registret")]
    undated = _by_module(to_reach, modules, unreported=False)
    if to_reach and all(count == len(to_reach) for count in undated.values()):
        return [_("hela gruppen saknar utbildningstid")]
    waiting = _by_module(to_reach, modules, unreported=True)
    return [
        *(_("närvaro ej ifylld: %(what)s") % {"what": what} for what in _listed(waiting, names)),
        *(_("utan tid: %(what)s") % {"what": what} for what in _listed(undated, names)),
    ]


def _by_module(rows: list[Row], modules: tuple[str, ...], *, unreported: bool) -> dict[str, int]:
    """Count those who have no time for a module, or whose time has passed without report."""
    parts = [part for row in rows for part in row.parts if part.state is CellState.TO_DO]
    counts = Counter(part.id for part in parts if part.is_unreported is unreported)
    return {module: counts[module] for module in modules}


def _listed(counts: dict[str, int], names: Names) -> list[str]:
    """Return "2 Uttryck, 1 Samtal" as the only text, or nothing."""
    left = [f"{count} {names.module(module)}" for module, count in counts.items() if count]
    return [", ".join(left)] if left else []


def _missing_visits(row: Row | None, cells: tuple[VisitCell, ...]) -> list[str]:
    if row is None or row.state not in (CellState.TO_DO, CellState.PLANNED):
        return []
    waiting = [cell for cell in cells if cell.is_unreported]
    undated = [cell for cell in cells if cell.state is CellState.TO_DO and not cell.is_unreported]
    return [
        *(_("%(visit)s: säg om det blev av") % {"visit": cell.label} for cell in waiting),
        *(_("%(visit)s utan tid") % {"visit": cell.label} for cell in undated),
    ]
