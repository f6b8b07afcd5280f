"""Triggers that keep rows of the audit log from being changed or removed by mistake.

They stop a slip, not somebody who may change the database itself: that is what the chain shows. On SQLite a migration
that changes the table takes the triggers away, so it must put them up again; a test looks.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

TABLE = "accounts_auditevent"
SENTENCE = "the audit log is never changed"
NAMES = {
    "postgresql": ("audit_is_append_only", "audit_is_not_emptied"),
    "sqlite": ("audit_is_not_changed", "audit_is_not_removed"),
}
_PUT_UP = {
    "postgresql": (
        "CREATE OR REPLACE FUNCTION lyhord_refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION lyhord_refuse_audit_change()",
        f"CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION lyhord_refuse_audit_change()",
    ),
    "sqlite": (
        f"CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END",
        f"CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END",
    ),
}
_LOOK = {
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D' AND tgrelid = 'accounts_auditevent'::regclass",
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'accounts_auditevent'",
}


def put_up(connection: Any) -> None:
    """Put up the triggers that are not there."""
    standing = _standing(connection)
    with connection.cursor() as cursor:
        for statement in _PUT_UP[connection.vendor]:
            if not any(name in statement for name in standing):
                cursor.execute(statement)


def take_down(connection: Any) -> None:
    with connection.cursor() as cursor:
        for name in _standing(connection) & set(NAMES[connection.vendor]):
            on_table = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on_table}")


@contextmanager
def lifted(connection: Any) -> Iterator[None]:
    """Lift the guard for a while, in the transaction of the caller."""
    take_down(connection)
    yield
    put_up(connection)


def is_up(connection: Any) -> bool:
    return set(NAMES[connection.vendor]) <= _standing(connection)


def _standing(connection: Any) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(_LOOK[connection.vendor])
        return {name for (name,) in cursor.fetchall()}
