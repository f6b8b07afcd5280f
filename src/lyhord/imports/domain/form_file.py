"""An empty spreadsheet with the right headings, and a sheet that says how to fill it in."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from lyhord.imports.domain.kinds import Column, ImportKind, Table


def empty_file(kind: ImportKind) -> bytes:
    """Return an .xlsx with one sheet per table, headings only, and one of explanations."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    for table in kind.tables:
        sheet = book.add_worksheet(str(table.label))
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(table.columns) - 1, 18, text)
        for number, column in enumerate(table.columns):
            sheet.write_string(0, number, str(column.label), bold)
    _explain(book.add_worksheet(_("Så fyller du i")), kind, bold)
    book.close()
    return buffer.getvalue()


def _explain(sheet: Any, kind: ImportKind, bold: Any) -> None:
    for number, word in enumerate((_("Flik"), _("Rubrik"), _("Behövs"), _("Skriv så här"), _("Kommentar"))):
        sheet.write_string(0, number, word, bold)
    row = 1
    for table in kind.tables:
        for column in table.columns:
            cells = (str(table.label), str(column.label), need(table, column), str(column.example), str(column.note))
            for number, cell in enumerate(cells):
                sheet.write_string(row, number, cell)
            row += 1
    sheet.set_column(0, 4, 26)


def need(table: Table, column: Column) -> str:
    """Return whether the column must be there; of several that can stand for each other, which."""
    for group in table.needs:
        if column.name in group:
            others = [str(table.column(name).label) for name in group if name != column.name]
            return _("behövs, eller %(others)s") % {"others": ", ".join(others)} if others else _("behövs")
    return ""
