"""The daily pass: what is due is marked; what has been marked for 14 days goes. It stops when something looks wrong."""

from __future__ import annotations

import datetime as dt
import math
import uuid
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from lyhord.accounts.domain import audit
from lyhord.accounts.domain.retention.kinds import kind_of
from lyhord.accounts.domain.retention.ledger import erase, write_erasures
from lyhord.accounts.domain.retention.rules import MARKED_FOR, Due, preview
from lyhord.accounts.models import Erasure, RetentionMark, RetentionPass, RetentionRule

LONGEST_PAUSE = dt.timedelta(days=7)
MORE_SHARE, MORE_ROWS = 0.05, 10
"""How many more than were previewed a pass may take: the larger of a share and a number."""


class ClockMovedBack(RuntimeError):
    """The last pass lies in the future. Nothing is destroyed by a clock that cannot be trusted."""


class ClockJumped(RuntimeError):
    """More than 7 days have gone since the last pass: the clock has jumped, or the worker has stood still.

    Somebody looks at the clock and runs `lyhord retention resume`.
    """


def run_pass(*, now: dt.datetime) -> RetentionPass:
    """Mark what is due and destroy what has been marked long enough. Raises ClockMovedBack, ClockJumped.

    Each rule is a transaction of its own: one that stops does not stop the others.
    """
    check_clock(now)
    today = timezone.localdate(now)
    marked = destroyed = 0
    for rule in RetentionRule.objects.filter(replaced_at=None, stopped_at=None).select_related("owner"):
        with transaction.atomic():
            locked = RetentionRule.objects.select_for_update().filter(pk=rule.pk, replaced_at=None, stopped_at=None)
            if locked.exists():
                new, gone = _apply(rule, today, now)
                marked, destroyed = marked + new, destroyed + gone
    done = RetentionPass.objects.create(at=now, marked=marked, destroyed=destroyed)
    write_erasures(path=settings.ERASURE_FILE)
    return done


def check_clock(now: dt.datetime) -> None:
    last = RetentionPass.objects.order_by("-at").first()
    if last is not None and now < last.at:
        raise ClockMovedBack(last.at)
    if last is not None and now - last.at > LONGEST_PAUSE:
        raise ClockJumped(last.at)


def resume(*, now: dt.datetime) -> None:
    """Say that the clock is right: passes after the latest moment seen are forgotten, and the next one may run."""
    with transaction.atomic():
        RetentionPass.objects.filter(at__gte=now).delete()
        RetentionPass.objects.create(at=now)
        audit.record("retention.resume", actor=None, at=now)


def sweep_retention(now: dt.datetime, stopping: Callable[[], bool]) -> None:
    """The sweep: once a day. Without rules no pass runs; what was erased on request reaches the ledger all the same."""
    write_erasures(path=settings.ERASURE_FILE)
    if not RetentionRule.objects.filter(replaced_at=None).exists():
        return
    last = RetentionPass.objects.order_by("-at").first()
    if last is None or timezone.localdate(last.at) != timezone.localdate(now):
        run_pass(now=now)


def _apply(rule: RetentionRule, today: dt.date, now: dt.datetime) -> tuple[int, int]:
    """Return how many rows were marked and how many destroyed."""
    kind = kind_of(rule.kind)
    shown = preview(kind=kind, owner=rule.owner, months=rule.months, today=today)
    due = {row.object_id: row for row in shown.rows if row.on <= today}
    marks = RetentionMark.objects.filter(kind=rule.kind, owner=rule.owner)
    # Somebody has come back, or a date was corrected.
    marks.filter(held_at=None).exclude(object_id__in=list(due)).delete()
    marked = set(marks.values_list("object_id", flat=True))
    new = [row for id, row in due.items() if id not in marked]
    taken = Erasure.objects.filter(kind=rule.kind, owner=rule.owner, erased_on__gte=timezone.localdate(rule.entered_at))
    if taken.count() + len(due) > _most(rule, today):
        rule.stopped_at = now
        rule.save(update_fields=["stopped_at"])
        audit.record("retention.stopped", actor=None, obj=rule, counts={"rows": len(due)}, at=now)
        return 0, 0
    _mark(rule, new, today)
    leaving = marks.filter(held_at=None, goes_on__lte=today).select_for_update()  # whoever holds one now waits
    gone = list(leaving.order_by("pk").values_list("object_id", flat=True))
    _destroy(rule, gone, today)
    if new or gone:
        counts = {"marked": len(new), "destroyed": len(gone)}
        audit.record("retention.pass", actor=None, obj=rule, counts=counts, at=now)
    return len(new), len(gone)


def _most(rule: RetentionRule, today: dt.date) -> int:
    """Return how many rows may have been taken by today: those that were previewed, and a few more."""
    previewed: int = sum(count for day, count in rule.forecast.items() if dt.date.fromisoformat(day) <= today)
    return previewed + max(math.floor(previewed * MORE_SHARE), MORE_ROWS)


def _mark(rule: RetentionRule, rows: list[Due], today: dt.date) -> None:
    RetentionMark.objects.bulk_create(
        RetentionMark(
            owner=rule.owner,
            rule=rule,
            kind=rule.kind,
            object_id=row.object_id,
            due_on=row.on,
            goes_on=today + MARKED_FOR,
        )
        for row in rows
    )


def _destroy(rule: RetentionRule, ids: list[uuid.UUID], today: dt.date) -> None:
    for id in ids:
        erase(kind=rule.kind, id=id, owner=rule.owner, on=today)
