"""Tables whose rows the database lets nobody change: a slip in the program is refused, not found out later.

A trigger says no to UPDATE. Rows may still be added, and removed by a rule of retention. On SQLite a migration that
changes the table takes the trigger away, so it must call `refuse_changes` again; `is_refusing` lets a test look.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

SENTENCE = "rows of this table are never changed"
_PUT_UP = {
    "postgresql": (
        "CREATE OR REPLACE FUNCTION lyhord_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE OR REPLACE TRIGGER {name} BEFORE UPDATE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION lyhord_refuse_change()",
    ),
    "sqlite": (
        "CREATE TRIGGER IF NOT EXISTS {name} BEFORE UPDATE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END",
    ),
}
_LOOK = {
    "postgresql": "SELECT 1 FROM pg_trigger WHERE tgenabled <> 'D' AND tgname = %s",
    "sqlite": "SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND name = %s",
}


def refuse_changes(connection: Any, table: str) -> None:
    """Let the database refuse every change of a row of the table. table: a name in our own code."""
    with connection.cursor() as cursor:
        for statement in _PUT_UP[connection.vendor]:
            cursor.execute(statement.replace("{name}", _name(table)).replace("{table}", table))


@contextmanager
def changing(connection: Any, table: str) -> Iterator[None]:
    """Let rows of the table be changed for a while, in the transaction of the caller. For tests and repairs."""
    on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {_name(table)}{on_table}")
    yield
    refuse_changes(connection, table)


def is_refusing(connection: Any, table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_LOOK[connection.vendor], [_name(table)])
        return cursor.fetchone() is not None


def _name(table: str) -> str:
    return f"{table}_is_unchanging"
