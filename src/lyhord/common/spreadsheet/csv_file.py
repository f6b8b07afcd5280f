"""Read csv as Swedish systems write it: semicolon, comma or tab; UTF-8, UTF-16 or Windows letters."""

from __future__ import annotations

import csv
import io

from lyhord.common.spreadsheet.errors import BrokenCsvRow, NotASpreadsheet, TooManyColumns, TooManyRows
from lyhord.common.spreadsheet.sheets import MAX_COLUMNS, MAX_ROWS, Row, Sheet

_DELIMITERS = ";\t,"
_SAMPLE_LINES = 30


def read_csv(content: bytes) -> list[Sheet]:
    """Return one sheet. Empty lines are left out but counted. Raises UnreadableFile."""
    text = decode(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=guess_delimiter(text), strict=True)
    rows: list[Row] = []
    number = 1
    try:
        for cells in reader:
            stripped = tuple(cell.strip() or None for cell in cells)
            if any(stripped):
                rows.append(Row(number, stripped))
            if len(rows) > MAX_ROWS:
                raise TooManyRows("csv", MAX_ROWS)
            if len(stripped) > MAX_COLUMNS:
                raise TooManyColumns("csv", number, MAX_COLUMNS)
            number = reader.line_num + 1
    except csv.Error as error:
        raise BrokenCsvRow(number) from error
    return [Sheet("", rows)]


def decode(content: bytes) -> str:
    """Return the text. What is not UTF is taken for Windows-1252, which holds Latin-1. Raises NotASpreadsheet."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as error:
            raise NotASpreadsheet from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def guess_delimiter(text: str) -> str:
    """Return the delimiter that splits the first lines into most columns on most lines."""
    lines = [line for line in text[:100_000].splitlines() if line.strip()][:_SAMPLE_LINES]

    def columns(delimiter: str) -> int:
        rows = csv.reader(lines, delimiter=delimiter)
        widths = sorted(len(row) for row in rows)
        return widths[len(widths) // 2] if widths else 0

    return max(_DELIMITERS, key=columns)
