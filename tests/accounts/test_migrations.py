"""Migrations that move rows keep what the rows say."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


@pytest.mark.django_db(transaction=True)
def test_grants_from_before_go_on_holding_and_new_ones_wait() -> None:
    executor = MigrationExecutor(connection)
    latest = executor.loader.graph.leaf_nodes()
    executor.migrate([("accounts", "0003_rate_limits_and_known_devices")])
    try:
        old = executor.loader.project_state([("accounts", "0003_rate_limits_and_known_devices")]).apps
        board = old.get_model("organisation", "Board").objects.create(name="Nämnden (exempel)")
        users = old.get_model("accounts", "User").objects
        giver, receiver = users.create(username="exempel-ett"), users.create(username="exempel-tva")
        fields = {"board": board, "role": "auditor", "starts_on": dt.date(2025, 1, 1)}
        grant = old.get_model("accounts", "RoleGrant").objects.create(user=receiver, granted_by=giver, **fields)

        executor = MigrationExecutor(connection)
        executor.migrate([("accounts", "0004_grant_needs_second_person")])
        new = executor.loader.project_state([("accounts", "0004_grant_needs_second_person")]).apps
        rows = new.get_model("accounts", "RoleGrant").objects
        moved = rows.get(pk=grant.pk)
        assert (moved.state, moved.proposed_by_id, moved.proposed_at) == ("approved", giver.pk, None)
        made = rows.create(user_id=giver.pk, board_id=board.pk, role="auditor", starts_on=dt.date(2025, 1, 1))
        assert made.state == "proposed"
    finally:
        MigrationExecutor(connection).migrate(latest)
