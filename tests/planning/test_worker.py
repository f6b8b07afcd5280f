"""The worker as a real process, killed in the middle of a run. It has a database of its own, in a file."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from lyhord.planning.domain.runs import LEASE_SECONDS

STOP_SECONDS = 2.0
MARGIN_SECONDS = 4.0
"""Other tests share the cores; on an idle machine Stop takes under two seconds."""


class Site:
    """A database file with a queued run, and the workers that are started on it."""

    def __init__(self, folder: Path) -> None:
        self.environment = {key: value for key, value in os.environ.items() if key != "LYHORD_DATABASE_URL"} | {
            "LYHORD_DATA_DIR": str(folder),
            "LYHORD_SWEEP_SECONDS": "1",
            "LYHORD_DEBUG": "1",
        }
        self.file = folder / "lyhord.sqlite3"
        built = subprocess.run(
            [sys.executable, "-m", "tests.planning.queued_world"],
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        self.run_id = built.stdout.split()[-1]
        self.workers: list[subprocess.Popen[bytes]] = []

    def start_worker(self) -> subprocess.Popen[bytes]:
        worker = subprocess.Popen(
            [sys.executable, "-m", "lyhord", "worker"], env=self.environment, stdout=subprocess.DEVNULL
        )
        self.workers.append(worker)
        return worker

    def run(self) -> dict[str, Any]:
        with sqlite3.connect(self.file, timeout=20) as database:
            database.row_factory = sqlite3.Row
            row = database.execute("SELECT * FROM planning_planrun WHERE id = ?", [self.run_id]).fetchone()
            return dict(row)

    def update(self, column: str, moment: dt.datetime) -> None:
        text = moment.strftime("%Y-%m-%d %H:%M:%S.%f")
        with sqlite3.connect(self.file, timeout=20) as database:
            database.execute(f"UPDATE planning_planrun SET {column} = ? WHERE id = ?", [text, self.run_id])  # noqa: S608 (a column named by the test)

    def progress_times(self) -> list[dt.datetime]:
        with sqlite3.connect(self.file, timeout=20) as database:
            rows = database.execute("SELECT at FROM planning_planprogress ORDER BY id").fetchall()
        return [dt.datetime.fromisoformat(row[0]) for row in rows]

    def wait_for(self, condition: Callable[[dict[str, Any]], bool], seconds: float = 90) -> dict[str, Any]:
        deadline = time.monotonic() + seconds
        while not condition(row := self.run()):
            assert time.monotonic() < deadline, f"nothing happened; the run is {row['state']}"
            time.sleep(0.1)
        return row


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path)
    yield site
    for worker in site.workers:
        if worker.poll() is None:
            worker.kill()
            worker.wait()


def test_a_killed_worker_loses_no_found_plan_and_stop_keeps_the_best(site: Site) -> None:
    first = site.start_worker()
    site.wait_for(lambda row: row["best"] is not None)
    first.send_signal(signal.SIGKILL)
    first.wait()
    killed = site.run()
    assert killed["state"] == "running"
    found = json.loads(killed["best"])["sessions"]

    site.update("heartbeat_at", dt.datetime.now(dt.UTC) - dt.timedelta(seconds=LEASE_SECONDS + 1))
    second = site.start_worker()
    taken_over = site.wait_for(lambda row: row["attempts"] == 2)
    assert taken_over["best"] is not None
    site.wait_for(lambda row: row["heartbeat_at"] > taken_over["heartbeat_at"] or row["ended_at"] is not None)

    asked = time.monotonic()
    site.update("stop_asked_at", dt.datetime.now(dt.UTC))
    ended = site.wait_for(lambda row: row["ended_at"] is not None)
    assert time.monotonic() - asked < STOP_SECONDS + MARGIN_SECONDS
    assert ended["state"] in {"stopped", "done"}
    result = json.loads(ended["result"])
    attendances = sum(len(session["attendees"]) for session in result["plan"]["sessions"])
    assert attendances >= sum(len(session["attendees"]) for session in found)

    second.terminate()
    assert second.wait(timeout=30) == 0
    with sqlite3.connect(site.file) as database:
        assert database.execute("SELECT COUNT(*) FROM planning_plandraft").fetchone() == (1,)


def test_values_and_bounds_are_written_at_least_every_two_seconds(site: Site) -> None:
    site.start_worker()
    site.wait_for(lambda row: row["best"] is not None)
    time.sleep(5)
    site.update("stop_asked_at", dt.datetime.now(dt.UTC))
    site.wait_for(lambda row: row["ended_at"] is not None)
    times = site.progress_times()
    gaps = [(b - a).total_seconds() for a, b in pairwise(times)]
    assert len(times) >= 3
    assert sorted(gaps)[len(gaps) // 2] <= 2
