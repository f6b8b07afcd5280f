"""The overview of a decision, made ready to be shown: states as tags, weeks as a chart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lyhord.coverage.domain.board import Overview, overview
from lyhord.coverage.domain.events import WeekLoad
from lyhord.coverage.domain.place_rows import PlaceRow, VisitCell
from lyhord.coverage.enums import CellState
from lyhord.home.domain.answer import Answer, answer
from lyhord.programme.models import Decision
from lyhord.web.charts import Week

KINDS = {CellState.DONE: "held", CellState.PLANNED: "plan", CellState.TO_DO: "todo"}


@dataclass(frozen=True)
class VisitTag:
    """One visit of a place as a tag. kind: one of the five looks of the design system's tag."""

    label: str
    kind: str
    text: str


@dataclass(frozen=True)
class ShownPlace:
    row: PlaceRow
    visits: tuple[VisitTag, ...]


@dataclass(frozen=True)
class BoardPage:
    """has_events: whether anything at all is held or booked."""

    overview: Overview
    answer: Answer
    places: tuple[ShownPlace, ...]
    weeks: tuple[Week, ...]
    visit_labels: tuple[str, ...]

    @property
    def has_events(self) -> bool:
        return bool(self.weeks)


def board_page(
    decision: Decision, *, as_of: dt.date, with_names: bool, only: Collection[str] | None = None
) -> BoardPage:
    """Return the page. A constant number of queries, those of `coverage.domain.board.overview`.

    only: ids of the places to list; the clauses' figures are still those of all places. None lists every place.
    """
    facts = overview(decision, as_of=as_of, with_names=with_names)
    return BoardPage(
        overview=facts,
        answer=answer(facts),
        places=tuple(
            ShownPlace(row, tuple(map(visit_tag, row.visits)))
            for row in facts.places
            if only is None or str(row.place.pk) in only
        ),
        weeks=tuple(map(chart_week, facts.weeks)),
        visit_labels=tuple(_("Besök %(number)d") % {"number": n + 1} for n in range(facts.visits_required)),
    )


def visit_tag(cell: VisitCell) -> VisitTag:
    """Return the tag of a visit. One whose day has passed without report needs somebody."""
    if cell.is_unreported:
        return VisitTag(cell.label, "warn", _("blev det av?"))
    words = {
        CellState.DONE: _("hållet"),
        CellState.PLANNED: _("planerat"),
        CellState.TO_DO: _("ej planerat"),
        CellState.EXCEPTED: _("undantag"),
        CellState.NOT_COUNTED: _("räknas inte"),
    }
    return VisitTag(cell.label, KINDS.get(cell.state, "neutral"), words[cell.state])


def chart_week(load: WeekLoad) -> Week:
    """Return the week as a column of the chart, said in words too."""
    parts = []
    if load.sessions:
        parts.append(ngettext("%(n)d utbildning", "%(n)d utbildningar", load.sessions) % {"n": load.sessions})
    if load.visits:
        parts.append(ngettext("%(n)d besök", "%(n)d besök", load.visits) % {"n": load.visits})
    words = _("vecka %(week)d: %(what)s") % {"week": load.number, "what": ", ".join(parts) or _("inget")}
    return Week(str(load.number), load.sessions, load.visits, words, load.is_current)
