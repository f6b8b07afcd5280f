"""Time how long the planner takes until nobody more can be reached, and is known to be.

Run: .venv/bin/python -m tests.bench.bench_planner [--runs N] [--time-limit SECONDS]
Each run plans the example register with another seed. Prints N, seeds, seconds and machine; exit 1 when the median of
the seconds until O1 is proven is over the limit.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from lyhord_planner.check import check
from lyhord_planner.io import problem_from_json
from lyhord_planner.plan import Plan
from lyhord_planner.problem import Problem
from lyhord_planner.solve import solve

LIMIT_SECONDS = 30


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--time-limit", type=float, default=45)
    parser.add_argument("--problem", type=Path, help="a problem file instead of the example register")
    options = parser.parse_args()
    text = options.problem.read_text(encoding="utf-8") if options.problem else _example()
    problem = problem_from_json(text)
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{len(problem.places)} places, {len(problem.employees)} employees, {len(problem.slots)} half-days")
    seconds = [_measure(problem, seed, options.time_limit) for seed in range(1, options.runs + 1)]
    median = statistics.median(seconds)
    print(f"O1 proven: median {median:.1f} s, limit {LIMIT_SECONDS} s, N={options.runs}, seeds 1–{options.runs}")
    return int(median > LIMIT_SECONDS)


def _example() -> str:
    """Return the example register as a problem, made by the command that a user runs."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"LYHORD_DATA_DIR": folder, "LYHORD_DEBUG": "1"}
        command = [sys.executable, "-m", "lyhord", "plan", "--example", "uppsala", "-o", folder, "--time-limit", "1"]
        subprocess.run(command, env=environment, check=True, capture_output=True)
        return (Path(folder) / "problem.json").read_text(encoding="utf-8")


def _measure(problem: Problem, seed: int, time_limit: float) -> float:
    """Solve once. Return the seconds until O1's value met its bound; infinite when it never did."""
    began, proven_at = time.perf_counter(), float("inf")

    def watch(level: str, value: int | None, bound: int | None, plan: Plan | None, seconds: float) -> None:
        nonlocal proven_at
        if (level == "O1" and value is not None and value == bound) or level > "O1":
            proven_at = min(proven_at, time.perf_counter() - began)

    result = solve(problem, time_limit=time_limit, seed=seed, on_progress=watch)
    broken = check(problem, result.plan) if result.plan else "no plan"
    levels = ", ".join(f"{x.id} {x.value} ≥ {x.bound}{' proven' if x.proven else ''}" for x in result.levels)
    print(f"seed {seed}: {proven_at:.1f} s; {levels}; broken rules: {len(broken)}")
    return proven_at if result.levels[0].proven else float("inf")


if __name__ == "__main__":
    sys.exit(main())
