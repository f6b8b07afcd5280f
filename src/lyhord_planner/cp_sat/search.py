"""Run CP-SAT while the caller stays in charge: time, progress, Stop, and the best plan kept outside the solver."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from ortools.sat.python import cp_model

from lyhord_planner.cp_sat.model import read_plan
from lyhord_planner.cp_sat.variables import Variables
from lyhord_planner.plan import Plan

POLL_SECONDS = 0.1
REPORT_SECONDS = 1.0
GRACE_SECONDS = 1.2
"""How long a stopped solver may take before it is left to end by itself."""


class OnProgress(Protocol):
    """Called in the caller's thread at least every 2 s, and with the plan at each better plan.

    value and bound belong to the level; None when there is none yet. seconds: since the start.
    """

    def __call__(
        self, level_id: str, value: int | None, bound: int | None, plan: Plan | None, seconds: float, /
    ) -> None: ...


class TimeIsUp(Exception):
    """Ends work between two runs of the solver; never leaves the package."""


class Answer(Enum):
    """OPTIMAL and INFEASIBLE are proofs. FEASIBLE: a solution. UNKNOWN: none within the limit."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run gave: the answer, and the plan of its last solution."""

    answer: Answer
    plan: Plan | None


class Search:
    """One call of solve or replan: its clock, its caller's wishes, and the best plan so far.

    rank: plan → objective values in order; a smaller tuple is a better plan; None keeps no plan at all.
    deterministic: the clock counts CP-SAT's deterministic seconds instead of wall seconds.
    """

    def __init__(
        self,
        *,
        rank: Callable[[Plan], tuple[int, ...]] | None,
        levels: tuple[str, ...],
        time_limit: float,
        seed: int = 0,
        workers: int = 2,
        on_progress: OnProgress | None = None,
        should_stop: Callable[[], bool] | None = None,
        deterministic: bool = False,
    ) -> None:
        self.best: Plan | None = None
        self.best_rank: tuple[int, ...] | None = None
        self.is_stopped = False
        self.bounds: dict[str, int] = {}
        self.level = levels[0]
        self._rank, self._levels = rank, levels
        self.reserved = 0.0
        self._time_limit, self._seed, self._workers = time_limit, seed, workers
        self._on_progress, self._should_stop = on_progress, should_stop
        self._deterministic = deterministic
        self._started = self._reported = time.monotonic()
        self._deterministic_seconds = 0.0

    def seconds(self) -> float:
        return time.monotonic() - self._started

    def remaining(self) -> float:
        """Return the seconds left, ≥ 0; 0 when stopped."""
        if self.is_stopped:
            return 0.0
        used = self._deterministic_seconds if self._deterministic else self.seconds()
        return max(0.0, self._time_limit - used)

    def reserve(self, seconds: float) -> None:
        """Set time aside that `remaining` no longer counts."""
        set_aside = min(seconds, self.remaining())
        self.reserved += set_aside
        self._time_limit -= set_aside

    def value(self, level: str) -> int | None:
        return None if self.best_rank is None else self.best_rank[self._levels.index(level)]

    def offer(self, plan: Plan) -> bool:
        """Keep the plan if it is better than the best, and tell the caller."""
        if self._rank is None:
            return False
        rank = self._rank(plan)
        if self.best_rank is not None and rank >= self.best_rank:
            return False
        self.best, self.best_rank = plan, rank
        self.report(plan)
        return True

    def raise_bound(self, level: str, bound: int) -> None:
        self.bounds[level] = max(bound, self.bounds.get(level, bound))

    def tick(self) -> None:
        """Look for Stop and report; called between the parts of long work. Raises TimeIsUp when it is."""
        self._look()
        if self.remaining() <= 0:
            raise TimeIsUp

    def _look(self) -> None:
        if not self.is_stopped and self._should_stop is not None and self._should_stop():
            self.is_stopped = True
        if time.monotonic() - self._reported >= REPORT_SECONDS:
            self.report()

    def run(
        self,
        v: Variables,
        *,
        limit: float = math.inf,
        effort: float = math.inf,
        minimise: bool = False,
        unit: int = 1,
        has_bound: bool = True,
    ) -> Outcome:
        """Solve the model for at most so many seconds; every better plan is offered on the way.

        effort: most deterministic seconds: unlike real ones they buy as much on a busy machine as on an idle one.
        minimise: the model has an objective for `level`, in `unit`ths of the level's own unit. has_bound: its bound
        is true of the whole problem. A solver that does not heed its limit is left to end by itself.
        """
        limit = min(limit, self.remaining())
        if limit <= 0:
            return Outcome(Answer.UNKNOWN, None)
        job = _Job(v.model, self._solver(limit, effort, minimise))
        late = math.inf if self._deterministic else time.monotonic() + limit + POLL_SECONDS
        try:
            while not job.done.wait(POLL_SECONDS) and not job.is_given_up:
                if has_bound:
                    self._note_bound(job, unit, minimise)
                self._take_solution(v, job)
                self._look()
                if self.is_stopped or time.monotonic() > late:
                    job.stop()
        finally:
            job.stop()  # the caller's own error, or Ctrl-C, must not leave a solver at work
        if job.error is not None:
            raise job.error
        if has_bound:
            self._note_bound(job, unit, minimise)
        self._take_solution(v, job)
        self._deterministic_seconds += job.deterministic_seconds
        return Outcome(job.answer, job.plan)

    def _take_solution(self, v: Variables, job: _Job) -> None:
        """Read the solver's newest solution, if it is new, and offer its plan."""
        solution = job.solution
        if solution is not None and solution is not job.read:
            job.read = solution
            job.plan = read_plan(v, solution)
            self.offer(job.plan)

    def _note_bound(self, job: _Job, unit: int, minimise: bool) -> None:
        if minimise and math.isfinite(job.bound):
            self.raise_bound(self.level, math.ceil(job.bound - 1e-6) // unit)

    def _solver(self, limit: float, effort: float, minimise: bool) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        if not minimise:  # measured: finding a plan takes half the time without these
            solver.parameters.linearization_level = 0
            solver.parameters.cp_model_probing_level = 0
            solver.parameters.symmetry_level = 0
        solver.parameters.num_workers = self._workers
        solver.parameters.random_seed = self._seed
        solver.parameters.catch_sigint_signal = False  # Ctrl-C belongs to the caller; its own handler can crash
        if self._deterministic:
            effort = min(effort, limit)
        else:
            solver.parameters.max_time_in_seconds = limit
        if math.isfinite(effort):
            solver.parameters.max_deterministic_time = effort
        return solver

    def report(self, plan: Plan | None = None) -> None:
        """Tell the caller the level's value and bound, and the plan if it is new."""
        self._reported = time.monotonic()
        if self._on_progress is not None:
            self._on_progress(self.level, self.value(self.level), self.bounds.get(self.level), plan, self.seconds())


class _Job:
    """A solver at work in a thread of its own; the fields are what it has found so far."""

    def __init__(self, model: cp_model.CpModel, solver: cp_model.CpSolver) -> None:
        self.solver = solver
        self.done = threading.Event()
        self.solution: list[int] | None = None
        self.read: list[int] | None = None
        self.plan: Plan | None = None
        self._stopped_at = math.inf
        self.bound = -math.inf
        self.answer = Answer.UNKNOWN
        self.deterministic_seconds = 0.0
        self.error: Exception | None = None
        threading.Thread(target=self._work, args=(model,), daemon=True, name="cp-sat").start()

    @property
    def is_given_up(self) -> bool:
        """Tell whether the solver was stopped so long ago that it is left to end by itself."""
        return time.monotonic() - self._stopped_at > GRACE_SECONDS

    def stop(self) -> None:
        """Ask the solver to stop; once it has ended this does nothing."""
        if not self.done.is_set():
            self._stopped_at = min(self._stopped_at, time.monotonic())
            self.solver.stop_search()

    def _work(self, model: cp_model.CpModel) -> None:
        try:
            self.solver.best_bound_callback = self._note_bound
            status = self.solver.solve(model, _Listener(self))
            self.deterministic_seconds = self.solver.deterministic_time
            if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                final = list(self.solver.response_proto.solution)
                self.solution = self.solution if final == self.solution else final
                self.bound = max(self.bound, self.solver.best_objective_bound)
            self.answer = {
                cp_model.OPTIMAL: Answer.OPTIMAL,
                cp_model.FEASIBLE: Answer.FEASIBLE,
                cp_model.INFEASIBLE: Answer.INFEASIBLE,
                cp_model.UNKNOWN: Answer.UNKNOWN,
            }[status]
        except Exception as error:  # handed to the caller's thread, which raises it
            self.error = error
        finally:
            self.done.set()

    def _note_bound(self, bound: float) -> None:
        self.bound = max(self.bound, bound)


class _Listener(cp_model.CpSolverSolutionCallback):
    def __init__(self, job: _Job) -> None:
        super().__init__()
        self._job = job

    def on_solution_callback(self) -> None:
        self._job.solution = list(self.response_proto.solution)
