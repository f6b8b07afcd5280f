"""The audit log: what was done, by whom, to what."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.db.models import Model

from lyhord.accounts.models import AuditEvent, User
from lyhord.common import clock
from lyhord.organisation.models import Board


class AuditOutsideTransaction(RuntimeError):
    """The act and its audit row must stand or fall together."""


def record(
    action: str,
    *,
    actor: User | None,
    obj: Model | None = None,
    owner: Board | None = None,
    counts: dict[str, int] | None = None,
    at: dt.datetime | None = None,
) -> AuditEvent:
    """Write one audit row in the transaction of the act.

    counts: plain numbers ("rows": 12). No names, no free text. Raises AuditOutsideTransaction.
    """
    if not connection.in_atomic_block:
        raise AuditOutsideTransaction(action)
    if obj is not None and owner is None:
        owner = getattr(obj, "owner", None)
    return AuditEvent.objects.create(
        at=at or clock.now(),
        actor=actor,
        action=action,
        owner=owner,
        object_type=obj._meta.label_lower if obj is not None else "",
        object_id=obj.pk if obj is not None else None,
        counts=counts or {},
    )
