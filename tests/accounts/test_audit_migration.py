"""Rows of the audit log from before the chain are tied together as they are."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from lyhord.accounts.models import AuditEvent, audit_guard

BEFORE, AFTER = [("accounts", "0004_grant_needs_second_person")], [("accounts", "0005_audit_chain")]


@pytest.mark.django_db(transaction=True)
def test_rows_of_before_are_numbered_and_chained() -> None:
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        _check()
    finally:
        MigrationExecutor(connection).migrate(latest)


def _check() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    old = executor.loader.project_state(BEFORE).apps
    user = old.get_model("accounts", "User").objects.create(username="anna")
    board = old.get_model("organisation", "Board").objects.create(name="Äldrenämnden")
    at = dt.datetime(2025, 10, 6, 9, 30, 0, 123457, tzinfo=dt.UTC)
    for id in (3, 4, 9):
        old.get_model("accounts", "AuditEvent").objects.create(
            id=id, at=at, actor=user, action=f"act.{id}", owner=board, object_id=board.pk, counts={"rows": id}
        )
    executor = MigrationExecutor(connection)
    executor.migrate(AFTER)
    events = list(AuditEvent.objects.values_list("id", "at", "action", "actor_id", "owner_id", "object_id", "counts"))
    assert events == [
        (number, at, f"act.{id}", user.pk, board.pk, board.pk, {"rows": id}) for number, id in ((1, 3), (2, 4), (3, 9))
    ]
    macs = list(AuditEvent.objects.values_list("previous_mac", "mac"))
    assert [previous for previous, _ in macs] == ["", macs[0][1], macs[1][1]]
    assert audit_guard.is_up(connection)
