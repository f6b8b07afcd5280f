"""Runs of the planner, outside the request. A run is a row with a state; a worker that dies loses no found plan."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from lyhord.accounts.domain.audit.recording import record
from lyhord.accounts.domain.sweeps import Stopping
from lyhord.accounts.models import User
from lyhord.planning.domain.adapter import Solved, plan_json, prepare, problem_json, result_of_best, solve_stored
from lyhord.planning.domain.old_plans import old_plan_of
from lyhord.planning.domain.recorder import LostLease, Recorder
from lyhord.planning.enums import RunState
from lyhord.planning.models import PlanDraft, PlanProgress, PlanRun
from lyhord.programme.models import Decision

LEASE_SECONDS = 20
MAX_ATTEMPTS = 3
SHORTEST_SECONDS = 10
CRASHED = "crashed"

log = logging.getLogger(__name__)


class RunAlreadyGoing(RuntimeError):
    """The decision already has a run that waits or is solving."""


class RunNotGoing(RuntimeError):
    """The run has ended, so it cannot be stopped."""


def queue_run(
    *,
    decision: Decision,
    asked_by: User | None,
    now: dt.datetime,
    today: dt.date,
    previous: PlanDraft | None = None,
    time_limit_seconds: int = 60,
    seed: int = 0,
) -> PlanRun:
    """Freeze the problem as it is today and queue it. Raises RunAlreadyGoing, NoSettings, NoHalfDays.

    previous: a draft whose times move as little as possible; without one, what stands on the site does.
    """
    prepared = prepare(decision, today=today)
    old = old_plan_of(prepared, previous)
    with transaction.atomic():
        Decision.objects.select_for_update().get(pk=decision.pk)
        if PlanRun.objects.filter(decision=decision, state__in=[RunState.QUEUED, RunState.RUNNING]).exists():
            raise RunAlreadyGoing
        run = PlanRun.objects.create(
            owner=decision.owner,
            decision=decision,
            asked_by=asked_by,
            asked_at=now,
            time_limit_seconds=time_limit_seconds,
            seed=seed,
            previous=previous,
            problem=problem_json(prepared.problem),
            old_plan=plan_json(old) if old is not None else None,
            notes=[note.to_json() for note in prepared.notes],
        )
        record("planning.queue_run", actor=asked_by, obj=run, at=now)
    return run


def ask_stop(*, run: PlanRun, asked_by: User, now: dt.datetime) -> None:
    """Ask the worker to stop and keep the best plan; a run that still waits ends at once. Raises RunNotGoing."""
    with transaction.atomic():
        waiting = PlanRun.objects.filter(pk=run.pk, state=RunState.QUEUED, attempts=0)
        ended = waiting.update(state=RunState.STOPPED, stop_asked_at=now, ended_at=now)
        going = PlanRun.objects.filter(pk=run.pk, state__in=[RunState.QUEUED, RunState.RUNNING])
        if not ended and not going.update(stop_asked_at=now):
            raise RunNotGoing
        record("planning.stop_run", actor=asked_by, obj=run, at=now)


def claim_next(now: dt.datetime) -> PlanRun | None:
    """Take the oldest run that waits or whose worker has fallen silent. `attempts` is the token of the claim."""
    silent = Q(state=RunState.RUNNING, heartbeat_at__lt=now - dt.timedelta(seconds=LEASE_SECONDS))
    for run in PlanRun.objects.filter(Q(state=RunState.QUEUED) | silent).order_by("asked_at"):
        mine = PlanRun.objects.filter(pk=run.pk, state=run.state, attempts=run.attempts)
        if run.state == RunState.RUNNING and run.attempts >= MAX_ATTEMPTS:
            mine = mine.filter(heartbeat_at=run.heartbeat_at)
            if mine.update(attempts=F("attempts") + 1, heartbeat_at=now):
                run.refresh_from_db()
                give_up(run, now=now, error_code=CRASHED)
            continue
        started = run.started_at or now
        if mine.update(state=RunState.RUNNING, attempts=F("attempts") + 1, heartbeat_at=now, started_at=started):
            run.refresh_from_db()
            return run
    return None


def work_off_queue(now: dt.datetime, stopping: Stopping) -> None:
    """Run what is queued, one after the other: the worker's sweep."""
    while not stopping():
        run = claim_next(timezone.now())
        if run is None:
            return
        execute(run, clock=timezone.now, stopping=stopping)


def execute(run: PlanRun, *, clock: Callable[[], dt.datetime], stopping: Stopping) -> None:
    """Solve a claimed run. If the worker is told to end, the run waits for the next worker with its best plan kept."""
    recorder = Recorder(run, clock=clock, stopping=stopping)
    try:
        solved = solve_stored(
            run.problem,
            old_plan=run.old_plan,
            first_plan=run.best,
            time_limit=max(SHORTEST_SECONDS, run.time_limit_seconds - recorder.seconds_before),
            seed=run.seed,
            on_progress=recorder.on_progress,
            should_stop=recorder.should_stop,
        )
        recorder.flush()
        if stopping() and not recorder.is_stop_asked and solved.status == "stopped":
            recorder.release()
        else:
            finish(run, solved, now=clock())
    except LostLease:
        log.warning("plan run %s was taken over by another worker", run.pk)
    except Exception as error:
        log.exception("plan run %s failed", run.pk)
        give_up(run, now=clock(), error_code=type(error).__name__)


def finish(run: PlanRun, solved: Solved, *, now: dt.datetime, error_code: str = "") -> None:
    """Store the result and, if there is a plan, a draft of it. Raises LostLease when somebody else has the run."""
    state = RunState.STOPPED if solved.status == "stopped" else RunState.DONE
    with transaction.atomic():
        conflict = [{"code": "conflict", "subject": rule, "on": None, "count": 0} for rule in solved.conflict]
        _end(run, state, now, result=solved.result, error_code=error_code, notes=[*run.notes, *conflict])
        if solved.has_plan:
            _make_draft(run, now)
        record("planning.run_ended", actor=None, obj=run, owner=run.owner, at=now)


def give_up(run: PlanRun, *, now: dt.datetime, error_code: str) -> None:
    """End a run that cannot be finished. The best plan it had found, if sound, becomes a draft all the same."""
    run.refresh_from_db(fields=["best"])
    seen = PlanProgress.objects.filter(run=run, bound__isnull=False).order_by().values("level").annotate(Max("bound"))
    bounds = {row["level"]: row["bound__max"] for row in seen}
    solved = result_of_best(run.problem, run.best, seed=run.seed, bounds=bounds) if run.best is not None else None
    if solved is not None:
        finish(run, solved, now=now, error_code=error_code)
        return
    with transaction.atomic():
        _end(run, RunState.FAILED, now, result=None, error_code=error_code)
        record("planning.run_failed", actor=None, obj=run, owner=run.owner, at=now)


def _end(run: PlanRun, state: RunState, now: dt.datetime, **fields: object) -> None:
    mine = PlanRun.objects.filter(pk=run.pk, state=RunState.RUNNING, attempts=run.attempts)
    if not mine.update(state=state, ended_at=now, heartbeat_at=now, **fields):
        raise LostLease
    run.refresh_from_db()


def _make_draft(run: PlanRun, now: dt.datetime) -> PlanDraft:
    Decision.objects.select_for_update().get(pk=run.decision_id)
    last = PlanDraft.objects.filter(decision=run.decision_id).order_by("-number").first()
    return PlanDraft.objects.create(
        owner=run.owner,
        decision_id=run.decision_id,
        run=run,
        number=last.number + 1 if last else 1,
        created_at=now,
    )
