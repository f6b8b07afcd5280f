"""A row is held while the daily pass takes it, or let go by two at once: on PostgreSQL, side by side for real."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from lyhord.accounts.domain.retention.kinds import kind_of
from lyhord.accounts.domain.retention.passes import run_pass
from lyhord.accounts.domain.retention.rules import enter_rule, hold, let_go, preview
from lyhord.accounts.models import AuditEvent, RetentionMark, RetentionPass
from lyhord.people.models import Employee
from tests.factories import TODAY, Cast, make_cast, make_employee
from tests.factories.rows import at
from tests.racing import at_once

NOW = at(TODAY, 12)
DAY = dt.timedelta(days=1)
LEAVERS = "medarbetare-som-slutat"
TIMES = 4

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]


@pytest.fixture
def cast(settings: Any, tmp_path: Path) -> Cast:
    settings.ERASURE_FILE = tmp_path / "erasures"
    return make_cast()


def marked(cast: Cast, name: str) -> tuple[Employee, RetentionMark]:
    """Return somebody who left long ago, and the mark from 14 days ago."""
    leaver = make_employee(name, place=cast.own, ends_before=TODAY - 100 * DAY)
    RetentionPass.objects.all().delete()
    run_pass(now=NOW - 14 * DAY)
    RetentionPass.objects.all().delete()
    return leaver, RetentionMark.objects.get(object_id=leaver.pk)


def enter(cast: Cast) -> None:
    kind, entered = kind_of(LEAVERS), NOW - 15 * DAY
    seen = preview(kind=kind, owner=cast.board, months=1, today=entered.date()).digest
    decision = {"diary_number": "EX-1", "decided_on": entered.date(), "entered_by": cast.coordinator}
    enter_rule(kind=kind, owner=cast.board, months=1, seen=seen, now=entered, **decision)


def test_who_is_told_that_a_row_stays_finds_it_there(cast: Cast) -> None:
    enter(cast)
    for time in range(TIMES):
        leaver, mark = marked(cast, f"Exempel Slutat {time}")
        held, passed = at_once(
            partial(hold, mark=mark, reason="Tvist", held_by=cast.coordinator, now=NOW), partial(run_pass, now=NOW)
        )
        leaver.refresh_from_db()
        assert (held, leaver.name) in {("done", f"Exempel Slutat {time}"), ("MarkGone", "Gallrad")}
        assert passed == "done"
        assert RetentionMark.objects.filter(object_id=leaver.pk, held_at=NOW).exists() == (held == "done")


def test_a_held_row_is_let_go_once(cast: Cast) -> None:
    enter(cast)
    _leaver, mark = marked(cast, "Exempel Slutat")
    for time in range(TIMES):
        hold(mark=mark, reason="Tvist", held_by=cast.coordinator, now=NOW)
        release = partial(let_go, mark=mark, let_go_by=cast.coordinator, now=NOW)
        assert sorted(at_once(release, release)) == ["NotHeld", "done"]
        assert AuditEvent.objects.filter(action="retention.let_go").count() == time + 1
