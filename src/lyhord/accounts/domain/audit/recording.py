"""The audit log: what was done, by whom, to what."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Model
from django.utils import timezone

from lyhord.accounts.domain.audit.keys import writing_key
from lyhord.accounts.models import AuditEvent, RoleGrant, User
from lyhord.accounts.models.audit_chain import event_mac, keyed_hash
from lyhord.common import clock
from lyhord.common.models import microseconds
from lyhord.organisation.models import Board

READ, EXPORTED = "access.read", "access.exported"
DENIED, DENIED_OFTEN = "access.denied", "access.denied_often"
CHAIN_LOCK = 7_205_118_416
"""The number of the lock that those who write to the chain take in turn, on PostgreSQL."""

END = "SELECT id, mac, key_number FROM accounts_auditevent ORDER BY id DESC LIMIT 1"
ADD = """
    INSERT INTO accounts_auditevent
        (id, at, actor_id, action, owner_id, object_type, object_id, view, filter_hash, counts, previous_mac,
        key_number, mac)
    VALUES (%(id)s, %(at)s, %(actor_id)s, %(action)s, %(owner_id)s, %(object_type)s, %(object_id)s, %(view)s,
        %(filter_hash)s, %(counts)s, %(previous_mac)s, %(key_number)s, %(mac)s)
"""


class AuditOutsideTransaction(RuntimeError):
    """The act and its audit row must stand or fall together."""


class CountsAreNumbers(TypeError):
    """The log holds plain numbers, never texts or names."""


def record(
    action: str,
    *,
    actor: User | None,
    obj: Model | None = None,
    owner: Board | None = None,
    owner_id: uuid.UUID | None = None,
    counts: Mapping[str, int] | None = None,
    at: dt.datetime | None = None,
    object_type: str = "",
    object_id: uuid.UUID | None = None,
    view: str = "",
    filter_hash: str = "",
    key: int = 1,
) -> AuditEvent:
    """Write one audit row in the transaction of the act, as the last thing in it: from here to its end others wait.

    owner, owner_id: the board whose log it is; without either the object's own, else that of the account that it is
    about, else of the actor's, when they belong to one board alone. counts: plain numbers ("rows": 12).
    No names, no free text. key: the number of the oldest key that will do; see `audit_keys`. Raises
    AuditOutsideTransaction, CountsAreNumbers, AuditKeyGone.
    """
    if not connection.in_atomic_block:
        raise AuditOutsideTransaction(action)
    numbers = dict(counts or {})
    if any(not isinstance(name, str) or type(number) is not int for name, number in numbers.items()):
        raise CountsAreNumbers(action)
    if obj is not None:
        owner_id = owner_id or getattr(obj, "owner_id", None)
        object_type, object_id = obj._meta.label_lower, obj.pk
    at = at or clock.now()
    if owner is None and owner_id is None:
        owner_id = board_of_accounts(obj if isinstance(obj, User) else None, actor, on=timezone.localdate(at))
    event = AuditEvent(
        at=at,
        actor=actor,
        action=action,
        owner_id=owner.pk if owner else owner_id,
        object_type=object_type,
        object_id=object_id,
        view=view,
        filter_hash=filter_hash,
        counts=numbers,
    )
    _append(event, key)
    return event


def record_for_boards(action: str, *, boards: Iterable[Board], actor: User | None, obj: Model, at: dt.datetime) -> None:
    """Write the act in the log of every board that it concerns."""
    for board in boards:
        record(action, actor=actor, obj=obj, owner=board, at=at)


def record_denial(
    *,
    user: User,
    owner_id: uuid.UUID | None,
    view: str,
    status: int,
    now: dt.datetime,
    object_type: str = "",
    object_id: uuid.UUID | None = None,
    is_one_of_many: bool = False,
) -> None:
    """Note that somebody was refused. Committed on its own, after what was refused has been rolled back."""
    with transaction.atomic():
        record(
            DENIED_OFTEN if is_one_of_many else DENIED,
            actor=user,
            owner_id=owner_id,
            object_type=object_type,
            object_id=object_id,
            view=view,
            counts={"status": status},
            at=now,
        )


def hash_of_filter(text: str) -> str:
    """Return a keyed hash of what was asked for: the same question gives the same hash, and nobody can guess it."""
    return keyed_hash(writing_key(since=1)[1], "filter", text) if text else ""


def board_of_accounts(*users: User | None, on: dt.date) -> uuid.UUID | None:
    """Return the board of the first of the accounts that has one; None when it has several, or nobody has any.

    Settled when the event is written: where somebody moves later changes nothing. Asks the database, since this very
    act may have given the role.
    """
    for user in users:
        if user is None:
            continue
        grants = RoleGrant.objects.active(on).filter(user=user).values_list("board", "programme__boards")
        boards = {of_programme or board for board, of_programme in grants}
        if boards:
            return boards.pop() if len(boards) == 1 else None
    return None


def _append(event: AuditEvent, key: int) -> None:
    """Tie the event to the end of the chain and add it: two statements, with as little as can be between them.

    Everybody else waits from the first one on. So neither goes through the models, which would take longer to put the
    statements together than the database to carry them out: `script/bench audit`.
    """
    with connection.cursor() as cursor:
        last_id, event.previous_mac, last_key = _end_of_chain(cursor)
        event.id = last_id + 1
        event.key_number, secret = writing_key(since=max(key, last_key))
        event.mac = _mac_of(event, secret)
        fields = AuditEvent._meta.concrete_fields
        cells = {field.attname: field.get_db_prep_save(getattr(event, field.attname), connection) for field in fields}
        cursor.execute(ADD, cells)
    event._state.adding = False


def _end_of_chain(cursor: CursorWrapper) -> tuple[int, str, int]:
    """Return id, mac and key number of the last row, and keep others from adding one until the transaction ends.

    On SQLite every transaction is the only writer from its beginning. On PostgreSQL the lock is a statement of its
    own, sent along with the other, so that the other sees what the previous holder committed.
    """
    if connection.vendor == "postgresql":
        cursor.execute(f"SELECT pg_advisory_xact_lock({CHAIN_LOCK}); {END}")
        cursor.nextset()
    else:
        cursor.execute(END)
    return cursor.fetchone() or (0, "", 0)


def _mac_of(event: AuditEvent, key: str) -> str:
    return event_mac(
        key=key,
        id=event.id,
        at=microseconds(event.at),
        actor=event.actor_id,
        action=event.action,
        owner=event.owner_id,
        object_type=event.object_type,
        object_id=event.object_id,
        view=event.view,
        filter_hash=event.filter_hash,
        counts=event.counts,
        previous_mac=event.previous_mac,
    )
