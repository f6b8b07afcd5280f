"""Spreadsheets as they come out of other systems: .xlsx and .csv, read by content, never by trusting the name."""

from lyhord.common.spreadsheet.errors import UnreadableFile
from lyhord.common.spreadsheet.reading import read_workbook
from lyhord.common.spreadsheet.sheets import MAX_BYTES, MAX_ROWS, Cell, Merged, Row, Sheet, column_letters

__all__ = [
    "MAX_BYTES",
    "MAX_ROWS",
    "Cell",
    "Merged",
    "Row",
    "Sheet",
    "UnreadableFile",
    "column_letters",
    "read_workbook",
]
