"""Tell whether the audit log is whole: reads the rows with plain SQL and computes every mac anew.

Separate from what writes the log, on purpose: it shares no code with `audit` and `audit_chain`, so that a fault there
cannot hide itself here. Rows are read in portions, never all at once.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PORTION = 5000
SELECT = (
    "SELECT id, at, actor_id, action, owner_id, object_type, object_id, view, filter_hash, counts, previous_mac, "
    "key_number, mac FROM accounts_auditevent WHERE id > %s ORDER BY id LIMIT %s"
)


@dataclass(frozen=True)
class Verdict:
    """rows: how many are as they were written. checkpoints: how many agreed.

    faults: what is wrong, the first bad row first.
    """

    rows: int
    checkpoints: int
    last_id: int
    faults: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return not self.faults


@dataclass
class Chain:
    """How far the log has been read. lost: of each key that is not at hand, the first and last row written with it."""

    keys: Mapping[int, str]
    last_id: int
    mac: str | None
    key_number: int = 0
    lost: dict[int, tuple[int, int]] = field(default_factory=dict)

    def fault_of(self, row: Any) -> str | None:
        """Return what is wrong with the next row, or go on to it."""
        id, mac, number = row[0], row[12], row[11]
        if id != self.last_id + 1:
            return (
                f"Rows are missing: after row {self.last_id} comes row {id}. "
                f"The first one missing is row {self.last_id + 1}."
            )
        if number not in self.keys:
            self.lost[number] = self.lost.get(number, (id, id))[0], id
        elif not hmac.compare_digest(_mac(row, self.keys[number]), mac):
            return f"Row {id} has been changed or put there by somebody else (or the key file is another one)."
        if self.mac is not None and row[10] != self.mac:
            return f"Row {id} does not continue from row {self.last_id}: rows have been exchanged, removed or put in."
        if number < self.key_number:
            first = self.lost.get(self.key_number, (id, id))[0]
            return (
                f"Row {first} has been changed or put there by somebody else: key {self.key_number} comes before "
                f"key {number}, and the log never goes back to an older key."
            )
        self.last_id, self.mac, self.key_number = id, mac, number
        return None

    def faults_of_keys(self) -> Iterator[str]:
        for number, (first, last) in self.lost.items():
            yield (
                f"Key {number} is not in the key file, so rows {first} to {last} cannot be verified. Put back the copy "
                f"that you keep offline; if there is none, nobody can tell any more whether they have been changed."
            )
        if self.last_id and self.key_number < max(self.keys):
            yield (
                f"The log ends with key {self.key_number}, but the key file has key {max(self.keys)}: what was "
                "written since the key was exchanged is gone, or the exchange was cut short. Run:  lyhord keys rotate"
            )


def verify(connection: Any, *, keys: Mapping[int, str], checkpoint_file: Path, first_id: int = 1) -> Verdict:
    """Read the log from `first_id` and the checkpoints, and compare. Costs one query per 5,000 rows.

    keys: by number. Tells the first bad row only, since those after it cannot be judged; every key that is lost; and
    every way in which the checkpoints, which lie outside the database, do not agree.
    """
    checkpoints, faults = _read_checkpoints(checkpoint_file, keys)
    if faults:
        return Verdict(0, 0, 0, tuple(faults))
    expected = iter(sorted((id, mac) for id, mac in checkpoints.items() if id >= first_id))
    awaited = next(expected, None)
    rows, agreed = 0, 0
    chain = Chain(keys, first_id - 1, "" if first_id == 1 else None)
    for row in _rows(connection, first_id - 1):
        id, mac = row[0], row[12]
        fault = chain.fault_of(row)
        if fault is None and awaited is not None and awaited[0] == id:
            if awaited[1] == mac:
                agreed += 1
            else:
                fault = f"Row {id} is not the one that was there when its checkpoint was written."
            awaited = next(expected, None)
        if fault:
            return Verdict(rows, agreed, id - 1, (fault,))
        rows += row[11] in keys
    faults = list(chain.faults_of_keys())
    if awaited is not None:
        faults.insert(
            0,
            f"The end of the log is cut off: it ends with row {chain.last_id}, but a checkpoint has seen row "
            f"{max(checkpoints)}. The first row that is missing is {chain.last_id + 1}.",
        )
    return Verdict(rows, agreed, chain.last_id, tuple(faults))


def _rows(connection: Any, after: int) -> Iterator[Any]:
    while True:
        with connection.cursor() as cursor:
            cursor.execute(SELECT, [after, PORTION])
            portion = cursor.fetchall()
        if not portion:
            return
        yield from portion
        after = portion[-1][0]


def _mac(row: Any, key: str) -> str:
    id, at, actor, action, owner, object_type, object_id, view, filter_hash, counts, previous, *_ = row
    fields = [1, id, at, _hex(actor), action, _hex(owner), object_type, _hex(object_id), view, filter_hash]
    fields += [json.loads(counts) if isinstance(counts, str) else counts, previous]
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"))
    return hmac.digest(key.encode(), b"lyhord.audit.event\x00" + text.encode(), "sha256").hex()


def _hex(id: object) -> str | None:
    return None if id is None else uuid.UUID(str(id)).hex


def _read_checkpoints(path: Path, keys: Mapping[int, str]) -> tuple[dict[int, str], list[str]]:
    """Return the macs by id that the file tells, and what is wrong with it. Each line is tied to the one before.

    A line that was signed with a key that is lost is worth nothing, but that it is there: the log's rows tell of that.
    """
    found: dict[int, str] = {}
    previous, last_key = "", 0
    if not path.exists():
        return found, []
    with path.open(encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(file, 1):
            try:
                id, mac, at, previous_signature, *key, signature = json.loads(line)
                fields = [int(id), str(mac), int(at), str(previous_signature), *(int(one) for one in key)]
                key_number = int(key[0]) if key else 1
            except (ValueError, TypeError):
                return found, [f"Line {number} of {path} cannot be read: the checkpoints are damaged."]
            is_ours = previous_signature == previous and key_number >= last_key
            if is_ours and key_number in keys:
                text = json.dumps(fields, separators=(",", ":"))
                signed = b"lyhord.audit.checkpoint\x00" + text.encode()
                expected = hmac.new(keys[key_number].encode(), signed, hashlib.sha256).hexdigest()
                is_ours = hmac.compare_digest(expected, str(signature))
                found[id] = mac
            if not is_ours:
                return found, [f"Line {number} of {path} is not a checkpoint of ours, or one before it is missing."]
            previous, last_key = signature, key_number
    return found, []
