"""How an audit row is tied to the one before it. Pure: fields in, text out."""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from collections.abc import Mapping

VERSION = 1


def event_mac(
    *,
    key: str,
    id: int,
    at: int,
    actor: uuid.UUID | None,
    action: str,
    owner: uuid.UUID | None,
    object_type: str,
    object_id: uuid.UUID | None,
    view: str,
    filter_hash: str,
    counts: Mapping[str, int],
    previous_mac: str,
) -> str:
    """Return HMAC-SHA256, in hexadecimal, over every field of the row and the previous row's.

    at: microseconds since 1970. The fields stand in a JSON array, so that no two rows have the same encoding.
    """
    fields = [
        VERSION,
        id,
        at,
        actor.hex if actor else None,
        action,
        owner.hex if owner else None,
        object_type,
        object_id.hex if object_id else None,
        view,
        filter_hash,
        dict(counts),
        previous_mac,
    ]
    encoded = json.dumps(fields, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
    return keyed_hash(key, "event", encoded)


def keyed_hash(key: str, purpose: str, text: str) -> str:
    """Return HMAC-SHA256 in hexadecimal. purpose: keeps a hash made for one thing from standing for another."""
    return hmac.new(key.encode(), f"lyhord.audit.{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()
