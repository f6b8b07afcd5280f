"""Find out what a sheet is and which heading means which column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lyhord.common.spreadsheet import Cell, Row, Sheet, column_letters
from lyhord.common.spreadsheet.errors import UnreadableFile
from lyhord.imports.domain.kinds import ImportKind, Table
from lyhord.imports.domain.words import normal

_HEADING_WITHIN = 25
type Remembered = Mapping[tuple[str, str], str]
"""(table, normal heading) → column name, or "" for a heading to leave out."""


class NothingRecognised(UnreadableFile):
    """No sheet has headings of this kind."""

    code = "nothing-recognised"

    def __init__(self, kind: ImportKind) -> None:
        wanted = ", ".join(
            str(column.label) for column in kind.main.columns if any(column.name in group for group in kind.main.needs)
        )
        super().__init__(
            _(
                "Filen har inga rubriker som hör till %(kind)s. Den översta raden ska ha rubriker som: %(wanted)s. "
                "Hämta mallen om du är osäker."
            )
            % {"kind": str(kind.label).lower(), "wanted": wanted}
        )


class NoRows(UnreadableFile):
    code = "no-rows"

    def __init__(self) -> None:
        super().__init__(_("Filen har rubriker men inga rader. Kontrollera urvalet i exporten och välj filen igen."))


class ColumnsMissing(UnreadableFile):
    """A sheet lacks columns that it must have, and no heading is left that could be one of them."""

    code = "columns-missing"

    def __init__(self, sheet: SheetMapping, missing: Sequence[str]) -> None:
        super().__init__(missing_sentence(sheet, missing))


@dataclass(slots=True)
class SheetMapping:
    """How a sheet is read. table: empty when the sheet is left out. columns: a column name or "" per column."""

    sheet: str
    table: str
    header_row: int
    headings: list[str]
    columns: list[str]

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def map_sheets(kind: ImportKind, sheets: Sequence[Sheet], remembered: Remembered) -> list[SheetMapping]:
    """Return how each sheet is read. Raises NothingRecognised, NoRows, ColumnsMissing."""
    mappings = [_map_sheet(kind, sheet, remembered) for sheet in sheets]
    used = [(sheet, mapping) for sheet, mapping in zip(sheets, mappings, strict=True) if mapping.table]
    if not used:
        raise NothingRecognised(kind)
    if not any(row.number > mapping.header_row for sheet, mapping in used for row in sheet.rows[-1:]):
        raise NoRows
    for _sheet, mapping in used:
        missing = missing_columns(kind, mapping)
        if missing and not any(h and not c for h, c in zip(mapping.headings, mapping.columns, strict=True)):
            raise ColumnsMissing(mapping, missing)
    return mappings


def missing_columns(kind: ImportKind, mapping: SheetMapping) -> list[str]:
    """Return the labels of the columns that the sheet must have and has not."""
    if not mapping.table:
        return []
    table = kind.table(mapping.table)
    present = set(mapping.columns)
    return [
        _(" eller ").join(str(table.column(name).label) for name in group)
        for group in table.needs
        if not present & set(group)
    ]


def missing_sentence(mapping: SheetMapping, missing: Sequence[str]) -> str:
    """Return what is missing and what to do."""
    where = _("bladet ”%(sheet)s”") % {"sheet": mapping.sheet} if mapping.sheet else _("filen")
    return _("Kolumnen %(columns)s saknas i %(where)s. Rad %(row)d lästes som rubriker. Lägg till kolumnen.") % {
        "columns": ", ".join(f"”{label}”" for label in missing),
        "where": where,
        "row": mapping.header_row,
    }


def _map_sheet(kind: ImportKind, sheet: Sheet, remembered: Remembered) -> SheetMapping:
    best, best_score = SheetMapping(sheet.name, "", 0, [], []), 0.0
    for row in sheet.rows[:_HEADING_WITHIN]:
        headings = [_heading(cell, number) for number, cell in enumerate(row.cells, 1)]
        for table in kind.tables:
            columns = _match(table, headings, remembered)
            score = _score(table, columns, sheet)
            if score > best_score:
                best, best_score = SheetMapping(sheet.name, table.code, row.number, headings, columns), score
    return best


def _heading(cell: Cell, number: int) -> str:
    if cell is None:
        return ""
    text = " ".join(str(cell).split())
    return text[:200] or column_letters(number)


def _match(table: Table, headings: Sequence[str], remembered: Remembered) -> list[str]:
    """Return a column name per heading; the first of two equal ones gets it. What the user chose before wins."""
    known = {heading: column.name for column in table.columns for heading in column.normal_headings()}
    taken: set[str] = set()
    columns = []
    for heading in headings:
        word = normal(heading)
        name = remembered.get((table.code, word), known.get(word, "")) if word else ""
        if name in taken:
            name = ""
        taken.add(name)
        columns.append(name)
    return columns


def _score(table: Table, columns: Iterable[str], sheet: Sheet) -> float:
    """Return how well the row's headings fit the table: at least two of them and one that the table needs."""
    present = {name for name in columns if name}
    needed = sum(1 for group in table.needs if present & set(group))
    if len(present) < 2 or needed == 0:
        return 0
    is_named_so = normal(sheet.name) == normal(str(table.label))
    return len(present) + 2 * needed - 2 * (len(table.needs) - needed) + 100 * is_named_so


def header_of(sheet: Sheet, mapping: SheetMapping) -> Row | None:
    return next((row for row in sheet.rows if row.number == mapping.header_row), None)
