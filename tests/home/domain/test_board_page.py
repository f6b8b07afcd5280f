"""States as tags, weeks as columns."""

from __future__ import annotations

import pytest

from lyhord.coverage.domain.events import WeekLoad
from lyhord.coverage.domain.place_rows import VisitCell
from lyhord.coverage.enums import CellState
from lyhord.home.domain.board_page import chart_week, visit_tag
from lyhord.web.templatetags.web import TAG_KINDS
from tests.factories.cast import TODAY


def cell(state: CellState, *, is_unreported: bool = False) -> VisitCell:
    return VisitCell(1, "Besök 1", state, on=None, visit="", is_unreported=is_unreported)


@pytest.mark.parametrize(
    ("state", "kind", "text"),
    [
        (CellState.DONE, "held", "hållet"),
        (CellState.PLANNED, "plan", "planerat"),
        (CellState.TO_DO, "todo", "ej planerat"),
        (CellState.EXCEPTED, "neutral", "undantag"),
        (CellState.NOT_COUNTED, "neutral", "räknas inte"),
    ],
)
def test_every_state_of_a_visit_has_a_look_and_a_word(state: CellState, kind: str, text: str) -> None:
    tag = visit_tag(cell(state))
    assert (tag.kind, tag.text) == (kind, text)
    assert tag.kind in TAG_KINDS


def test_a_visit_that_nobody_has_reported_needs_somebody() -> None:
    assert visit_tag(cell(CellState.TO_DO, is_unreported=True)).kind == "warn"


@pytest.mark.parametrize(
    ("sessions", "visits", "words"),
    [
        (1, 0, "vecka 41: 1 utbildning"),
        (2, 1, "vecka 41: 2 utbildningar, 1 besök"),
        (0, 0, "vecka 41: inget"),
    ],
)
def test_a_week_says_what_it_holds(sessions: int, visits: int, words: str) -> None:
    week = chart_week(WeekLoad(TODAY, 2025, 41, sessions, visits, is_current=False))
    assert (week.label, week.first, week.second, week.words) == ("41", sessions, visits, words)
