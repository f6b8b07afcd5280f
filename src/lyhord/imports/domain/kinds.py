"""What a kind of file holds. An area above registers its kinds; nothing here knows of places or people."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation
from django.utils.functional import Promise

from lyhord.imports.domain.cells import Parser
from lyhord.imports.domain.words import normal
from lyhord.organisation.models import Board


class UnknownKind(LookupError):
    """Nobody registered this kind of file."""


@dataclass(frozen=True)
class Column:
    """A column of a table. headings: other headings it goes by. example: what the empty form shows."""

    name: str
    label: str | Promise
    parse: Parser
    headings: tuple[str, ...] = ()
    is_required: bool = False
    example: str | int = ""
    note: str | Promise = ""

    def normal_headings(self) -> set[str]:
        """Return its headings in normal form: Swedish ones whatever language the user reads, and the user's own."""
        with translation.override("sv"):
            swedish = str(self.label)
        return {normal(heading) for heading in (swedish, str(self.label), *self.headings)}


@dataclass(frozen=True)
class Table:
    """A kind of sheet. needs: groups of column names, of each of which the sheet must have one.

    is_main: its rows say which records there are; the others only add to them.
    """

    code: str
    label: str | Promise
    columns: tuple[Column, ...]
    needs: tuple[tuple[str, ...], ...] = ()
    is_main: bool = False

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """A row of a sheet: cells holds only those that were filled in."""

    table: str
    sheet: str
    number: int
    cells: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row cannot be read in, and what to do about it. row 0: the record as a whole."""

    sheet: str
    row: int
    reason: str


@dataclass(slots=True)
class Record:
    """All rows with the same key, and what is wrong with any of them."""

    key: str
    rows: list[ParsedRow] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)

    def of(self, table: str) -> list[ParsedRow]:
        return [row for row in self.rows if row.table == table]

    def doubt(self, row: ParsedRow, reason: str) -> None:
        self.problems.append(RowProblem(row.sheet, row.number, reason))


@dataclass(frozen=True, slots=True)
class Change:
    """What differs between the register and the file, as the user reads it."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Scope:
    """What the file is read for. tables: the tables in it. columns: (table, column) pairs in it."""

    owner: Board
    today: dt.date
    tables: frozenset[str]
    columns: frozenset[tuple[str, str]]

    def has(self, table: str, *columns: str) -> bool:
        """Tell whether the file has any of the columns."""
        return any((table, column) in self.columns for column in columns)


class Register[Wanted, Current](ABC):
    """One kind of records of one board, as they are now. Made anew for every reading of a file."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    @abstractmethod
    def prepare(self, rows: Sequence[ParsedRow]) -> None:
        """Look at all rows before they get their keys; load what the keys need."""

    @abstractmethod
    def key(self, row: ParsedRow) -> str:
        """Return the key of the record that the row belongs to. Raises CellProblem."""

    @abstractmethod
    def assemble(self, record: Record) -> Wanted | None:
        """Return what the rows want the record to be. On a problem: `record.doubt(…)` and None."""

    @abstractmethod
    def current(self) -> Mapping[str, Current]:
        """Return key → record as it is, for all records of the board that the file could be expected to hold."""

    @abstractmethod
    def title(self, record: Wanted | Current) -> str:
        """Return how a person would call the record."""

    @abstractmethod
    def summary(self, wanted: Wanted) -> str:
        """Return a new record in a line."""

    @abstractmethod
    def changes(self, current: Current, wanted: Wanted) -> list[Change]:
        """Return what would change. What the file says nothing about stays as it is."""

    @abstractmethod
    def gone(self, current: Current) -> str:
        """Return what is done about a record that the file no longer holds; empty when it is known to be gone."""

    @abstractmethod
    def write(
        self, *, new: Sequence[Wanted], changed: Sequence[tuple[Current, Wanted]], gone: Sequence[Current]
    ) -> None:
        """Write to the database, within the caller's transaction. Nothing is ever deleted for being gone."""


@dataclass(frozen=True)
class ImportKind:
    """A kind of file that can be read in.

    slug: its word in addresses. action: the permission it takes. register: what compares and writes.
    """

    code: str
    slug: str
    label: str | Promise
    lead: str | Promise
    action: str
    tables: tuple[Table, ...]
    register: type[Register[Any, Any]]

    @property
    def main(self) -> Table:
        return next(table for table in self.tables if table.is_main)

    def table(self, code: str) -> Table:
        return next(table for table in self.tables if table.code == code)


_kinds: dict[str, ImportKind] = {}


def register_kind(kind: ImportKind) -> None:
    """Let a kind of file be read in. Registering twice is an error."""
    if kind.code in _kinds:
        raise ValueError(f"{kind.code} is registered twice")
    _kinds[kind.code] = kind


def kind_of(code: str) -> ImportKind:
    try:
        return _kinds[code]
    except KeyError:
        raise UnknownKind(code) from None


def kind_at(slug: str) -> ImportKind:
    """Return the kind with that word in its address. Raises UnknownKind."""
    for kind in _kinds.values():
        if kind.slug == slug:
            return kind
    raise UnknownKind(slug)


def all_kinds() -> list[ImportKind]:
    """Return the kinds in the order in which they were registered."""
    return list(_kinds.values())
