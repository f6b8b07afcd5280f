"""The audit log under load: script/bench audit [--writers 32] [--rows 10000] [--processes 2] [--durable]

Starts a PostgreSQL of its own and lets the writers add rows at once from several processes. Meanwhile the log is
verified again and again, and its key exchanged once; then `lyhord audit verify` reads it. 0 false alarms, 0 rows lost,
0 gaps is the promise. At last it is tampered with in every way, at that size, each of which must be found. Exit 1 if
anything is not so.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

from tests.bench.postgres import postgres

FIRST_LOOK, SECONDS_BETWEEN_LOOKS = 5, 60


@dataclass
class Looks:
    """What was seen while the writers wrote."""

    count: int = 0
    false_alarms: int = 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/bench audit")
    parser.add_argument("--writers", type=int, default=32)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--durable", action="store_true", help="each commit on the disk before it ends")
    options = parser.parse_args()
    if options.writers % options.processes:
        parser.error("--writers must be a multiple of --processes")
    with tempfile.TemporaryDirectory() as folder, postgres(is_durable=options.durable) as address:
        for name in [name for name in os.environ if name.startswith("LYHORD_")]:
            del os.environ[name]
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "lyhord.config.settings",
            "LYHORD_DEBUG": "1",
            "LYHORD_DATA_DIR": folder,
            "LYHORD_DATABASE_URL": address,
        }
        subprocess.run([sys.executable, "-m", "lyhord", "migrate", "--verbosity", "0"], check=True)
        import django

        django.setup()
        return _measure(options)


def _measure(options: argparse.Namespace) -> int:
    began = time.perf_counter()
    expected = options.writers * options.rows + 1  # the exchange of the key
    how = "each commit on the disk" if options.durable else "as script/test starts it: commits not flushed to disk"
    print(f"machine: {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
    print(f"{options.writers} writers in {options.processes} processes × {options.rows} rows; PostgreSQL, {how}")
    failed, looks = _write(options)
    wrote = time.perf_counter() - began
    print(f"written: {expected} rows in {wrote:.0f} s, {expected / wrote:.0f} rows/s; processes that failed: {failed}")
    print(f"key exchanged once, verified {looks.count} times meanwhile; false alarms: {looks.false_alarms}", flush=True)
    is_whole = _verify_by_command(expected)
    missed = _tamper(expected)
    print(f"the whole took {time.perf_counter() - began:.0f} s")
    return 1 if failed or looks.false_alarms or not is_whole or missed else 0


def _write(options: argparse.Namespace) -> tuple[int, Looks]:
    """Let the writers write, and look after them. Returns how many processes failed."""
    share = str(options.writers // options.processes)
    command = [sys.executable, "-m", "tests.accounts.audit_writers", share, str(options.rows)]
    writing = [subprocess.Popen(command) for _ in range(options.processes)]
    looks = Looks()
    for process in writing:
        while True:
            try:
                process.wait(SECONDS_BETWEEN_LOOKS if looks.count else FIRST_LOOK)
                break
            except subprocess.TimeoutExpired:
                _look(looks)
    _look(looks)
    return sum(process.returncode != 0 for process in writing), looks


def _look(looks: Looks) -> None:
    """Exchange the key once, write a checkpoint and verify, as the worker and an operator do while others write."""
    from django.conf import settings

    from lyhord.accounts.domain.audit.checkpoints import write_checkpoint
    from lyhord.accounts.domain.audit.key_rotation import rotate_audit_key
    from lyhord.common import clock

    if not looks.count:
        rotate_audit_key(key_file=settings.KEY_FILE, checkpoints=settings.AUDIT_CHECKPOINT_FILE, now=clock.now())
    write_checkpoint(path=settings.AUDIT_CHECKPOINT_FILE, now=clock.now())
    faults = _faults()
    for fault in faults:
        print(f"FALSE ALARM: {fault}")
    looks.count += 1
    looks.false_alarms += bool(faults)


def _faults() -> tuple[str, ...]:
    from django.conf import settings
    from django.db import connection

    from lyhord.accounts.domain.audit.verify import verify
    from lyhord.common.keys import read_keys

    keys = read_keys(settings.KEY_FILE).audit
    return verify(connection, keys=keys, checkpoint_file=settings.AUDIT_CHECKPOINT_FILE).faults


def _verify_by_command(expected: int) -> bool:
    began = time.perf_counter()
    verify = [sys.executable, "-m", "lyhord", "audit", "verify"]
    verdict = subprocess.run(verify, capture_output=True, text=True, check=False)
    is_whole = verdict.returncode == 0 and f"whole: {expected} rows" in verdict.stdout
    print((verdict.stdout + verdict.stderr).strip())
    print(f"lyhord audit verify: {time.perf_counter() - began:.1f} s; false alarms: {0 if is_whole else 1}", flush=True)
    return is_whole


def _tamper(last: int) -> int:
    """Tamper in every way, each taken back afterwards. Returns how many were not found."""
    from django.db import transaction

    from tests.accounts.tampering import tamper, tamperings

    missed = 0
    kinds = tamperings(row=last // 2, last=last)
    for kind, (statements, words) in kinds.items():
        began = time.perf_counter()
        with transaction.atomic():
            tamper(*statements)
            faults = _faults()
            transaction.set_rollback(True)
        is_found = len(faults) == 1 and words in faults[0]
        missed += not is_found
        took = time.perf_counter() - began
        print(f"{'found' if is_found else 'MISSED'}: {kind} ({took:.1f} s): {' '.join(faults)}", flush=True)
    is_whole = not _faults()
    print(f"tamperings found: {len(kinds) - missed} of {len(kinds)}; whole again afterwards: {is_whole}")
    return missed + (not is_whole)


if __name__ == "__main__":
    sys.exit(main())
