"""Old bookings say how it went, and a session that had more people than seats keeps them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE, AFTER = [("training", "0002_content_versions")], [("training", "0004_bookings_say_how_it_went")]
MORNING = dt.datetime(2025, 11, 3, 9, tzinfo=dt.UTC)


@pytest.mark.django_db(transaction=True)
def test_bookings_from_before_say_how_it_went() -> None:
    executor = MigrationExecutor(connection)
    latest = executor.loader.graph.leaf_nodes()
    executor.migrate(BEFORE)
    try:
        old = executor.loader.project_state([*BEFORE, *latest_but_training(latest)]).apps
        board = old.get_model("organisation", "Board").objects.create(name="Nämnden (exempel)")
        administration = old.get_model("organisation", "Administration").objects.create(board=board, name="F (exempel)")
        unit = old.get_model("organisation", "Unit").objects.create(administration=administration, name="E (exempel)")
        place = old.get_model("places", "MeetingPlace").objects.create(
            owner=board, unit=unit, key="tp1", name="Exempel", room_capacity=2
        )
        module = old.get_model("training", "Module").objects.create(owner=board, code="m", name="M", group_min=1)
        people = [
            old.get_model("people", "Employee").objects.create(owner=board, key=f"a{n}", name=f"Exempel {n}")
            for n in range(3)
        ]
        sessions = {}
        for state in ("planned", "held", "cancelled"):
            row = old.get_model("training", "TrainingSession").objects.create(
                owner=board,
                module=module,
                place=place,
                state=state,
                starts_at=MORNING,
                ends_at=MORNING + dt.timedelta(hours=2),
            )
            for person in people:
                row.bookings.create(employee=person)
            sessions[state] = row
        for person, outcome in zip(people, ("present", "absent"), strict=False):
            sessions["held"].attendances.create(employee=person, outcome=outcome, recorded_at=MORNING)

        executor = MigrationExecutor(connection)
        executor.migrate(AFTER)
        new = executor.loader.project_state([*AFTER, *latest_but_training(latest)]).apps
        rows = new.get_model("training", "TrainingSession").objects
        found = {row.state: [b.state for b in row.bookings.order_by("employee__key")] for row in rows.all()}
        assert found == {
            "planned": ["invited"] * 3,
            "held": ["present", "absent", "invited"],
            "cancelled": ["cancelled"] * 3,
        }
        assert dict(rows.values_list("state", "seats")) == {"planned": 3, "held": None, "cancelled": None}
    finally:
        MigrationExecutor(connection).migrate(latest)


def latest_but_training(nodes: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The other areas stand as they stand, except those that came after this area's migration."""
    return [node for node in nodes if node[0] in {"organisation", "places", "people", "accounts", "programme"}]
