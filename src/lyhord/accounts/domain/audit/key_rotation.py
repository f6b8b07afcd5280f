"""Exchange the key of the audit log, for one that nobody else has seen."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.db import transaction

from lyhord.accounts.domain import audit
from lyhord.accounts.domain.audit.checkpoints import write_checkpoint
from lyhord.accounts.models import AuditEvent
from lyhord.common.keys import add_audit_key


def rotate_audit_key(*, key_file: Path, checkpoints: Path, now: dt.datetime) -> AuditEvent:
    """Add a key to the file and go on with it: the event that says so is the first row written with it.

    Whoever else writes follows from then on. The checkpoint afterwards is signed with it too. Raises KeyFileError and
    what writing an event and a checkpoint raises; a key that has been added then is used by the next event.
    """
    number = add_audit_key(key_file)
    with transaction.atomic():
        event = audit.record("accounts.rotate_audit_key", actor=None, counts={"key": number}, at=now, key=number)
    write_checkpoint(path=checkpoints, now=now)
    return event
