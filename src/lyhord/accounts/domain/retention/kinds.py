"""The kinds of record that a board may have a rule for. Areas register theirs."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Model
from django.utils.functional import Promise

from lyhord.organisation.models import Board


class KindAlreadyRegistered(ValueError):
    """Two kinds have the same code."""


class UnknownKind(LookupError):
    """Nobody registered this kind."""


@dataclass(frozen=True, order=True)
class Ended:
    """A row whose time has begun to run. label: for the person who looks at the list; never stored."""

    on: dt.date
    id: uuid.UUID
    label: str


type FindEnded = Callable[[Board], Iterable[Ended]]
type Destroy = Callable[[uuid.UUID], None]


@dataclass(frozen=True)
class RecordKind:
    """code: in kebab-case. effect: what is gone afterwards and what is left, in words.

    ended: the board's rows that no longer hold. destroy: makes one row go; safe to call again, and for a row that is
    not there. models: of whose rows the rule decides; a test demands a rule or a reason for every model.
    """

    code: str
    title: str | Promise
    effect: str | Promise
    ended: FindEnded
    destroy: Destroy
    models: tuple[type[Model], ...]


_kinds: dict[str, RecordKind] = {}
_also: dict[str, list[Destroy]] = defaultdict(list)


def register_record_kind(kind: RecordKind) -> None:
    if kind.code in _kinds:
        raise KindAlreadyRegistered(kind.code)
    _kinds[kind.code] = kind


def register_also(code: str, destroy: Destroy) -> None:
    """Let an area above destroy what it holds of the same row. Called before the row itself goes."""
    _also[code].append(destroy)


def kinds() -> tuple[RecordKind, ...]:
    return tuple(kind for _code, kind in sorted(_kinds.items()))


def kind_of(code: str) -> RecordKind:
    try:
        return _kinds[code]
    except KeyError:
        raise UnknownKind(code) from None


def destroy_row(code: str, id: uuid.UUID) -> None:
    """Destroy one row and what areas above hold of it. The caller has a transaction."""
    kind = kind_of(code)
    for also in _also[code]:
        also(id)
    kind.destroy(id)
