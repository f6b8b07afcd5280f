"""What a read spreadsheet is made of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 300

type Cell = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None
"""A text that begins with = is a formula: its result is not in the file's care, so nobody reads it."""


@dataclass(frozen=True, slots=True)
class Row:
    """number: as the spreadsheet program shows it, from 1."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells joined into one. Rows and columns from 1, both ends included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """name: empty for a csv file. rows: those with anything in them, in order."""

    name: str
    rows: list[Row]
    merged: list[Merged] = field(default_factory=list)


def column_letters(number: int) -> str:
    """Return the letters of a column: 1 → A, 27 → AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number of a column: A → 1, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
