"""Time the coverage pages with 150 places and 1,500 employees.

Run: .venv/bin/python -m tests.bench.bench_coverage [--places N] [--employees N] [--seed N] [--rounds N]
Prints what was measured and on what machine; exit 1 when a median is over the limit.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

LIMIT_MS = 300


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, default=150)
    parser.add_argument("--employees", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _set_up(Path(folder))
        return _measure(options)


def _set_up(folder: Path) -> None:
    """Start Django on an empty SQLite file of its own as the server does: neither debugging nor noted templates."""
    os.environ |= {"LYHORD_DATA_DIR": str(folder), "LYHORD_DEBUG": "0", "LYHORD_HTTPS": "0"}
    os.environ |= {"LYHORD_HOSTS": "testserver", "DJANGO_SETTINGS_MODULE": "lyhord.config.settings"}
    os.environ.pop("LYHORD_TODAY", None)
    from lyhord.common.keys import key_file, make_keys

    make_keys(key_file(os.environ))
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    import lyhord.config.wsgi  # noqa: F401  # the server's own way to start, which settles the garbage collector


def _measure(options: argparse.Namespace) -> int:
    from django.test import Client

    from lyhord.accounts.enums import Role
    from lyhord.accounts.permissions import can
    from lyhord.common import clock
    from lyhord.coverage.domain.board import overview
    from lyhord.people.models import Employee
    from lyhord.places.models import MeetingPlace
    from tests.bench.coverage_world import build_world
    from tests.factories.rows import make_user, sign_in_as

    today = clock.today()
    decision = build_world(places=options.places, employees=options.employees, today=today, seed=options.seed)
    visits, training = decision.clauses.all()
    user = make_user((Role.COORDINATOR, decision.owner))
    if not can(user, "coverage.view_names", training):
        raise SystemExit("the user of the benchmark may not see the page")
    client = sign_in_as(Client(), user)
    print(f"N = {MeetingPlace.objects.count()} places, {Employee.objects.count()} employees; seed {options.seed}")
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    pages: dict[str, Callable[[], object]] = {
        "coverage page, training": lambda: _open(client, f"/tackning/{training.pk}/"),
        "coverage page, training, a past day": lambda: _open(
            client, f"/tackning/{training.pk}/?datum={today - dt.timedelta(days=20)}"
        ),
        "coverage page, visits": lambda: _open(client, f"/tackning/{visits.pk}/"),
        "overview(), without template": lambda: overview(decision, as_of=today),
    }
    medians = [_time(name, page, options.rounds) for name, page in pages.items()]
    return int(max(medians) > LIMIT_MS)


def _open(client: object, path: str) -> None:
    response = client.get(path)  # type: ignore[attr-defined]  # django.test.Client is imported after set-up
    if response.status_code != 200:
        raise SystemExit(f"{path} answered {response.status_code}")


def _time(name: str, page: Callable[[], object], rounds: int) -> float:
    page()
    walls, cpus = [], []
    for _ in range(rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        page()
        walls.append(1000 * (time.perf_counter() - wall))
        cpus.append(1000 * (time.process_time() - cpu))
    median = statistics.median(walls)
    print(
        f"{name}: median {median:.0f} ms, slowest {max(walls):.0f} ms, "
        f"of which processor {statistics.median(cpus):.0f} ms ({rounds} rounds, limit {LIMIT_MS} ms)"
    )
    return median


if __name__ == "__main__":
    sys.exit(main())
