"""Disposal: nothing without a decision, marked first, stopped when it looks wrong, not undone by a restore."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lyhord.accounts.domain.retention.kinds import kind_of
from lyhord.accounts.domain.retention.ledger import LedgerTampered, reapply
from lyhord.accounts.domain.retention.passes import ClockJumped, ClockMovedBack, resume, run_pass, sweep_retention
from lyhord.accounts.domain.retention.rules import (
    DecisionInTheFuture,
    PreviewHasChanged,
    enter_rule,
    hold,
    let_go,
    months_after,
    preview,
)
from lyhord.accounts.models import AuditEvent, Erasure, RetentionMark, RetentionPass, RetentionRule
from lyhord.people.models import Employee, Employment
from tests.factories import TODAY, Cast, make_employee, make_place, make_unit
from tests.factories.rows import at

pytestmark = pytest.mark.django_db
LEAVERS = "medarbetare-som-slutat"
NOW = at(TODAY, 12)
DAY = dt.timedelta(days=1)
LEFT = TODAY - dt.timedelta(days=100)


@pytest.fixture(autouse=True)
def ledger(settings: Any, tmp_path: Path) -> Path:
    settings.ERASURE_FILE = tmp_path / "erasures"
    return settings.ERASURE_FILE  # type: ignore[no-any-return]  # settings have no types in tests


@pytest.fixture
def leaver(cast: Cast) -> Employee:
    return make_employee("Exempel Slutat", place=cast.own, ends_before=LEFT, email="exempel@example.org")


def rule(cast: Cast, *, months: int = 3, now: dt.datetime = NOW) -> RetentionRule:
    kind = kind_of(LEAVERS)
    seen = preview(kind=kind, owner=cast.board, months=months, today=now.date()).digest
    return enter_rule(
        kind=kind,
        owner=cast.board,
        months=months,
        diary_number="EX-2025-7",
        decided_on=TODAY,
        seen=seen,
        entered_by=cast.coordinator,
        now=now,
    )


def days_later(days: int) -> dt.datetime:
    return NOW + days * DAY


def test_nothing_goes_before_a_board_has_decided(cast: Cast, leaver: Employee) -> None:
    sweep_retention(NOW, lambda: False)
    run_pass(now=NOW)
    assert not RetentionMark.objects.exists()


def test_preview_says_which_rows_go_and_when(cast: Cast, leaver: Employee) -> None:
    later = make_employee("Exempel Senare", place=cast.own, ends_before=TODAY)
    make_employee("Exempel Kvar", place=cast.own)
    back = make_employee("Exempel Åter", place=cast.own, ends_before=LEFT)
    Employment.objects.create(employee=back, place=cast.own, starts_on=TODAY)
    other = make_place(unit=make_unit(cast.partner, "Enhet X"))
    make_employee("Exempel Annan", place=other, ends_before=LEFT)
    shown = preview(kind=kind_of(LEAVERS), owner=cast.board, months=3, today=TODAY)
    assert [(row.label, row.on) for row in shown.rows] == [
        (leaver.name, months_after(LEFT, 3)),
        (later.name, months_after(TODAY, 3)),
    ]
    assert (shown.now, shown.within_a_year, shown.later) == (1, 1, 0)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (dt.date(2025, 1, 31), 1, dt.date(2025, 2, 28)),
        (dt.date(2024, 2, 29), 12, dt.date(2025, 2, 28)),
        (dt.date(2025, 11, 15), 2, dt.date(2026, 1, 15)),
        (dt.date(2025, 12, 1), 24, dt.date(2027, 12, 1)),
    ],
)
def test_months_are_counted_by_the_calendar(day: dt.date, months: int, then: dt.date) -> None:
    assert months_after(day, months) == then


def test_row_is_marked_for_14_days_and_then_goes(cast: Cast, leaver: Employee) -> None:
    rule(cast)
    run_pass(now=NOW)
    mark = RetentionMark.objects.get()
    assert (mark.object_id, mark.goes_on) == (leaver.pk, TODAY + 14 * DAY)
    run_pass(now=days_later(7))
    run_pass(now=days_later(13))
    leaver.refresh_from_db()
    assert leaver.name == "Exempel Slutat"
    run_pass(now=days_later(14))
    leaver.refresh_from_db()
    assert (leaver.name, leaver.email, leaver.user) == ("Gallrad", "", None)
    assert not leaver.employments.filter(patterns__isnull=False).exists()
    assert not RetentionMark.objects.exists()
    assert Erasure.objects.get().object_id == leaver.pk
    run_pass(now=days_later(15))
    assert not RetentionMark.objects.exists(), "what has gone is not due again"


def test_held_row_stays_until_let_go_and_then_has_14_days(cast: Cast, leaver: Employee) -> None:
    rule(cast)
    run_pass(now=NOW)
    hold(mark=RetentionMark.objects.get(), reason="Tvist", held_by=cast.coordinator, now=NOW)
    for day in (7, 14, 20):
        run_pass(now=days_later(day))
    assert not Erasure.objects.exists()
    let_go(mark=RetentionMark.objects.get(), let_go_by=cast.coordinator, now=days_later(20))
    run_pass(now=days_later(26))
    assert not Erasure.objects.exists()
    run_pass(now=days_later(33))
    assert not Erasure.objects.exists()
    run_pass(now=days_later(34))
    assert Erasure.objects.count() == 1


def test_who_comes_back_is_no_longer_marked(cast: Cast, leaver: Employee) -> None:
    rule(cast)
    run_pass(now=NOW)
    Employment.objects.create(employee=leaver, place=cast.own, starts_on=TODAY)
    run_pass(now=days_later(7))
    run_pass(now=days_later(14))
    leaver.refresh_from_db()
    assert leaver.name == "Exempel Slutat"
    assert not RetentionMark.objects.exists()


def test_rule_is_refused_when_rows_have_changed_since_the_preview(cast: Cast, leaver: Employee) -> None:
    seen = preview(kind=kind_of(LEAVERS), owner=cast.board, months=3, today=TODAY).digest
    make_employee("Exempel Till", place=cast.own, ends_before=LEFT)
    with pytest.raises(PreviewHasChanged):
        enter_rule(
            kind=kind_of(LEAVERS),
            owner=cast.board,
            months=3,
            diary_number="EX",
            decided_on=TODAY,
            seen=seen,
            entered_by=cast.coordinator,
            now=NOW,
        )
    with pytest.raises(DecisionInTheFuture):
        enter_rule(
            kind=kind_of(LEAVERS),
            owner=cast.board,
            months=3,
            diary_number="EX",
            decided_on=TODAY + DAY,
            seen=seen,
            entered_by=cast.coordinator,
            now=NOW,
        )
    assert not RetentionRule.objects.exists()


def test_new_rule_replaces_the_old_and_its_marks(cast: Cast, leaver: Employee) -> None:
    old = rule(cast)
    run_pass(now=NOW)
    rule(cast, months=120)
    old.refresh_from_db()
    assert old.replaced_at == NOW
    assert not RetentionMark.objects.exists()
    assert RetentionRule.objects.filter(replaced_at=None).count() == 1


@pytest.mark.parametrize(("more", "stops"), [(10, False), (11, True)])
def test_pass_stops_at_more_than_was_previewed(cast: Cast, leaver: Employee, more: int, stops: bool) -> None:
    entered = rule(cast)
    for _number in range(more):
        make_employee(place=cast.own, ends_before=LEFT, works=False)
    run_pass(now=NOW)
    entered.refresh_from_db()
    assert (entered.stopped_at is not None) == stops
    assert RetentionMark.objects.count() == (0 if stops else 1 + more)
    assert AuditEvent.objects.filter(action="retention.stopped").exists() == stops
    if stops:
        rule(cast)
        run_pass(now=days_later(1))
        assert RetentionMark.objects.count() == 1 + more, "somebody has looked anew"


def test_clock_that_went_back_or_jumped_destroys_nothing(cast: Cast, leaver: Employee) -> None:
    rule(cast)
    run_pass(now=NOW)
    with pytest.raises(ClockMovedBack):
        run_pass(now=NOW - DAY)
    with pytest.raises(ClockJumped):
        run_pass(now=days_later(7) + dt.timedelta(seconds=1))
    assert RetentionPass.objects.count() == 1
    resume(now=days_later(20))
    run_pass(now=days_later(21))
    assert Erasure.objects.count() == 1


def test_sweep_runs_once_a_day(cast: Cast, leaver: Employee) -> None:
    rule(cast)
    for moment in (NOW, NOW + dt.timedelta(hours=1), days_later(1)):
        sweep_retention(moment, lambda: False)
    assert RetentionPass.objects.count() == 2


def test_what_has_gone_does_not_come_back_with_a_restore(cast: Cast, leaver: Employee, ledger: Path) -> None:
    rule(cast)
    before = Employee.objects.filter(pk=leaver.pk).values().get()
    for day in (0, 7, 14):
        run_pass(now=days_later(day))
    assert "Exempel" not in ledger.read_text()
    Employee.objects.filter(pk=leaver.pk).update(**{name: before[name] for name in ("name", "key", "email")})
    Erasure.objects.all().delete()
    assert reapply(path=ledger, now=days_later(15)) == 1
    leaver.refresh_from_db()
    assert (leaver.name, leaver.email) == ("Gallrad", "")
    assert reapply(path=ledger, now=days_later(15)) == 0


def test_ledger_that_somebody_has_written_in_is_refused_whole(cast: Cast, leaver: Employee, ledger: Path) -> None:
    rule(cast)
    for day in (0, 7, 14):
        run_pass(now=days_later(day))
    innocent = make_employee("Exempel Oskyldig", place=cast.own)
    line = ledger.read_text()
    ledger.write_text(line + line.replace(str(leaver.pk), str(innocent.pk)))
    Erasure.objects.all().delete()
    with pytest.raises(LedgerTampered):
        reapply(path=ledger, now=days_later(15))
    with pytest.raises(CommandError, match="Line 2"):
        call_command("retention", "reapply")
    innocent.refresh_from_db()
    assert innocent.name == "Exempel Oskyldig"
    assert not Erasure.objects.exists()


def test_marking_30_rows_asks_as_much_as_marking_1(cast: Cast, leaver: Employee) -> None:
    """Each row is not asked about by itself. The rows are few enough not to stop the pass."""
    rule(cast)
    with CaptureQueriesContext(connection) as one:
        run_pass(now=NOW)
    RetentionMark.objects.all().delete()
    RetentionPass.objects.all().delete()
    for n in range(29):
        make_employee(f"Exempel Slutat {n}", place=cast.own, ends_before=LEFT)
    rule(cast)
    with CaptureQueriesContext(connection) as thirty:
        run_pass(now=NOW)
    assert RetentionMark.objects.count() == 30
    assert len(thirty) == len(one)
