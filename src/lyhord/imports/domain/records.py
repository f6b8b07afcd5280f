"""From sheets to records: every cell read, every row under its key, every problem with its row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lyhord.common.spreadsheet import Cell, Row, Sheet, column_letters
from lyhord.imports.domain.cells import CellProblem
from lyhord.imports.domain.columns import SheetMapping
from lyhord.imports.domain.kinds import Column, ImportKind, ParsedRow, Record, Register, RowProblem, Table

_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SAKNAS!", "#VÄRDEFEL!", "#REFERENS!")


@dataclass(frozen=True)
class Records:
    """by_key: records in the order of the file. lost: problems of rows whose key could not be told."""

    by_key: dict[str, Record]
    lost: list[RowProblem]
    row_count: int


def read_records[W, C](
    kind: ImportKind, sheets: Sequence[Sheet], mappings: Sequence[SheetMapping], register: Register[W, C]
) -> Records:
    """Return the records of the file."""
    parsed = [
        pair
        for sheet, mapping in zip(sheets, mappings, strict=True)
        if mapping.table
        for pair in _rows(kind.table(mapping.table), sheet, mapping)
    ]
    register.prepare([row for row, _problems in parsed])
    by_key: dict[str, Record] = {}
    lost: list[RowProblem] = []
    for row, problems in parsed:
        try:
            key = register.key(row)
        except CellProblem as problem:
            lost.extend(problems or [RowProblem(row.sheet, row.number, str(problem))])
            continue
        record = by_key.get(key)
        if record is None:
            record = by_key[key] = Record(key)
        record.rows.append(row)
        record.problems.extend(problems)
    return Records(by_key, lost, len(parsed))


def _rows(table: Table, sheet: Sheet, mapping: SheetMapping) -> Iterator[tuple[ParsedRow, list[RowProblem]]]:
    columns = [(index, table.column(name)) for index, name in enumerate(mapping.columns) if name]
    merged = _merged_rows(sheet, {index + 1 for index, _column in columns})
    required = [column for _index, column in columns if column.is_required]
    for row in sheet.rows:
        if row.number <= mapping.header_row:
            continue
        cells, reasons = _cells(row, columns)
        if not cells and not reasons:
            continue
        if row.number in merged:
            reasons.append(merged[row.number])
        elif not reasons:
            reasons.extend(
                _("%(label)s saknas. Fyll i cellen.") % {"label": column.label}
                for column in required
                if column.name not in cells
            )
        problems = [RowProblem(sheet.name, row.number, reason) for reason in reasons]
        yield ParsedRow(table.code, sheet.name, row.number, cells), problems


def _cells(row: Row, columns: Sequence[tuple[int, Column]]) -> tuple[dict[str, object], list[str]]:
    cells: dict[str, object] = {}
    reasons: list[str] = []
    given = row.cells
    width = len(given)
    for index, column in columns:
        cell = given[index] if index < width else None
        if cell is None:
            continue
        try:
            cells[column.name] = column.parse(_plain(cell))
        except CellProblem as problem:
            place = f"{column_letters(index + 1)}{row.number}"
            reasons.append(
                _("%(label)s (cell %(place)s): %(problem)s")
                % {"label": column.label, "place": place, "problem": problem}
            )
    return cells, reasons


def _plain(cell: Cell) -> Cell:
    """Return the cell unless it is a formula or an error in the spreadsheet. Raises CellProblem."""
    if type(cell) is str:
        if cell.startswith("="):
            raise CellProblem(_("cellen är en formel. Kopiera och klistra in som värde, och läs in filen igen."))
        if cell.startswith("#") and cell.upper() in _ERRORS:
            raise CellProblem(_("cellen visar felet %(cell)s. Rätta den i arket.") % {"cell": cell})
    return cell


def _merged_rows(sheet: Sheet, columns: set[int]) -> dict[int, str]:
    """Return row → reason, for rows with joined cells in any of the columns."""
    reasons: dict[int, str] = defaultdict(str)
    last = sheet.rows[-1].number if sheet.rows else 0
    for merged in sheet.merged:
        if not any(merged.first_column <= column <= merged.last_column for column in columns):
            continue
        reason = _(
            "cellerna %(first)s–%(last)s är sammanfogade. Dela dem i kalkylprogrammet och skriv värdet på varje rad."
        ) % {
            "first": f"{column_letters(merged.first_column)}{merged.first_row}",
            "last": f"{column_letters(merged.last_column)}{merged.last_row}",
        }
        for number in range(merged.first_row, min(merged.last_row, last) + 1):
            reasons[number] = reason
    return reasons
