"""The start page's sentence for every stage that a decision goes through."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from lyhord.coverage.domain.board import Overview
from lyhord.coverage.domain.cards import ClauseCard
from lyhord.coverage.domain.events import WeekLoad
from lyhord.coverage.domain.ledger import Counts
from lyhord.coverage.domain.place_rows import PlaceRow
from lyhord.home.domain.answer import answer
from lyhord.places.models import MeetingPlace
from lyhord.programme.enums import ClauseKind
from lyhord.programme.models import Clause, Decision
from tests.factories.cast import TODAY

WEEK_9 = dt.date(2026, 2, 27)
AN_EVENT = (WeekLoad(TODAY, 2025, 41, sessions=1, visits=0, is_current=True),)


def card(kind: ClauseKind, counts: Counts | None, *, finish_on: dt.date | None = None, unknown: str = "") -> ClauseCard:
    return ClauseCard(
        clause=Clause(kind=kind),
        definition="",
        definition_version=1,
        unknown=unknown,
        counts=counts,
        bars=(),
        missing=(),
        outside=(),
        reasons=(),
        finish_on=finish_on,
    )


def visits(done: int, planned: int, to_do: int, **more: Any) -> ClauseCard:
    return card(ClauseKind.VISIT_PLACES, Counts(done, planned, to_do, excepted=0), **more)


def training(done: int, planned: int, to_do: int, **more: Any) -> ClauseCard:
    return card(ClauseKind.TRAIN_EMPLOYEES, Counts(done, planned, to_do, excepted=0), **more)


def place(*missing: str) -> PlaceRow:
    return PlaceRow(
        place=MeetingPlace(),
        people=3,
        excepted=0,
        modules=(),
        visits=(),
        visits_state=None,
        next_event=None,
        missing=missing,
    )


def overview(clauses: list[ClauseCard], places: list[PlaceRow], weeks: tuple[WeekLoad, ...] = AN_EVENT) -> Overview:
    return Overview(
        decision=Decision(),
        as_of=TODAY,
        clauses=tuple(clauses),
        places=tuple(places),
        modules=(),
        visits_required=2,
        weeks=weeks,
        missing=(),
        partner_missing="",
    )


def test_a_plan_that_reaches_all_says_by_which_week() -> None:
    shown = answer(
        overview(
            [visits(2, 13, 0, finish_on=WEEK_9), training(27, 31, 0, finish_on=dt.date(2025, 12, 1))], [place()] * 15
        )
    )
    assert shown.title == "Planen når alla 15 träffpunkter till vecka 9."
    assert shown.lead == "31 av 58 medarbetare har något kvar, och alla har en bokad tid."


def test_everything_done_is_said_without_a_week() -> None:
    shown = answer(overview([visits(2, 0, 0, finish_on=TODAY), training(9, 0, 0, finish_on=TODAY)], [place()] * 2))
    assert shown.title == "Alla träffpunkter och alla medarbetare är nådda."
    assert shown.lead == "Alla 9 medarbetare är klara med utbildningen."


def test_some_places_without_a_date_are_counted_against_all() -> None:
    shown = answer(
        overview([visits(0, 1, 1), training(2, 3, 4, finish_on=None)], [place(), place("1 utan tid för Samtal")])
    )
    assert shown.title == "1 av 2 träffpunkter har allt bokat."
    assert shown.lead == "7 av 9 medarbetare har något kvar, och 4 av dem saknar tid."


def test_those_whose_day_has_passed_wait_for_a_report() -> None:
    waiting = replace(training(2, 3, 4), unreported=4)
    shown = answer(overview([visits(0, 2, 0), waiting], [place()] * 2))
    assert shown.lead == "7 av 9 medarbetare har något kvar, och 4 väntar på besked om hur det gick."


def test_all_places_booked_but_a_person_elsewhere_undated_promises_no_week() -> None:
    shown = answer(overview([visits(0, 2, 0, finish_on=WEEK_9), training(0, 3, 1)], [place()] * 2))
    assert shown.title == "2 av 2 träffpunkter har allt bokat."


def test_events_but_no_place_with_everything_booked() -> None:
    shown = answer(overview([visits(0, 0, 1), training(0, 0, 3)], [place("Besök 1 utan tid")]))
    assert shown.title == "Ingen träffpunkt har allt bokat än."
    assert shown.lead == "3 av 3 medarbetare har något kvar, och ingen av dem har tid för allt."


def test_nothing_planned_is_said() -> None:
    shown = answer(overview([visits(0, 0, 1), training(0, 0, 3)], [place("Besök 1 utan tid")], weeks=()))
    assert shown.title == "Alla träffpunkter. Alla medarbetare. Inget är planerat än."


@pytest.mark.parametrize(
    ("clauses", "places"),
    [
        ([visits(0, 1, 0), card(ClauseKind.TRAIN_EMPLOYEES, None, unknown="Inga moduler.")], 1),
        ([visits(0, 0, 0), training(0, 0, 0)], 1),
        ([visits(1, 0, 0), training(1, 0, 0)], 0),
        ([], 1),
    ],
)
def test_what_is_not_known_is_not_called_zero(clauses: list[ClauseCard], places: int) -> None:
    assert answer(overview(clauses, [place()] * places)).title == "Vi vet inte än hur långt satsningen har kommit."


def test_an_unknown_clause_says_why() -> None:
    clauses = [card(ClauseKind.TRAIN_EMPLOYEES, None, unknown="Inga medarbetare är inlagda än.")]
    assert answer(overview(clauses, [place()])).lead == "Inga medarbetare är inlagda än."


def test_nobody_to_train_is_said() -> None:
    assert answer(overview([training(0, 0, 0)], [place()])).lead == "Ingen medarbetare räknas i dag."
