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


@pytest.mark.django_db(transaction=True)
def test_coordinators_get_programmes_of_the_boards_they_had_and_decisions_theirs() -> None:
    executor = MigrationExecutor(connection)
    latest = executor.loader.graph.leaf_nodes()
    before = [("accounts", "0006_sessions_and_codes"), ("programme", "0002_decision_expectations")]
    after = [("programme", "0005_decision_needs_programme")]
    executor.migrate(before)
    try:
        old = executor.loader.project_state(before).apps
        boards, decisions = old.get_model("organisation", "Board").objects, old.get_model("programme", "Decision")
        one, two = boards.create(name="Ett (exempel)"), boards.create(name="Två (exempel)")
        users, grants = old.get_model("accounts", "User").objects, old.get_model("accounts", "RoleGrant").objects
        both, alone = users.create(username="exempel-bada"), users.create(username="exempel-en")
        fields = {"role": "coordinator", "state": "approved", "starts_on": dt.date(2025, 1, 1)}
        for user, board in ((both, one), (both, two), (alone, one)):
            grants.create(user=user, board=board, **fields)
        joint = decisions.objects.create(owner=one, partner_board=two, title="Ett", diary_number="1")
        own = decisions.objects.create(owner=one, title="Två", diary_number="2")
        answer = decisions.objects.create(owner=two, answers=joint, title="Tre", diary_number="3")

        executor = MigrationExecutor(connection)
        executor.migrate(after)
        new = executor.loader.project_state(after).apps
        reach = {
            grant.user.username: sorted(board.name for board in grant.programme.boards.all())
            for grant in new.get_model("accounts", "RoleGrant").objects.filter(role="coordinator")
        }
        assert reach == {"exempel-bada": ["Ett (exempel)", "Två (exempel)"], "exempel-en": ["Ett (exempel)"]}
        programme = {
            row.pk: row.programme.boards.count() for row in new.get_model("programme", "Decision").objects.all()
        }
        assert programme == {joint.pk: 2, own.pk: 1, answer.pk: 2}
    finally:
        MigrationExecutor(connection).migrate(latest)
