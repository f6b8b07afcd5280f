"""Races for seats and attendance: script/bench races [--n 5000]

Starts a PostgreSQL of its own, lets people act on the same session at the same moment, and counts from the rows: 0
over-full, 0 lost, 0 doubled is the promise. Exit 1 if anything is not so.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time

from tests.bench.postgres import postgres


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/bench races")
    parser.add_argument("--n", type=int, default=5000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, postgres() as address:
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
        from tests.factories import make_cast
        from tests.training.races import Track

        print(f"machine: {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}; PostgreSQL")
        began = time.perf_counter()
        tally = Track(make_cast()).run(options.n)
        print(tally)
        print(f"{time.perf_counter() - began:.0f} s, {options.n / (time.perf_counter() - began):.1f} races/s")
        return int(not tally.is_clean)


if __name__ == "__main__":
    sys.exit(main())
