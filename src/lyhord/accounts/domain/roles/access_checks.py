"""The recurring access check of a board: opened when due, answered grant by grant, closed when all are answered."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from lyhord.accounts.domain import audit
from lyhord.accounts.domain.roles.grants import end_grant
from lyhord.accounts.enums import CheckDecision, GrantState
from lyhord.accounts.models import AccessCheck, AccessCheckRule, AccessRound, RoleGrant, User
from lyhord.organisation.models import Board

EVERY_DAYS, WITHIN_DAYS = 182, 30


class CheckSettled(ValueError):
    """Somebody has already answered for this role."""


class OwnGrant(ValueError):
    """Nobody confirms their own role."""


class RoundOpen(ValueError):
    """The board has a check that is not done."""


@dataclass(frozen=True)
class Ground:
    """Why there are checks at all. checked_by: the lawyer who has checked the text; empty when nobody has."""

    text: str
    source: str
    looked_up_on: dt.date
    checked_by: str


def ground() -> Ground:
    """Return the law behind the checks, in the reader's language."""
    facts = tomllib.loads(files("lyhord.accounts").joinpath("content", "access-check.toml").read_text(encoding="utf-8"))
    texts: dict[str, str] = facts.pop("text")
    return Ground(text=texts.get(get_language() or "sv", texts["sv"]), **facts)


def rule_of(board: Board) -> AccessCheckRule:
    """Return the board's own rule, or the default, which is not saved."""
    rule = AccessCheckRule.objects.filter(board=board).first()
    return rule or AccessCheckRule(board=board, every_days=EVERY_DAYS, within_days=WITHIN_DAYS)


@transaction.atomic
def change_rule(*, board: Board, every_days: int, within_days: int, changed_by: User, now: dt.datetime) -> None:
    AccessCheckRule.objects.update_or_create(
        board=board, defaults={"every_days": every_days, "within_days": within_days}
    )
    counts = {"every_days": every_days, "within_days": within_days}
    audit.record("accounts.change_check_rule", actor=changed_by, obj=board, owner=board, counts=counts, at=now)


@transaction.atomic
def open_round(*, board: Board, opened_by: User | None, today: dt.date, now: dt.datetime) -> AccessRound:
    """Ask about every grant that reaches into the board today. opened_by: None when it was due. Raises RoundOpen."""
    Board.objects.select_for_update().get(pk=board.pk)
    if AccessRound.objects.filter(board=board, closed_at=None).exists():
        raise RoundOpen(board.name)
    due_on = today + dt.timedelta(days=rule_of(board).within_days)
    opened = AccessRound.objects.create(board=board, opened_on=today, due_on=due_on)
    grants = RoleGrant.objects.active(today).within([board.pk])
    checks = AccessCheck.objects.bulk_create(AccessCheck(round=opened, grant=grant) for grant in grants)
    audit.record(
        "accounts.open_access_round",
        actor=opened_by,
        obj=opened,
        owner=board,
        counts={"grants": len(checks)},
        at=now,
    )
    return opened


def due_boards(today: dt.date) -> list[Board]:
    """Return the boards without an open check whose last one, or first role, is as old as the board's rule says."""
    granted = (
        RoleGrant.objects.filter(state=GrantState.APPROVED)
        .values_list("board")
        .annotate(on=Min("starts_on"))
        .order_by()
    )
    since: dict[Any, Any] = dict(granted)
    since |= dict(AccessRound.objects.values_list("board").annotate(on=Max("opened_on")).order_by())
    busy = set(AccessRound.objects.filter(closed_at=None).values_list("board", flat=True))
    every = dict(AccessCheckRule.objects.values_list("board", "every_days"))
    return [
        board
        for board in Board.objects.filter(pk__in=since).exclude(pk__in=busy)
        if today - since[board.pk] >= dt.timedelta(days=every.get(board.pk, EVERY_DAYS))
    ]


def sweep_access_checks(now: dt.datetime, stopping: Callable[[], bool]) -> None:
    """Open the checks that are due, and close those where the last grants have ended by themselves."""
    today = timezone.localdate(now)
    for board in due_boards(today):
        if stopping():
            return
        open_round(board=board, opened_by=None, today=today, now=now)
    for opened in AccessRound.objects.filter(closed_at=None):
        if stopping():
            return
        close_if_done(opened=opened, today=today, now=now)


@transaction.atomic
def decide_check(
    *,
    check: AccessCheck,
    keeps: bool,
    decided_by: User,
    today: dt.date,
    now: dt.datetime,
    accepts_one_left: bool = False,
) -> None:
    """Keep the grant, or end it at once. The last answer closes the round.

    Raises CheckSettled, OwnGrant, and what `end_grant` raises; nothing is changed then.
    """
    opened = AccessRound.objects.select_for_update().get(pk=check.round_id)
    check = AccessCheck.objects.select_related("grant").get(pk=check.pk)
    if check.decision or not check.grant.is_standing(today):
        raise CheckSettled(check.pk)
    if check.grant.user_id == decided_by.pk:
        raise OwnGrant(check.pk)
    if not keeps:
        end_grant(grant=check.grant, ended_by=decided_by, on=today, now=now)
    check.decision = CheckDecision.KEPT if keeps else CheckDecision.ENDED
    check.decided_by, check.decided_at = decided_by, now
    check.save(update_fields=["decision", "decided_by", "decided_at"])
    action = "accounts.keep_grant" if keeps else "accounts.end_grant_in_check"
    audit.record(action, actor=decided_by, obj=check.grant, owner=opened.board, at=now)
    close_if_done(opened=opened, today=today, now=now)


@transaction.atomic
def close_if_done(*, opened: AccessRound, today: dt.date, now: dt.datetime) -> None:
    """Note the grants that have ended meanwhile, and close the round if nothing is left to answer."""
    opened = AccessRound.objects.select_for_update().get(pk=opened.pk)
    left = opened.checks.filter(decision="")
    standing = RoleGrant.objects.unended(today).filter(state=GrantState.APPROVED)
    left.exclude(grant__in=standing).update(decision=CheckDecision.LAPSED, decided_at=now)
    if opened.closed_at is not None or left.exists():
        return
    opened.closed_at = now
    opened.save(update_fields=["closed_at"])
    answers = opened.checks.values_list("decision").annotate(n=Count("pk")).order_by()
    audit.record(
        "accounts.close_access_round", actor=None, obj=opened, owner=opened.board, counts=dict(answers), at=now
    )


def with_progress(rounds: QuerySet[AccessRound]) -> QuerySet[AccessRound]:
    """Annotate the rounds with `asked` and `answered`."""
    return rounds.annotate(asked=Count("checks"), answered=Count("checks", filter=~Q(checks__decision="")))
