"""What somebody who owns the database can do to the audit log, and what `lyhord audit verify` then says."""

# ruff: noqa: S608  # statements put together of whole numbers, to do harm with

from __future__ import annotations

from django.db import connection

from lyhord.accounts.models import audit_guard

FIELDS = (
    "at, actor_id, action, owner_id, object_type, object_id, view, filter_hash, counts, previous_mac, key_number, mac"
)
FAR = 10**12
"""Added to the numbers of rows on their way, so that two rows never have the same one."""


def tamper(*statements: str) -> None:
    """Carry out the statements; LOG stands for the table."""
    with audit_guard.lifted(connection), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.replace("LOG", "accounts_auditevent"))


def tamperings(*, row: int, last: int) -> dict[str, tuple[tuple[str, ...], str]]:
    """Return statements by what they do, and the words they are found with. row: where, in a log of `last` rows."""
    return {
        "row edited": ((f"UPDATE LOG SET action = 'other' WHERE id = {row}",), f"Row {row} has been changed"),
        "row put in at the end": ((_copy(last, last + 1),), f"Row {last + 1} has been changed or put there"),
        "row put in between": (
            (*_moved(after=row, by=1), _copy(row, row + 1)),
            f"Row {row + 1} has been changed or put there",
        ),
        "two rows exchanged": (
            (
                f"UPDATE LOG SET id = {FAR} WHERE id = {row}",
                f"UPDATE LOG SET id = {row} WHERE id = {row + 1}",
                f"UPDATE LOG SET id = {row + 1} WHERE id = {FAR}",
            ),
            f"Row {row} has been changed",
        ),
        "row removed": (
            (f"DELETE FROM LOG WHERE id = {row}",),
            f"after row {row - 1} comes row {row + 1}. The first one missing is row {row}",
        ),
        "row removed and the rest moved up": (
            (f"DELETE FROM LOG WHERE id = {row}", *_moved(after=row, by=-1)),
            f"Row {row} has been changed",
        ),
        "first rows removed": (("DELETE FROM LOG WHERE id < 3",), "after row 0 comes row 3"),
        "last row cut off": (
            (f"DELETE FROM LOG WHERE id = {last}",),
            f"ends with row {last - 1}, but a checkpoint has seen row {last}",
        ),
        "end cut off": ((f"DELETE FROM LOG WHERE id >= {row}",), f"The first row that is missing is {row}."),
        "emptied": (("DELETE FROM LOG",), f"ends with row 0, but a checkpoint has seen row {last}"),
    }


def _moved(*, after: int, by: int) -> tuple[str, str]:
    return (
        f"UPDATE LOG SET id = id + {FAR} WHERE id > {after}",
        f"UPDATE LOG SET id = id - {FAR - by} WHERE id > {FAR}",
    )


def _copy(source: int, target: int) -> str:
    return f"INSERT INTO LOG (id, {FIELDS}) SELECT {target}, {FIELDS} FROM LOG WHERE id = {source}"


def put_in(*, id: int, key_number: int, previous_mac: str, mac: str) -> str:
    """Return a statement that adds a row with nothing in it but what the mac is made of."""
    return (
        "INSERT INTO LOG (id, at, action, object_type, view, filter_hash, counts, previous_mac, key_number, mac) "
        f"VALUES ({id}, 1, 'a', '', '', '', '{{}}', '{previous_mac}', {key_number}, '{mac}')"
    )
