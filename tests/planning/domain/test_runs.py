"""A run's life: queued, claimed, solving, stopped, taken over; no found plan is ever lost."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from lyhord.accounts.models import AuditEvent
from lyhord.planning.domain import runs
from lyhord.planning.domain.adapter import Json, read_draft, solve_stored
from lyhord.planning.domain.recorder import LostLease, Recorder
from lyhord.planning.domain.runs import (
    LEASE_SECONDS,
    MAX_ATTEMPTS,
    RunAlreadyGoing,
    RunNotGoing,
    ask_stop,
    claim_next,
    execute,
    queue_run,
    work_off_queue,
)
from lyhord.planning.enums import RunState
from lyhord.planning.models import PlanDraft, PlanRun
from tests.factories import TODAY, make_session
from tests.planning.world import FIRST, World

NOW = dt.datetime(2025, 10, 6, 8, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(seconds=LEASE_SECONDS + 1)


def never() -> bool:
    return False


def queued(world: World, **options: object) -> PlanRun:
    return queue_run(decision=world.decision, asked_by=world.cast.coordinator, now=NOW, today=TODAY, **options)  # type: ignore[arg-type]  # options of queue_run


def run_to_the_end(run: PlanRun) -> PlanRun:
    claimed = claim_next(NOW)
    assert claimed == run
    execute(claimed, clock=lambda: NOW, stopping=never)
    run.refresh_from_db()
    return run


def test_a_run_ends_with_a_draft(world: World) -> None:
    run = run_to_the_end(queued(world))
    assert run.state == RunState.DONE
    draft = PlanDraft.objects.get(run=run)
    assert draft.number == 1
    plan = read_draft(run.problem, run.result)
    assert plan.levels["O1"].value == 0
    assert plan.is_proven
    assert {item.place for item in plan.items if not item.is_session} == {str(world.own.pk), str(world.neighbour.pk)}
    assert run.progress.exists()
    assert [e.action for e in AuditEvent.objects.filter(object_id=run.pk)] == [
        "planning.queue_run",
        "planning.run_ended",
    ]


def test_two_runs_of_a_decision_cannot_go_at_once(world: World) -> None:
    queued(world)
    with pytest.raises(RunAlreadyGoing):
        queued(world)


def test_the_sweep_works_off_the_queue(world: World) -> None:
    run = queued(world)
    work_off_queue(NOW, never)
    run.refresh_from_db()
    assert run.state == RunState.DONE


def test_drafts_are_numbered_on(world: World) -> None:
    for _ in range(2):
        run_to_the_end(queued(world))
    assert sorted(PlanDraft.objects.values_list("number", flat=True)) == [1, 2]


def test_a_run_is_claimed_by_one_worker(world: World) -> None:
    run = queued(world)
    assert claim_next(NOW) == run
    assert claim_next(NOW) is None


def test_a_silent_worker_loses_the_run_and_can_write_no_more(world: World) -> None:
    queued(world)
    first = claim_next(NOW)
    assert first is not None
    assert claim_next(LATER) == first
    recorder = Recorder(first, clock=lambda: LATER, stopping=never)
    with pytest.raises(LostLease):
        recorder.should_stop()


def test_the_next_worker_starts_from_the_best_plan(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    run = queued(world)
    claim_next(NOW)
    found: list[Json] = []

    def keep(level: str, value: int | None, bound: int | None, plan: Json | None, seconds: float) -> None:
        if plan is not None:
            found.append(plan)

    solve_stored(
        run.problem,
        old_plan=None,
        first_plan=None,
        time_limit=10,
        seed=0,
        on_progress=keep,
        should_stop=never,
    )
    PlanRun.objects.filter(pk=run.pk).update(best=found[0])
    given: list[Json | None] = []

    def spy(stored: Json, **options: object) -> object:
        given.append(options["first_plan"])  # type: ignore[arg-type]  # as execute gives it
        return solve_stored(stored, **options)  # type: ignore[arg-type]  # the same options

    monkeypatch.setattr(runs, "solve_stored", spy)
    second = claim_next(LATER)
    assert second is not None
    execute(second, clock=lambda: LATER, stopping=never)
    assert given == [found[0]]
    assert PlanDraft.objects.count() == 1


def test_a_run_that_keeps_crashing_ends_with_its_best_plan(world: World) -> None:
    run = queued(world)
    solved = run_to_the_end(run).result
    PlanDraft.objects.all().delete()
    PlanRun.objects.filter(pk=run.pk).update(
        state=RunState.RUNNING, attempts=MAX_ATTEMPTS, heartbeat_at=NOW, best=solved | {"kind": "result"}, result=None
    )
    assert claim_next(LATER) is None
    run.refresh_from_db()
    assert (run.state, run.error_code) == (RunState.STOPPED, "crashed")
    assert not read_draft(run.problem, run.result).is_proven
    assert PlanDraft.objects.count() == 1


def test_a_run_that_keeps_crashing_without_a_plan_has_failed(world: World) -> None:
    run = queued(world)
    PlanRun.objects.filter(pk=run.pk).update(state=RunState.RUNNING, attempts=MAX_ATTEMPTS, heartbeat_at=NOW)
    assert claim_next(LATER) is None
    run.refresh_from_db()
    assert (run.state, run.error_code) == (RunState.FAILED, "crashed")
    assert not PlanDraft.objects.exists()


def test_a_bug_in_the_solver_fails_the_run_by_name(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(stored: Json, **options: object) -> object:
        raise ZeroDivisionError

    monkeypatch.setattr(runs, "solve_stored", broken)
    run = run_to_the_end(queued(world))
    assert (run.state, run.error_code) == (RunState.FAILED, "ZeroDivisionError")


def test_a_waiting_run_stops_at_once(world: World) -> None:
    run = queued(world)
    ask_stop(run=run, asked_by=world.cast.coordinator, now=NOW)
    run.refresh_from_db()
    assert run.state == RunState.STOPPED
    assert claim_next(NOW) is None
    with pytest.raises(RunNotGoing):
        ask_stop(run=run, asked_by=world.cast.coordinator, now=NOW)


def test_a_running_run_sees_that_it_shall_stop(world: World) -> None:
    run = queued(world)
    claimed = claim_next(NOW)
    assert claimed is not None
    recorder = Recorder(claimed, clock=lambda: NOW, stopping=never)
    assert not recorder.should_stop()
    ask_stop(run=run, asked_by=world.cast.coordinator, now=NOW)
    time.sleep(0.6)
    assert recorder.should_stop()
    assert recorder.is_stop_asked


def test_a_worker_that_ends_puts_the_run_back(world: World) -> None:
    run = queued(world)
    claimed = claim_next(NOW)
    assert claimed is not None
    execute(claimed, clock=lambda: NOW, stopping=lambda: True)
    run.refresh_from_db()
    assert run.state == RunState.QUEUED
    assert claim_next(NOW) == run


def test_what_stands_on_the_site_is_moved_as_little_as_possible(world: World) -> None:
    far = FIRST + dt.timedelta(days=15)
    own = [e for e in world.employees if not e.key.startswith("granne")]
    make_session(world.module, world.own, far, trainers=[world.trainer], employees=own[:2])
    run = run_to_the_end(queued(world))
    plan = read_draft(run.problem, run.result)
    assert plan.levels["moves"].value == 0
    assert any(item.is_session and item.date == far for item in plan.items)
