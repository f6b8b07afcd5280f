"""Tell whether the audit log is whole: reads the rows with plain SQL and computes every mac anew.

Separate from what writes the log, on purpose: it shares no code with `audit` and `audit_chain`, so that a fault there
cannot hide itself here. Rows are read in portions, never all at once.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PORTION = 5000
SELECT = (
    "SELECT id, at, actor_id, action, owner_id, object_type, object_id, view, filter_hash, counts, previous_mac, mac "
    "FROM accounts_auditevent WHERE id > %s ORDER BY id LIMIT %s"
)


@dataclass(frozen=True)
class Verdict:
    """rows: how many were read. checkpoints: how many agreed. faults: what is wrong, the first bad row first."""

    rows: int
    checkpoints: int
    last_id: int
    faults: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return not self.faults


def verify(connection: Any, *, key: str, checkpoint_file: Path, first_id: int = 1) -> Verdict:
    """Read the log from `first_id` and the checkpoints, and compare. Costs one query per 5,000 rows.

    Tells the first bad row only, since those after it cannot be judged; and every way in which the checkpoints, which
    lie outside the database, do not agree.
    """
    checkpoints, faults = _read_checkpoints(checkpoint_file, key)
    if faults:
        return Verdict(0, 0, 0, tuple(faults))
    expected = iter(sorted((id, mac) for id, mac in checkpoints.items() if id >= first_id))
    awaited = next(expected, None)
    rows, agreed, last_id = 0, 0, first_id - 1
    previous_mac: str | None = "" if first_id == 1 else None
    for row in _rows(connection, first_id - 1):
        id, mac = row[0], row[11]
        fault = _fault_of(row, last_id, previous_mac, key)
        if fault is None and awaited is not None and awaited[0] == id:
            if awaited[1] == mac:
                agreed += 1
            else:
                fault = f"Row {id} is not the one that was there when its checkpoint was written."
            awaited = next(expected, None)
        if fault:
            return Verdict(rows, agreed, last_id, (fault,))
        rows, last_id, previous_mac = rows + 1, id, mac
    if awaited is not None:
        ends_at = max(checkpoints)
        faults.append(
            f"The end of the log is cut off: it ends with row {last_id}, but a checkpoint has seen row {ends_at}. "
            f"The first row that is missing is {last_id + 1}."
        )
    return Verdict(rows, agreed, last_id, tuple(faults))


def _rows(connection: Any, after: int) -> Iterator[Any]:
    while True:
        with connection.cursor() as cursor:
            cursor.execute(SELECT, [after, PORTION])
            portion = cursor.fetchall()
        if not portion:
            return
        yield from portion
        after = portion[-1][0]


def _fault_of(row: Any, last_id: int, previous_mac: str | None, key: str) -> str | None:
    id, mac = row[0], row[11]
    if id != last_id + 1:
        return f"Rows are missing: after row {last_id} comes row {id}. The first one missing is row {last_id + 1}."
    if not hmac.compare_digest(_mac(row, key), mac):
        return f"Row {id} has been changed or put there by somebody else (or the key file is another one)."
    if previous_mac is not None and row[10] != previous_mac:
        return f"Row {id} does not continue from row {last_id}: rows have been exchanged, removed or put in between."
    return None


def _mac(row: Any, key: str) -> str:
    id, at, actor, action, owner, object_type, object_id, view, filter_hash, counts, previous, _ = row
    fields = [1, id, at, _hex(actor), action, _hex(owner), object_type, _hex(object_id), view, filter_hash]
    fields += [json.loads(counts) if isinstance(counts, str) else counts, previous]
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"))
    return hmac.digest(key.encode(), b"lyhord.audit.event\x00" + text.encode(), "sha256").hex()


def _hex(id: object) -> str | None:
    return None if id is None else uuid.UUID(str(id)).hex


def _read_checkpoints(path: Path, key: str) -> tuple[dict[int, str], list[str]]:
    """Return the macs by id that the file tells, and what is wrong with it. Each line is tied to the one before."""
    found: dict[int, str] = {}
    previous = ""
    if not path.exists():
        return found, []
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                id, mac, at, previous_signature, signature = json.loads(line)
                text = json.dumps([int(id), str(mac), int(at), str(previous_signature)], separators=(",", ":"))
            except (ValueError, TypeError):
                return found, [f"Line {number} of {path} cannot be read: the checkpoints are damaged."]
            purpose = b"lyhord.audit.checkpoint\x00"
            expected = hmac.new(key.encode(), purpose + text.encode(), hashlib.sha256).hexdigest()
            if not hmac.compare_digest(expected, str(signature)) or previous_signature != previous:
                return found, [f"Line {number} of {path} is not a checkpoint of ours, or one before it is missing."]
            found[id], previous = mac, signature
    return found, []
