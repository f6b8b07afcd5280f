"""Writes down what a run finds while it is solving, and asks whether it shall stop."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

from lyhord.accounts.domain.sweeps import Stopping
from lyhord.planning.domain.adapter import Json
from lyhord.planning.enums import RunState
from lyhord.planning.models import PlanProgress, PlanRun

POLL_SECONDS = 0.5
WRITE_SECONDS = 0.2
REPORT_SECONDS = 1.0


class LostLease(RuntimeError):
    """Another worker has taken the run over, or it has been ended."""


class Recorder:
    """One attempt's notebook: progress rows, the best plan, the heartbeat. Every write is fenced by the claim.

    A better plan is written at once, or within `WRITE_SECONDS` of the last one; progress when it changes and at
    least every second.
    """

    def __init__(self, run: PlanRun, *, clock: Callable[[], dt.datetime], stopping: Stopping) -> None:
        self._run, self._clock, self._stopping = run, clock, stopping
        last = PlanProgress.objects.filter(run=run).order_by("id").last()
        self.seconds_before = last.seconds if last is not None else 0.0
        self.is_stop_asked = run.stop_asked_at is not None
        self._unwritten: Json | None = None
        self._polled = self._written = self._reported = -POLL_SECONDS - REPORT_SECONDS
        self._last: tuple[str, int | None, int | None] | None = None

    def on_progress(self, level: str, value: int | None, bound: int | None, plan: Json | None, seconds: float) -> None:
        if plan is not None:
            self._unwritten = plan
            if time.monotonic() - self._written >= WRITE_SECONDS:
                self.flush()
        if (level, value, bound) == self._last and time.monotonic() - self._reported < REPORT_SECONDS:
            return
        self._last, self._reported = (level, value, bound), time.monotonic()
        PlanProgress.objects.create(
            run=self._run,
            at=self._clock(),
            level=level,
            value=value,
            bound=bound,
            seconds=round(self.seconds_before + seconds, 3),
        )

    def should_stop(self) -> bool:
        """Tell whether somebody asked to stop or the worker is ending. Beats the heart. Raises LostLease."""
        if self._stopping() or self.is_stop_asked:
            return True
        if time.monotonic() - self._polled >= POLL_SECONDS:
            self._polled = time.monotonic()
            self.flush()
            self._update()
            asked = PlanRun.objects.filter(pk=self._run.pk).values_list("stop_asked_at", flat=True).first()
            self.is_stop_asked = asked is not None
        return self.is_stop_asked

    def flush(self) -> None:
        """Write the best plan if it has not been written yet."""
        if self._unwritten is not None:
            self._update(best=self._unwritten)
            self._unwritten, self._written = None, time.monotonic()

    def release(self) -> None:
        """Put the run back in the queue, for the next worker."""
        self._update(state=RunState.QUEUED)

    def _update(self, **fields: object) -> None:
        mine = PlanRun.objects.filter(pk=self._run.pk, state=RunState.RUNNING, attempts=self._run.attempts)
        if not mine.update(heartbeat_at=self._clock(), **fields):
            raise LostLease
