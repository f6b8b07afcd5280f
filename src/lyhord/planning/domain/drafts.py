"""A draft's way: sent for replies, counted again, adopted or dropped."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from lyhord.accounts.domain.audit.recording import record
from lyhord.accounts.models import User
from lyhord.messaging.domain.telling import hold_subjects, lock_what_waits
from lyhord.outreach.domain.visits import lock_visits, place_visits
from lyhord.planning.domain.adapter import Placing, Verdict, judge_today, plan_to_site, prepare
from lyhord.planning.domain.replies import apply_replies
from lyhord.planning.domain.runs import queue_run
from lyhord.planning.domain.stored import draft_of
from lyhord.planning.enums import DraftState
from lyhord.planning.models import Pin, PlanDraft, PlanRun
from lyhord.programme.models import Decision
from lyhord.training.domain.sessions import place_sessions

WAITING = [DraftState.OPEN, DraftState.SENT]


class DraftAlreadyAdopted(RuntimeError):
    """A draft is adopted once."""


class DraftDropped(RuntimeError):
    """The draft has been put aside."""


class DraftOutOfDate(RuntimeError):
    """Reality has changed since the draft was made: it breaks rules today. verdict: which."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(", ".join(f"{it.rule} {it.subject}".strip() for it in verdict.broken))
        self.verdict = verdict


class ReplyDayPassed(ValueError):
    """The last day for replies must lie ahead."""


@transaction.atomic
def send_draft(
    *, draft: PlanDraft, replies_until: dt.date, sent_by: User, now: dt.datetime, today: dt.date
) -> PlanDraft:
    """Let managers and trainers see the draft and answer until the day; sending again changes the day.

    Another draft of the decision that is out for replies is taken back. Raises ReplyDayPassed, DraftAlreadyAdopted,
    DraftDropped.
    """
    if replies_until < today:
        raise ReplyDayPassed
    row = _waiting(draft)
    row.state, row.replies_until, row.sent_at = DraftState.SENT, replies_until, row.sent_at or now
    row.save(update_fields=["state", "replies_until", "sent_at"])
    others = PlanDraft.objects.filter(decision=row.decision_id, state=DraftState.SENT).exclude(pk=row.pk)
    others.update(state=DraftState.DROPPED)
    record("planning.send_draft", actor=sent_by, obj=row, at=now)
    return row


def replan_from_replies(*, draft: PlanDraft, asked_by: User, now: dt.datetime, today: dt.date) -> PlanRun:
    """Queue a run that keeps what works, avoids what cannot, and moves as little else as it can.

    Raises as `queue_run` does, and DraftDropped or DraftAlreadyAdopted.
    """
    with transaction.atomic():
        row = _waiting(draft)
        Decision.objects.select_for_update().get(pk=row.decision_id)  # before the first event
        apply_replies(draft=row, applied_by=asked_by, now=now)
        return queue_run(
            decision=row.decision,
            asked_by=asked_by,
            now=now,
            today=today,
            previous=row,
            time_limit_seconds=row.run.time_limit_seconds,
            seed=row.run.seed,
        )


def preview_adoption(draft: PlanDraft, *, today: dt.date) -> tuple[Verdict, Placing]:
    """Check the draft against the site as it is today, and return what adopting it would do."""
    prepared, stored = prepare(draft.decision, today=today), draft_of(draft)
    return judge_today(prepared, stored), plan_to_site(prepared, stored.items)


@transaction.atomic
def adopt_draft(*, draft: PlanDraft, adopted_by: User, now: dt.datetime, today: dt.date) -> PlanDraft:
    """Make the draft's sessions and visits. What stands already is kept or moved; what the draft lacks is cancelled.

    Nobody is told until a coordinator releases the invitations.
    Confirmed times stop being pins: from now on they stand on the site. Other waiting drafts are put aside.
    Raises DraftAlreadyAdopted, DraftDropped, DraftOutOfDate; then nothing has changed.
    """
    row = _waiting(draft)
    prepared = prepare(row.decision, today=today)
    stored = draft_of(row)
    verdict = judge_today(prepared, stored)
    if verdict.broken:
        raise DraftOutOfDate(verdict)
    placing = plan_to_site(prepared, stored.items)
    row.state, row.adopted_at, row.adopted_by = DraftState.ADOPTED, now, adopted_by
    row.save(update_fields=["state", "adopted_at", "adopted_by"])
    Pin.objects.filter(decision=row.decision_id, kind__in=["session", "visit"]).delete()
    PlanDraft.objects.filter(decision=row.decision_id, state__in=WAITING).update(state=DraftState.DROPPED)
    visits_before = [*(plan.visit for plan in placing.visits if plan.visit), *placing.cancelled_visits]
    sessions_before = [*(plan.session for plan in placing.sessions if plan.session), *placing.cancelled_sessions]
    lock_visits(visits_before)
    lock_what_waits([*sessions_before, *visits_before])
    sessions = place_sessions(
        planned=placing.sessions, cancelled=placing.cancelled_sessions, placed_by=adopted_by, now=now
    )
    visits = place_visits(planned=placing.visits, cancelled=placing.cancelled_visits, placed_by=adopted_by, now=now)
    hold_subjects({*sessions_before, *visits_before, *(row.pk for row in (*sessions, *visits))}, now=now)
    counts = {"sessions": len(placing.sessions), "visits": len(placing.visits)}
    record("planning.adopt_draft", actor=adopted_by, obj=row, counts=counts, at=now)
    return row


@transaction.atomic
def drop_draft(*, draft: PlanDraft, dropped_by: User, now: dt.datetime) -> PlanDraft:
    """Put a waiting draft aside. Raises DraftAlreadyAdopted, DraftDropped."""
    row = _waiting(draft)
    row.state = DraftState.DROPPED
    row.save(update_fields=["state"])
    record("planning.drop_draft", actor=dropped_by, obj=row, at=now)
    return row


def _waiting(draft: PlanDraft) -> PlanDraft:
    """Return the draft, held until the transaction ends, with its decision, so that two are not adopted at once."""
    Decision.objects.select_for_update().get(pk=draft.decision_id)
    row = PlanDraft.objects.select_related("run", "decision").get(pk=draft.pk)
    if row.state == DraftState.ADOPTED:
        raise DraftAlreadyAdopted
    if row.state == DraftState.DROPPED:
        raise DraftDropped
    return row
