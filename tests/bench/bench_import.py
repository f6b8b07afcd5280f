"""How long the preview of a big file takes: .venv/bin/python -m tests.bench.bench_import [ROWS]

Prints N, seed, the medians of three in seconds, and the machine; against an empty register and against a full one.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

SEED = 657
REPEATS = 3


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"LYHORD_DEBUG": "1", "LYHORD_DATA_DIR": folder}
        os.environ["DJANGO_SETTINGS_MODULE"] = "lyhord.config.settings"
        import django

        django.setup()
        measure(rows)


def measure(rows: int) -> None:
    from django.core.management import call_command

    from lyhord.imports.domain.kinds import kind_of
    from lyhord.imports.domain.runs import apply_import, take_in
    from tests.factories import make_board, make_place, make_unit

    call_command("migrate", verbosity=0)
    board = make_board()
    for number in range(150):
        make_place(f"Exempel {number}", unit=make_unit(board), key=f"tp{number}", is_open=False)
    content = staff_workbook(rows)
    now = dt.datetime(2025, 10, 6, 9, tzinfo=dt.UTC)

    def preview() -> object:
        return take_in(
            kind=kind_of("employees"), owner=board, filename="p.xlsx", content=content, uploaded_by=None, now=now
        )

    print(f"N={rows} rows, {len(content):,} bytes, seed={SEED}, {machine()}")
    report("preview, empty register", preview)
    run = preview()
    began = time.perf_counter()
    apply_import(run=run, applied_by=None, now=now)  # type: ignore[arg-type]  # an ImportRun
    print(f"apply, once: {time.perf_counter() - began:.1f} s")
    report("preview, full register (nothing changes)", preview)


def report(name: str, act: Callable[[], object]) -> None:
    """Print the medians of wall and processor time: on a machine with other work the wall tells of that too."""
    wall, processor = [], []
    for _ in range(REPEATS):
        began, began_processor = time.perf_counter(), time.process_time()
        act()
        wall.append(time.perf_counter() - began)
        processor.append(time.process_time() - began_processor)
    print(
        f"{name}: median of {REPEATS} {statistics.median(wall):.1f} s ({min(wall):.1f}–{max(wall):.1f}), "
        f"of which processor {statistics.median(processor):.1f} s"
    )


def staff_workbook(rows: int) -> bytes:
    """Return a file as an HR system exports it, 15 columns wide."""
    from tests.imports.files import xlsx

    rng = random.Random(SEED)
    headings = (
        "Anställningsnummer;Namn;Befattning;Anställningsform;Arbetsplats;Sysselsättningsgrad;Anställd fr.o.m.;"
        "Anställd t.o.m.;Vecka;Mån;Tis;Ons;Tor;Fre;Språk"
    )
    table: list[list[object]] = [list(headings.split(";"))]
    for number in range(rows):
        since = dt.date(2010, 1, 4) + dt.timedelta(days=rng.randrange(5000))
        hours = [rng.choice(("8-17", "8-16.30", "ledig")) for _ in range(5)]
        person = [f"A{number}", f"Exempel Person {number}", "Aktivitetsledare", "Tillsvidare", f"tp{number % 150}"]
        table.append([*person, rng.choice((50, 75, 100)), since, None, 1, *hours, rng.choice((None, "finska"))])
    return xlsx({"Personal": table})


def machine() -> str:
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.processor(),
    )
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}"


if __name__ == "__main__":
    main()
