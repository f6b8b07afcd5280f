"""Small files as systems and people make them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

type Rows = Sequence[Sequence[Any]]

STAFF_HEADINGS = ["Anställningsnummer", "Namn", "Arbetsplats", "Anställd fr.o.m.", "Mån"]


def staff_row(number: int = 1, **changes: Any) -> list[Any]:
    row = {
        "key": f"{1000 + number}",
        "name": f"Exempel Person {number}",
        "place": "egen",
        "starts_on": dt.date(2021, 3, 1),
        "monday": "8-17",
    } | changes
    return list(row.values())


def staff_file(*rows: Sequence[Any]) -> bytes:
    return xlsx({"Personal": [STAFF_HEADINGS, *(rows or [staff_row()])]})


def xlsx(sheets: Mapping[str, Rows], *, merged: Sequence[str] = (), formulas: Mapping[str, str] | None = None) -> bytes:
    """Return a workbook. merged: ranges of the first sheet. formulas: cell → formula, in the first sheet."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_numbers": False})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for number, (name, rows) in enumerate(sheets.items()):
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(row, column, dt.datetime.combine(cell, dt.time()), day)
                elif cell is not None:
                    sheet.write(row, column, cell)
        if number == 0:
            for span in merged:
                sheet.merge_range(span, "sammanfogat")
            for place, formula in (formulas or {}).items():
                sheet.write_formula(place, formula, value="1001")
    book.close()
    return buffer.getvalue()


def repacked(content: bytes, **changes: bytes) -> bytes:
    """Return the workbook with parts replaced: `sheet1=` is xl/worksheets/sheet1.xml, `strings=` the shared texts."""
    names = {"sheet1": "xl/worksheets/sheet1.xml", "strings": "xl/sharedStrings.xml", "book": "xl/workbook.xml"}
    replaced = {names[name]: part for name, part in changes.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, replaced.get(name, old.read(name)))
    return buffer.getvalue()


def part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)
