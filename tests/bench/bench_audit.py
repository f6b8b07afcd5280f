"""The audit log under load: script/bench audit [--writers 32] [--rows 10000] [--processes 4]

Starts a PostgreSQL of its own, lets the writers add rows at once from several processes, then verifies the log with
`lyhord audit verify`. 0 false alarms, 0 rows lost, 0 gaps is the promise.
"""

from __future__ import annotations

import argparse
import os
import platform
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/bench audit")
    parser.add_argument("--writers", type=int, default=32)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--processes", type=int, default=4)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    try:
        start = _postgres(folder)
        environment = {name: text for name, text in os.environ.items() if not name.startswith("LYHORD_")} | {
            "LYHORD_DEBUG": "1",
            "LYHORD_DATA_DIR": str(folder / "data"),
            "LYHORD_DATABASE_URL": f"postgresql://postgres@/postgres?host={folder}",
        }
        return _measure(options, environment)
    finally:
        subprocess.run([*start[0], "stop", "-m", "immediate"], check=False, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


def _postgres(folder: Path) -> list[list[str]]:
    """Start a server in the folder, and return how to control it."""
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    as_postgres: list[str] = []
    if os.geteuid() == 0:
        os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
        as_postgres = ["runuser", "-u", "postgres", "--"]
    cluster = str(folder / "cluster")
    run = [*as_postgres, str(programs / "initdb"), "-D", cluster, "-U", "postgres", "-A", "trust", "--no-sync"]
    subprocess.run([*run, "-E", "UTF8", "--locale=C.UTF-8"], check=True, capture_output=True, cwd=folder)
    control = [*as_postgres, str(programs / "pg_ctl"), "-D", cluster]
    settings = f"-k {folder} -c listen_addresses='' -c max_connections=120"
    subprocess.run(
        [*control, "-l", str(folder / "log"), "-w", "-o", settings, "start"],
        check=True,
        cwd=folder,
        stdout=subprocess.DEVNULL,
    )
    return [control]


def _measure(options: argparse.Namespace, environment: dict[str, str]) -> int:
    subprocess.run([sys.executable, "-m", "lyhord", "migrate", "--verbosity", "0"], env=environment, check=True)
    share = options.writers // options.processes
    command = [sys.executable, "-m", "tests.accounts.audit_writers", str(share), str(options.rows)]
    began = time.perf_counter()
    writing = [subprocess.Popen(command, env=environment) for _ in range(options.processes)]
    failed = sum(process.wait() != 0 for process in writing)
    wrote = time.perf_counter() - began
    began = time.perf_counter()
    verify = [sys.executable, "-m", "lyhord", "audit", "verify"]
    verdict = subprocess.run(verify, env=environment, capture_output=True, text=True, check=False)
    expected = share * options.processes * options.rows
    is_whole = verdict.returncode == 0 and f"whole: {expected} rows" in verdict.stdout
    print(f"machine: {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
    print(
        f"{share * options.processes} writers in {options.processes} processes × {options.rows} rows: {wrote:.1f} s, "
        f"{expected / wrote:.0f} rows/s (each commit on the disk); writers that failed: {failed} processes"
    )
    print(f"verify: {time.perf_counter() - began:.1f} s; false alarms: {0 if is_whole else 1}")
    print((verdict.stdout + verdict.stderr).strip())
    return 0 if is_whole and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
