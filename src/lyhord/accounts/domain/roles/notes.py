"""What areas above know of those who have a role, told beside it: whom the account is in a register."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from lyhord.accounts.models import RoleGrant, User
from lyhord.accounts.models.grants import GrantNote
from lyhord.common.registry import Registry

type Notes = Callable[[User, Sequence[RoleGrant], dt.date], Mapping[uuid.UUID, GrantNote]]

_notes: Registry[Notes] = Registry()


def register_grant_notes(name: str, provider: Notes) -> None:
    """provider: (reader, grants, today) → note by grant. A fixed number of queries, however many grants."""
    _notes.add(name, provider)


def with_notes(grants: Iterable[RoleGrant], *, reader: User, today: dt.date) -> list[RoleGrant]:
    """Return the grants, each with its `notes`, for a page that shows them to the reader."""
    rows = list(grants)
    found: dict[uuid.UUID, list[GrantNote]] = defaultdict(list)
    for provider in _notes.values():
        for pk, note in provider(reader, rows, today).items():
            found[pk].append(note)
    for grant in rows:
        grant.notes = tuple(found[grant.pk])
    return rows
