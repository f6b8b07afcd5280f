"""A board's rules: what one would take, entering it, and holding a row that is marked."""

from __future__ import annotations

import calendar
import datetime as dt
import hashlib
import uuid
from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from lyhord.accounts.domain import audit
from lyhord.accounts.domain.retention.kinds import RecordKind
from lyhord.accounts.models import Erasure, RetentionMark, RetentionRule, User
from lyhord.organisation.models import Board


class PreviewHasChanged(RuntimeError):
    """What the rule would take is not what the person saw."""


class MarkGone(RuntimeError):
    """The row has gone, or is not to go any more: somebody or something came first."""


class NotHeld(RuntimeError):
    """Somebody else has let the row go."""


class DecisionInTheFuture(ValueError):
    """The board has not decided yet."""


@dataclass(frozen=True)
class Due:
    """A row and the day it is to go. label: what the row is called, for whoever decides."""

    on: dt.date
    object_id: uuid.UUID
    label: str


@dataclass(frozen=True)
class Preview:
    """rows: every row that has ended, by the day it is to go. now: how many are to go at once."""

    rows: tuple[Due, ...]
    today: dt.date

    @property
    def now(self) -> int:
        return sum(row.on <= self.today for row in self.rows)

    @property
    def within_a_year(self) -> int:
        return sum(self.today < row.on <= months_after(self.today, 12) for row in self.rows)

    @property
    def later(self) -> int:
        return len(self.rows) - self.now - self.within_a_year

    @property
    def forecast(self) -> dict[str, int]:
        return {day.isoformat(): count for day, count in sorted(Counter(row.on for row in self.rows).items())}

    @property
    def digest(self) -> str:
        """Return the same text for the same rows and days, and another for any others."""
        told = "\n".join(f"{row.on} {row.object_id}" for row in self.rows)
        return hashlib.sha256(f"{self.today}\n{told}".encode()).hexdigest()


def months_after(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def preview(*, kind: RecordKind, owner: Board, months: int, today: dt.date) -> Preview:
    """Return which rows would go when. What has gone already is left out."""
    gone = set(Erasure.objects.filter(kind=kind.code, owner=owner).values_list("object_id", flat=True))
    rows = (Due(months_after(row.on, months), row.id, row.label) for row in kind.ended(owner) if row.id not in gone)
    return Preview(tuple(sorted(rows, key=lambda row: (row.on, str(row.object_id)))), today)


def rule_in_force(kind: RecordKind, owner: Board) -> RetentionRule | None:
    return RetentionRule.objects.filter(kind=kind.code, owner=owner, replaced_at=None).first()


@transaction.atomic
def enter_rule(
    *,
    kind: RecordKind,
    owner: Board,
    months: int,
    diary_number: str,
    decided_on: dt.date,
    seen: str,
    entered_by: User,
    now: dt.datetime,
) -> RetentionRule:
    """Let a board's decision hold from now on, instead of the one before, whose marks that nobody holds are taken away.

    seen: digest of the preview that the person saw. Raises PreviewHasChanged, DecisionInTheFuture.
    """
    today = timezone.localdate(now)
    if decided_on > today:
        raise DecisionInTheFuture(decided_on)
    Board.objects.select_for_update().get(pk=owner.pk)  # two may not enter a rule for the same rows at once
    shown = preview(kind=kind, owner=owner, months=months, today=today)
    if shown.digest != seen:
        raise PreviewHasChanged
    # The rule before its marks, as the daily pass takes them.
    RetentionRule.objects.filter(kind=kind.code, owner=owner, replaced_at=None).update(replaced_at=now)
    RetentionMark.objects.filter(kind=kind.code, owner=owner, held_at=None).delete()
    rule = RetentionRule.objects.create(
        owner=owner,
        kind=kind.code,
        months=months,
        diary_number=diary_number,
        decided_on=decided_on,
        forecast=shown.forecast,
        entered_by=entered_by,
        entered_at=now,
    )
    RetentionMark.objects.filter(kind=kind.code, owner=owner).update(rule=rule)
    counts = {"months": months, "rows": len(shown.rows), "now": shown.now}
    audit.record("retention.enter_rule", actor=entered_by, obj=rule, counts=counts, at=now)
    return rule


@transaction.atomic
def hold(*, mark: RetentionMark, reason: str, held_by: User, now: dt.datetime) -> None:
    """Keep a marked row until somebody lets it go. Raises MarkGone."""
    mark = _locked(mark)
    mark.held_by, mark.held_at, mark.hold_reason = held_by, now, reason
    mark.save(update_fields=["held_by", "held_at", "hold_reason"])
    audit.record("retention.hold", actor=held_by, obj=mark, at=now)


@transaction.atomic
def let_go(*, mark: RetentionMark, let_go_by: User, now: dt.datetime) -> None:
    """Let a held row go. It is marked for the usual time once more. Raises MarkGone, NotHeld."""
    mark = _locked(mark)
    if mark.held_at is None:
        raise NotHeld(mark.pk)
    mark.held_by, mark.held_at, mark.hold_reason = None, None, ""
    mark.goes_on = timezone.localdate(now) + MARKED_FOR
    mark.save(update_fields=["held_by", "held_at", "hold_reason", "goes_on"])
    audit.record("retention.let_go", actor=let_go_by, obj=mark, at=now)


def _locked(mark: RetentionMark) -> RetentionMark:
    """Return the mark as it stands. The daily pass waits, or has come first."""
    try:
        return RetentionMark.objects.select_for_update().get(pk=mark.pk)
    except RetentionMark.DoesNotExist:
        raise MarkGone(mark.pk) from None


MARKED_FOR = dt.timedelta(days=14)
"""How long a person can stop a row from going."""
