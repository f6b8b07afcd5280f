"""Which key the audit log is written with. It is exchanged while processes run that have read the key file before."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from lyhord.common.keys import read_keys


class AuditKeyGone(RuntimeError):
    """The log has been written with a newer key than any in the key file: put back the newest copy of the file."""


def writing_key(*, since: int) -> tuple[int, str]:
    """Return number and key to write with: the newest. since: the number of the key that was written with last.

    A process that began before the keys were exchanged reads the key file again when it sees that others use a newer
    one. The log never goes back to an older key, since that may be the one that has leaked. Raises AuditKeyGone,
    KeyFileError.
    """
    keys = settings.KEYS.audit
    if max(keys) < since:
        keys = _read_again(settings.KEY_FILE, since)
    newest = max(keys)
    return newest, keys[newest]


@lru_cache(maxsize=8)
def _read_again(path: Path, since: int) -> Mapping[int, str]:
    keys = read_keys(path).audit
    if max(keys) < since:
        raise AuditKeyGone(
            f"The audit log is written with key {since}, which is not in {path}. Put back its newest copy."
        )
    return keys
