"""Rows by id, all or none."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model


def rows_by_id[M: Model](model: type[M], ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, M]:
    """Return id → row for all the ids. Raises ObjectDoesNotExist when one of them is no row. One query."""
    wanted = set(ids)
    rows: dict[uuid.UUID, M] = model._default_manager.in_bulk(wanted)
    if missing := wanted - rows.keys():
        raise ObjectDoesNotExist(f"{model._meta.label}: {len(missing)}")
    return rows
