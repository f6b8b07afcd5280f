"""Checkpoints: every hour the worker writes down, outside the database, how far the audit log has come.

Whoever cuts off the end of the log must then change this file too, and the web process need not be able to write it.
A line is a JSON array: id, mac, microseconds, signature of the line before, number of the key, signature. The oldest
lines, from when there was one key, lack its number.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from lyhord.accounts.domain.audit.keys import writing_key
from lyhord.accounts.models import AuditEvent
from lyhord.accounts.models.audit_chain import keyed_hash
from lyhord.common.appending import appended
from lyhord.common.models import EPOCH, microseconds


class LogShorterThanCheckpoint(RuntimeError):
    """A checkpoint has seen more rows than there are: run `lyhord audit verify`."""


class CheckpointsDamaged(ValueError):
    """The last line of the file is not a checkpoint."""


INTERVAL = dt.timedelta(hours=1)


def write_checkpoint(*, path: Path, now: dt.datetime) -> bool:
    """Append a checkpoint if the log has grown since the last one. Returns whether one was written.

    Raises LogShorterThanCheckpoint, AuditKeyGone.

    Safe with several workers: they take the file in turn. What is written is on the disk when this returns.
    """
    with appended(path) as file:
        last = _last_line(path)
        end = AuditEvent.objects.order_by("-id").values_list("id", "mac", "key_number").first()
        if last and (end is None or end[0] < last[0]):
            raise LogShorterThanCheckpoint(last[0])
        if end is None or (last and last[0] == end[0]):
            return False
        id, mac, key = end
        number, secret = writing_key(since=key)
        fields = [id, mac, microseconds(now), last[-1] if last else "", number]
        signature = keyed_hash(secret, "checkpoint", json.dumps(fields, separators=(",", ":")))
        file.write(json.dumps([*fields, signature]) + "\n")
    return True


@dataclass(frozen=True)
class Checkpoint:
    """id: the last row of the log when it was written."""

    id: int
    at: dt.datetime


def last_checkpoint(path: Path) -> Checkpoint | None:
    """Return the last checkpoint. Its signature is looked at by `audit_verify`, not here. Raises CheckpointsDamaged."""
    try:
        last = _last_line(path)
        return Checkpoint(last[0], EPOCH + dt.timedelta(microseconds=last[2])) if last else None
    except (ValueError, TypeError, LookupError) as error:
        raise CheckpointsDamaged(path) from error


def checkpoint_when_due(now: dt.datetime, stopping: Callable[[], bool]) -> None:
    """The sweep: an hour after the last checkpoint, the next one."""
    path = settings.AUDIT_CHECKPOINT_FILE
    last = last_checkpoint(path)
    if last is None or now - last.at >= INTERVAL:
        write_checkpoint(path=path, now=now)


def _last_line(path: Path) -> tuple[Any, ...] | None:
    if not path.exists():
        return None
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 4096))
        lines = file.read().splitlines()
    return tuple(json.loads(lines[-1])) if lines else None
