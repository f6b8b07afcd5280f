"""Cells in all the ways that people and programs write them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from lyhord.imports.domain import cells
from lyhord.imports.domain.cells import CellProblem, Parser

EIGHT, NOON, ONE, FIVE = dt.time(8), dt.time(12), dt.time(13), dt.time(17)
COLOURS = cells.choice({"röd": "red", "grönaktig": "green"}, options="röd eller grön")


@pytest.mark.parametrize(
    ("parse", "cell", "expected"),
    [
        (cells.text(20), "  Åsa \n Exempel ", "Åsa Exempel"),
        (cells.text(20), 1001, "1001"),
        (cells.text(20), dt.datetime(2025, 10, 6), "2025-10-06"),
        (cells.whole_number(0, 10), "7", 7),
        (cells.whole_number(0, 10), 7.0, 7),
        (cells.decimal, "59,8588", 59.8588),
        (cells.decimal, "1 234,5", 1234.5),
        (cells.decimal, "−3", -3.0),
        (cells.coordinate(90), "-90", -90.0),
        (cells.percent, "75 %", 75),
        (cells.percent, "75,0", 75),
        (cells.percent, 0.75, 75),
        (cells.percent, 1, 100),
        (cells.percent, "1 %", 1),
        (cells.percent, 0, 0),
        (cells.date, "2025-10-06", dt.date(2025, 10, 6)),
        (cells.date, "20251006", dt.date(2025, 10, 6)),
        (cells.date, "2025-10-06 00:00:00", dt.date(2025, 10, 6)),
        (cells.date, "6/10 2025", dt.date(2025, 10, 6)),
        (cells.date, "06.10.2025", dt.date(2025, 10, 6)),
        (cells.date, "6 okt 2025", dt.date(2025, 10, 6)),
        (cells.date, "6 Oktober 2025", dt.date(2025, 10, 6)),
        (cells.date, 20251006, dt.date(2025, 10, 6)),
        (cells.date, dt.datetime(2025, 10, 6, 12), dt.date(2025, 10, 6)),
        (cells.clock, "8", EIGHT),
        (cells.clock, "8.30", dt.time(8, 30)),
        (cells.clock, "kl. 08:30", dt.time(8, 30)),
        (cells.clock, 8.3, dt.time(8, 30)),
        (cells.clock, dt.time(8, 30, 1), dt.time(8, 30)),
        (cells.spans, "8-17", ((EIGHT, FIVE),)),
        (cells.spans, "13–17, 8–12", ((EIGHT, NOON), (ONE, FIVE))),
        (cells.spans, "8.00 till 12.00 och 13.00 - 17.00", ((EIGHT, NOON), (ONE, FIVE))),
        (cells.spans, "ledig", ()),
        (cells.spans, "-", ()),
        (cells.weekdays, "måndag", (0,)),
        (cells.weekdays, "Mån-Fre", (0, 1, 2, 3, 4)),
        (cells.weekdays, "tis, torsdagar och lör", (1, 3, 5)),
        (cells.yes_or_no, "Ja", True),
        (cells.yes_or_no, "x", True),
        (cells.yes_or_no, False, False),
        (cells.yes_or_no, 0, False),
        (COLOURS, "RÖD", "red"),
        (COLOURS, "grönaktigt", "green"),
        (cells.languages, "Finska, svenska och engelska", ["en", "fi"]),
        (cells.languages, "fi/ar", ["ar", "fi"]),
        (cells.codes, "Utbildning, besök", ["besok", "utbildning"]),
        (cells.email, " exempel@example.org ", "exempel@example.org"),
    ],
)
def test_a_cell_is_understood(parse: Parser, cell: Any, expected: Any) -> None:
    found = parse(cell)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("parse", "cell", "sentence"),
    [
        (cells.text(3), "fyra", "längre än 3 tecken"),
        (cells.text(9), "a\x07b", "osynliga tecken"),
        (cells.whole_number(0, 10), "11", "heltal mellan 0 och 10"),
        (cells.whole_number(0, 10), 1.5, "heltal mellan 0 och 10"),
        (cells.decimal, "tolv", "är inget tal"),
        (cells.decimal, "nan", "är inget tal"),
        (cells.decimal, "inf", "är inget tal"),
        (cells.coordinate(90), 91, "ingen koordinat"),
        (cells.percent, "120", "procentsats mellan 0 och 100"),
        (cells.date, "2025-02-30", "inget datum"),
        (cells.date, "6/10/25", "inget datum"),
        (cells.date, 45936, "inget datum"),
        (cells.date, "0203-01-01", "året"),
        (cells.date, dt.datetime(3025, 1, 1), "året"),
        (cells.clock, "25", "ingen tid"),
        (cells.clock, "8.75", "ingen tid"),
        (cells.clock, dt.datetime(2025, 8, 17), "ingen tid"),
        (cells.spans, "8-12-17", "från–till"),
        (cells.spans, "17-8", "slutar innan det börjar"),
        (cells.spans, "8-12, 11-17", "går in i varandra"),
        (cells.spans, dt.datetime(2025, 8, 17), "gjort om tiden till ett datum"),
        (cells.weekdays, "någon dag", "ingen veckodag"),
        (cells.weekdays, "fre-mån", "ingen veckodag"),
        (cells.yes_or_no, "kanske", "ja eller nej"),
        (COLOURS, "blå", "Skriv röd eller grön"),
        (cells.languages, "klingonska", "känns inte igen"),
        (cells.email, "inte en adress", "ingen e-postadress"),
    ],
)
def test_a_cell_that_is_not_understood_says_why(parse: Parser, cell: Any, sentence: str) -> None:
    with pytest.raises(CellProblem, match=sentence):
        parse(cell)
