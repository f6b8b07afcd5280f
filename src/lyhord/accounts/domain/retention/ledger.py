"""The erasure ledger: a file outside the database, so that what has gone does not come back with a restored copy.

A line is a JSON array: kind, id, owner, day, number of the key, signature. Nothing about a person. The oldest lines,
from when there was one key, lack its number.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import transaction

from lyhord.accounts.domain import audit
from lyhord.accounts.domain.audit.keys import writing_key
from lyhord.accounts.domain.retention.kinds import destroy_row
from lyhord.accounts.models import AuditEvent, Erasure, RetentionMark
from lyhord.accounts.models.audit_chain import keyed_hash
from lyhord.common.appending import appended
from lyhord.organisation.models import Board


class LedgerTampered(ValueError):
    """A line of the ledger is not signed by this installation. Nothing is applied then."""


class LedgerKeyGone(LedgerTampered):
    """A line of the ledger is signed with a key that is not in the key file. Nothing is applied then."""


def erase(*, kind: str, id: uuid.UUID, owner: Board, on: dt.date) -> None:
    """Destroy one row for good: it is remembered, so that a restored copy does not bring it back.

    A mark on the row goes too: why somebody once held it may say who it was. The caller has a transaction, and
    afterwards the next sweep writes the file.
    """
    destroy_row(kind, id)
    RetentionMark.objects.filter(kind=kind, object_id=id).delete()
    Erasure.objects.get_or_create(kind=kind, object_id=id, defaults={"owner": owner, "erased_on": on})


def write_erasures(*, path: Path) -> int:
    """Append what is not yet in the file. A line may come twice after a crash, which does no harm."""
    waiting = list(Erasure.objects.filter(is_written=False).order_by("erased_on", "kind", "object_id"))
    if not waiting:
        return 0
    last_key = AuditEvent.objects.order_by("-id").values_list("key_number", flat=True).first() or 1
    with appended(path) as file:
        file.writelines(_line(row, *writing_key(since=last_key)) for row in waiting)
    Erasure.objects.filter(pk__in=[row.pk for row in waiting]).update(is_written=True)
    return len(waiting)


def reapply(*, path: Path, now: dt.datetime) -> int:
    """Destroy again what the file says and the database does not know: it comes from before. Raises LedgerTampered."""
    lines = list(_read(path))
    known = set(Erasure.objects.values_list("kind", "object_id"))
    with transaction.atomic():
        wanted = {(kind, id): (owner, day) for kind, id, owner, day in lines if (kind, id) not in known}
        for (kind, id), (owner, day) in wanted.items():
            destroy_row(kind, id)
            Erasure.objects.create(owner_id=owner, kind=kind, object_id=id, erased_on=day, is_written=True)
        audit.record("retention.reapply", actor=None, counts={"rows": len(wanted)}, at=now)
    return len(wanted)


def _line(row: Erasure, number: int, key: str) -> str:
    fields: list[str | int] = [row.kind, str(row.object_id), str(row.owner_id), row.erased_on.isoformat(), number]
    return json.dumps([*fields, _signature(fields, key)]) + "\n"


def _signature(fields: list[str | int], key: str) -> str:
    return keyed_hash(key, "erasure", json.dumps(fields))


def _read(path: Path) -> Iterator[tuple[str, uuid.UUID, uuid.UUID, dt.date]]:
    if not path.exists():
        return
    last_key = 0
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            *fields, signature = json.loads(line)
            kind, id, owner, day, *rest = fields
            key_number = int(rest[0]) if rest else 1
            parsed = kind, uuid.UUID(id), uuid.UUID(owner), dt.date.fromisoformat(day)
        except (ValueError, TypeError, AttributeError) as error:
            raise LedgerTampered(number) from error
        if key_number not in settings.KEYS.audit:
            raise LedgerKeyGone(number)
        if key_number < last_key or signature != _signature(fields, settings.KEYS.audit[key_number]):
            raise LedgerTampered(number)
        last_key = key_number
        yield parsed
