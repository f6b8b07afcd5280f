"""What a file would do to the register: new, changed, unchanged, gone and doubtful, row by row."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from lyhord.imports.domain.kinds import Change, Register, RowProblem
from lyhord.imports.domain.records import Records

STATUSES = ("doubtful", "gone", "changed", "new")
"""In the order in which the user sees them; what needs the user comes first."""


@dataclass(frozen=True, slots=True)
class Item:
    """One record of the preview. rows: places in the file, as text. changes: (label, old, new)."""

    status: str
    title: str
    rows: str = ""
    summary: str = ""
    changes: tuple[tuple[str, str, str], ...] = ()
    reasons: tuple[tuple[int, str], ...] = ()

    def as_json(self) -> list[Any]:
        return [self.status, self.title, self.rows, self.summary, self.changes, self.reasons]

    @classmethod
    def from_json(cls, fields: list[Any]) -> Item:
        status, title, rows, summary, changes, reasons = fields
        return cls(
            status, title, rows, summary, tuple((a, b, c) for a, b, c in changes), tuple((a, b) for a, b in reasons)
        )


@dataclass(slots=True)
class Comparison[W, C]:
    """items: for the user. new, changed, gone: for `Register.write`."""

    items: list[Item] = field(default_factory=list)
    new: list[W] = field(default_factory=list)
    changed: list[tuple[C, W]] = field(default_factory=list)
    gone: list[C] = field(default_factory=list)
    unchanged: int = 0
    row_count: int = 0
    may_miss_some: bool = False

    @property
    def counts(self) -> dict[str, int]:
        counts = dict.fromkeys(STATUSES, 0) | {"unchanged": self.unchanged, "rows": self.row_count}
        for item in self.items:
            counts[item.status] += 1
        return counts

    def digest(self) -> str:
        """Return what tells whether the user saw what would now be written."""
        text = json.dumps([item.as_json() for item in self.items] + [self.unchanged], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def compare[W, C](records: Records, register: Register[W, C], *, main: str) -> Comparison[W, C]:
    """Return what the records would do. A record with any problem is doubtful as a whole and changes nothing.

    Gone are the records that the file does not mention, if it has a main sheet, and if every row could be told
    apart: with a row that may be anybody, nobody is taken for gone.
    """
    result: Comparison[W, C] = Comparison(row_count=records.row_count, may_miss_some=bool(records.lost))
    result.items.extend(_lost(records.lost))
    current = register.current()
    for key, record in records.by_key.items():
        wanted = register.assemble(record) if not record.problems else None
        existing = current.get(key)
        if wanted is None:
            title = register.title(existing) if existing is not None else key
            result.items.append(_doubtful(title, record.problems))
        elif existing is None:
            rows = _rows((row.sheet, row.number) for row in record.rows)
            result.items.append(Item("new", register.title(wanted), rows, register.summary(wanted)))
            result.new.append(wanted)
        elif changes := register.changes(existing, wanted):
            rows = _rows((row.sheet, row.number) for row in record.rows)
            result.items.append(Item("changed", register.title(existing), rows, changes=_triples(changes)))
            result.changed.append((existing, wanted))
        else:
            result.unchanged += 1
    if main in register.scope.tables and not records.lost:
        _add_gone(result, current, records, register)
    result.items.sort(key=lambda item: STATUSES.index(item.status))
    return result


def _add_gone[W, C](
    result: Comparison[W, C], current: Mapping[str, C], records: Records, register: Register[W, C]
) -> None:
    for key, existing in current.items():
        if key not in records.by_key and (sentence := register.gone(existing)):
            result.items.append(Item("gone", register.title(existing), summary=sentence))
            result.gone.append(existing)


def _lost(problems: Iterable[RowProblem]) -> Iterable[Item]:
    for problem in problems:
        title = _("Rad %(row)d") % {"row": problem.row}
        yield Item("doubtful", title, _rows([(problem.sheet, problem.row)]), reasons=((problem.row, problem.reason),))


def _doubtful(title: str, problems: list[RowProblem]) -> Item:
    reasons = tuple(dict.fromkeys((problem.row, problem.reason) for problem in problems))
    rows = _rows((problem.sheet, problem.row) for problem in problems if problem.row)
    return Item("doubtful", title, rows, reasons=reasons)


def _rows(places: Iterable[tuple[str, int]]) -> str:
    """Return "Personal rad 4, 5; Frånvaro rad 2", or "rad 4, 5" in a csv file."""
    by_sheet: dict[str, list[int]] = {}
    for sheet, number in places:
        numbers = by_sheet.setdefault(sheet, [])
        if number not in numbers:
            numbers.append(number)
    word = _("rad")
    return "; ".join(f"{sheet} {word} {', '.join(map(str, numbers))}".strip() for sheet, numbers in by_sheet.items())


def _triples(changes: Iterable[Change]) -> tuple[tuple[str, str, str], ...]:
    return tuple((change.label, change.old, change.new) for change in changes)
