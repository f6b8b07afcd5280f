"""The example register: the repository's spreadsheets, read in the way that a municipality reads in its own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.db import transaction

from lyhord.accounts.models import User
from lyhord.common.spreadsheet import read_workbook
from lyhord.imports.domain.kinds import ImportKind, kind_of
from lyhord.imports.domain.runs import apply_import, preview_of, take_in
from lyhord.imports.models import ImportState
from lyhord.organisation.models import Administration, Board, Unit

FOLDER = Path(__file__).resolve().parent.parent / "example"


class ExampleNotRead(RuntimeError):
    """The example's spreadsheets have rows that the import does not accept: an error in the repository."""


def load_register(
    *, board: Board, partner: Board, user: User | None, now: dt.datetime, example: str = "uppsala"
) -> dict[str, dict[str, int]]:
    """Read in places and employees for `board` and trainers for `partner`. Return the counts by kind of file.

    Makes the units that the places name, within the board's first administration. Reading in again changes nothing.
    Raises ExampleNotRead.
    """
    folder = FOLDER / example
    with transaction.atomic():
        _make_units(board, folder / "traffpunkter.xlsx")
        return {
            code: _read_in(kind_of(code), owner, folder / filename, user, now)
            for code, owner, filename in (
                ("places", board, "traffpunkter.xlsx"),
                ("employees", board, "personal.xlsx"),
                ("trainers", partner, "utbildare.xlsx"),
            )
        }


def _make_units(board: Board, path: Path) -> None:
    administration = Administration.objects.filter(board=board).first()
    if administration is None:
        administration = Administration.objects.create(board=board, name=f"{board.name}s förvaltning")
    sheet = read_workbook(path.read_bytes())[0]
    column = sheet.rows[0].cells.index("Enhet")
    for name in sorted({str(row.cells[column]) for row in sheet.rows[1:]}):
        Unit.objects.get_or_create(administration=administration, name=name)


def _read_in(kind: ImportKind, owner: Board, path: Path, user: User | None, now: dt.datetime) -> dict[str, int]:
    run = take_in(kind=kind, owner=owner, filename=path.name, content=path.read_bytes(), uploaded_by=user, now=now)
    if run.state == ImportState.REFUSED:
        raise ExampleNotRead(f"{path.name}: {run.refused_because}")
    preview = preview_of(run)
    doubtful = [item for item in preview.items if item.status == "doubtful"]
    if doubtful or preview.missing:
        reasons = [f"{item.title} {item.reasons}" for item in doubtful] + preview.missing
        raise ExampleNotRead(f"{path.name}: {'; '.join(reasons)}")
    return apply_import(run=run, applied_by=user, now=now, digest=preview.digest)
