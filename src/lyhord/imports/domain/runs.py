"""A file on its way in: taken in, looked at, applied or refused. Only `apply_import` touches the registers."""

from __future__ import annotations

import datetime as dt
import json
import uuid
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lyhord.accounts.domain import audit
from lyhord.accounts.models import User
from lyhord.common.memory import paused_collection
from lyhord.common.spreadsheet import Sheet, UnreadableFile, read_workbook
from lyhord.imports.domain.columns import Remembered, SheetMapping, map_sheets, missing_columns, missing_sentence
from lyhord.imports.domain.comparing import Comparison, Item, compare
from lyhord.imports.domain.kinds import ImportKind, Scope, kind_of
from lyhord.imports.domain.records import read_records
from lyhord.imports.domain.words import normal
from lyhord.imports.models import ColumnMapping, ImportRun, ImportState
from lyhord.organisation.models import Board

KEEP_DAYS = 7
"""How long a file that nobody decided about is kept."""


class ImportAlreadyDecided(Exception):
    """The file has been read in or refused before."""


class RegisterHasChanged(Exception):
    """What would be written is not what the user saw. The preview has been made anew."""


class ColumnsNotChosen(Exception):
    """A sheet lacks a column that it must have, and the user has not said which heading it is."""


@dataclass(frozen=True)
class Preview:
    """What the user is shown. missing: sentences about columns to choose first; then there are no items."""

    items: list[Item]
    counts: dict[str, int]
    missing: list[str]
    skipped_sheets: list[str]
    may_miss_some: bool = False
    digest: str = ""


@paused_collection()
def take_in(
    *, kind: ImportKind, owner: Board, filename: str, content: bytes, uploaded_by: User | None, now: dt.datetime
) -> ImportRun:
    """Store a file with its preview. A file that cannot be read is refused: the run says why and keeps nothing."""
    run = ImportRun(
        owner=owner, kind=kind.code, filename=filename[:255], content=content, uploaded_by=uploaded_by, uploaded_at=now
    )
    try:
        sheets = read_workbook(content)
        run.mapping = [m.as_json() for m in map_sheets(kind, sheets, _remembered(kind, owner))]
    except UnreadableFile as error:
        with transaction.atomic():
            _refuse(run, str(error), uploaded_by, now)
        return run
    _make_preview(run, kind, sheets)  # seconds for a big file, so outside the transaction: it only reads
    with transaction.atomic():
        run.save()
        audit.record("imports.take_in", actor=uploaded_by, obj=run, counts=run.counts, at=now)
    return run


def preview_of(run: ImportRun) -> Preview:
    """Return the stored preview of an undecided run."""
    stored = json.loads(zlib.decompress(bytes(run.preview)))
    items = [Item.from_json(fields) for fields in stored.pop("items")]
    return Preview(items=items, counts=run.counts, **stored)


@paused_collection()
def choose_columns(*, run: ImportRun, columns: Sequence[Sequence[str]], chosen_by: User, now: dt.datetime) -> None:
    """Read the file anew with other columns. columns: a list per sheet of a column name or "" per heading."""
    with transaction.atomic():
        run = _undecided(run.pk)
        mappings = mappings_of(run)
        for mapping, names in zip(mappings, columns, strict=True):
            mapping.columns = list(names)
        run.mapping = [mapping.as_json() for mapping in mappings]
        _make_preview(run, kind_of(run.kind), read_workbook(bytes(run.content)))
        run.save()
        audit.record("imports.choose_columns", actor=chosen_by, obj=run, at=now)


@paused_collection()
def apply_import(
    *, run: ImportRun, applied_by: User | None, now: dt.datetime, digest: str = "", flag_gone: bool = True
) -> dict[str, int]:
    """Write the file to the register in one transaction, remember its columns and forget the file.

    digest: of the preview that the user saw; empty to write whatever the file says now. Doubtful records are left
    out. Raises ImportAlreadyDecided, ColumnsNotChosen, RegisterHasChanged (after storing the new preview).
    """
    with transaction.atomic():
        run = _undecided(run.pk)
        kind, mappings = kind_of(run.kind), mappings_of(run)
        if any(missing_columns(kind, mapping) for mapping in mappings):
            raise ColumnsNotChosen
        comparison, register = _compare(run, kind, read_workbook(bytes(run.content)), mappings)
        is_as_seen = digest in {"", comparison.digest()}
        if not is_as_seen:
            _keep_preview(run, comparison, mappings)
            run.save()
        else:
            gone = comparison.gone if flag_gone else []
            register.write(new=comparison.new, changed=comparison.changed, gone=gone)
            _remember(kind, run.owner, mappings)
            counts = comparison.counts | ({} if flag_gone else {"gone": 0})
            _close(run, ImportState.APPLIED, counts)
            audit.record("imports.apply", actor=applied_by, obj=run, counts=counts, at=now)
            return counts
    raise RegisterHasChanged


def refuse_import(*, run: ImportRun, refused_by: User | None, now: dt.datetime) -> None:
    """Say no to a file after its preview. Nothing of it is kept."""
    with transaction.atomic():
        _refuse(_undecided(run.pk), _("Du läste inte in filen."), refused_by, now)


def forget_undecided(now: dt.datetime) -> int:
    """Refuse files that nobody has decided about for a week: they hold names. Returns how many."""
    old = ImportRun.objects.filter(state=ImportState.PREVIEW, uploaded_at__lt=now - dt.timedelta(days=KEEP_DAYS))
    reason = _("Ingen bestämde sig för filen på %(days)d dagar.") % {"days": KEEP_DAYS}
    forgotten = 0
    for id in list(old.values_list("pk", flat=True)):
        with transaction.atomic():
            try:
                run = _undecided(id)
            except ImportAlreadyDecided:
                continue  # somebody decided in the meantime
            _refuse(run, reason, None, now)
            forgotten += 1
    return forgotten


def forget_sweep(now: dt.datetime, stopping: Callable[[], bool]) -> None:
    """Let the worker forget old files."""
    forget_undecided(now)


def _undecided(id: uuid.UUID) -> ImportRun:
    run = ImportRun.objects.select_for_update(of=("self",)).select_related("owner").get(pk=id)
    if run.state != ImportState.PREVIEW:
        raise ImportAlreadyDecided
    return run


def _refuse(run: ImportRun, reason: str, user: User | None, now: dt.datetime) -> None:
    run.refused_because = reason[:300]
    _close(run, ImportState.REFUSED, run.counts)
    audit.record("imports.refused", actor=user, obj=run, at=now)


def _close(run: ImportRun, state: ImportState, counts: dict[str, int]) -> None:
    run.state, run.counts, run.content, run.preview = state, counts, b"", b""
    run.save()


def mappings_of(run: ImportRun) -> list[SheetMapping]:
    return [SheetMapping(**fields) for fields in run.mapping]


def _compare(
    run: ImportRun, kind: ImportKind, sheets: Sequence[Sheet], mappings: Sequence[SheetMapping]
) -> tuple[Comparison[Any, Any], Any]:
    used = [mapping for mapping in mappings if mapping.table]
    scope = Scope(
        owner=run.owner,
        today=timezone.localdate(run.uploaded_at),
        tables=frozenset(mapping.table for mapping in used),
        columns=frozenset((mapping.table, name) for mapping in used for name in mapping.columns if name),
    )
    register = kind.register(scope)
    records = read_records(kind, sheets, mappings, register)
    return compare(records, register, main=kind.main.code), register


def _make_preview(run: ImportRun, kind: ImportKind, sheets: Sequence[Sheet]) -> None:
    mappings = mappings_of(run)
    if any(missing_columns(kind, mapping) for mapping in mappings):
        _keep_preview(run, Comparison(), mappings)
    else:
        _keep_preview(run, _compare(run, kind, sheets, mappings)[0], mappings)


def _keep_preview(run: ImportRun, comparison: Comparison[Any, Any], mappings: Sequence[SheetMapping]) -> None:
    kind = kind_of(run.kind)
    stored = {
        "items": [item.as_json() for item in comparison.items],
        "missing": [missing_sentence(m, missing) for m in mappings if (missing := missing_columns(kind, m))],
        "skipped_sheets": [mapping.sheet for mapping in mappings if not mapping.table],
        "may_miss_some": comparison.may_miss_some,
        "digest": comparison.digest(),
    }
    run.preview = zlib.compress(json.dumps(stored, ensure_ascii=False).encode(), level=1)
    run.counts = comparison.counts


def _remembered(kind: ImportKind, owner: Board) -> Remembered:
    rows = ColumnMapping.objects.filter(
        owner=owner, kind__in=[_mapping_kind(kind, table.code) for table in kind.tables]
    )
    return {(row.kind.partition(":")[2], row.heading): row.field for row in rows}


def _remember(kind: ImportKind, owner: Board, mappings: Sequence[SheetMapping]) -> None:
    """Keep which heading meant which column, also which were left out."""
    rows: dict[tuple[str, str], ColumnMapping] = {}
    for mapping in mappings:
        for heading, name in zip(mapping.headings, mapping.columns, strict=True):
            if mapping.table and (word := normal(heading)[:200]):
                mapping_kind = _mapping_kind(kind, mapping.table)
                rows.setdefault(
                    (mapping_kind, word), ColumnMapping(owner=owner, kind=mapping_kind, heading=word, field=name)
                )
    ColumnMapping.objects.bulk_create(
        rows.values(), update_conflicts=True, unique_fields=["owner", "kind", "heading"], update_fields=["field"]
    )


def _mapping_kind(kind: ImportKind, table: str) -> str:
    return f"{kind.code}:{table}"
