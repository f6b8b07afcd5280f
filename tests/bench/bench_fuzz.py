"""Send malformed and half-right requests to every address as every role; no answer may be 5xx.

Run: script/bench fuzz [--requests N] [--seed N] [--processes N] [--only NUMBER]
On SQLite in memory, or on the PostgreSQL server that LYHORD_DATABASE_URL names, in databases of its own that are
removed afterwards. A request is its seed and its number: --only repeats one and shows where it failed.
Prints statuses by role, how often each address was reached as each role, the seed and the machine; exit 1 at any
answer of 5xx.
"""

from __future__ import annotations

import argparse
import logging
import multiprocessing
import os
import platform
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor

from tests.fuzz.outcome import Outcome, together


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--only", type=int, default=None, metavar="NUMBER")
    options = parser.parse_args()
    began = time.perf_counter()
    if options.only is not None:
        outcomes = [_run((options.only + 1, options.seed, options.only, 1, True))]
    else:
        jobs = [(options.requests, options.seed, n, options.processes, False) for n in range(options.processes)]
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(options.processes, mp_context=context) as pool:
            outcomes = list(pool.map(_run, jobs))
    return _report(outcomes, options.seed, time.perf_counter() - began)


def _run(job: tuple[int, int, int, int, bool]) -> Outcome:
    """Run every `step`-th request in a database of this process's own."""
    requests, seed, first, step, is_loud = job
    if not is_loud:
        logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "LYHORD_DATA_DIR": folder}
        import django

        django.setup()
        from django.db import connection
        from django.test.utils import setup_test_environment

        setup_test_environment(debug=False)
        name = connection.settings_dict["NAME"]
        connection.settings_dict["TEST"]["NAME"] = (
            None if connection.vendor == "sqlite" else f"fuzz_{first}_{os.getpid()}"
        )
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        from tests.fuzz.campaign import run_campaign

        try:
            return run_campaign(requests=requests, seed=seed, first=first, step=step)
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)


def _report(outcomes: list[Outcome], seed: int, seconds: float) -> int:
    """Write the figures. A run of one request says only what became of it."""
    whole = together(outcomes)
    say = sys.stdout.write
    if len(whole.reached) > 1:
        _tables(whole)
    sending = max(outcome.seconds for outcome in outcomes)
    failed = sum(count for counts in whole.statuses.values() for status, count in counts.items() if status >= 500)
    posts = whole.posts or 1
    say(f"\n{whole.requests} requests in {seconds:.0f} s, {whole.requests / sending:.0f} a second once all stood, ")
    say(f"{len(outcomes)} processes on {whole.database}, seed {seed}\n")
    say(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    say(f"slowest {whole.slowest[0]:.2f} s: number {whole.slowest[1]}; what was sent: {whole.digest}\n")
    say(f"{posts} posts: {whole.valid / posts:.0%} had a valid form, {whole.acts / posts:.0%} entered a transaction\n")
    for sentence, numbers in sorted(whole.faults.items(), key=lambda pair: -len(pair[1])):
        say(f"FAULT {len(numbers)} times: {sentence}\n  script/bench fuzz --seed {seed} --only {min(numbers)}\n")
    say(f"answers of 5xx: {failed}\n")
    return 1 if failed or whole.faults else 0


def _tables(whole: Outcome) -> None:
    """Write the answers by role, and how many requests got to the view at every address as every role."""
    seen = sorted({status for counts in whole.statuses.values() for status in counts})
    say = sys.stdout.write
    say(f"{'role':22}" + "".join(f"{status:>8}" for status in seen) + "\n")
    for role, counts in sorted(whole.statuses.items()):
        say(f"{role:22}" + "".join(f"{counts[status]:>8}" for status in seen) + "\n")
    say(f"\n{'got to the view':>15}{'fewest a role':>15}  address\n")
    for address in whole.addresses:
        by_role = [whole.reached[role, address] for role in whole.roles]
        say(f"{sum(by_role):>15}{min(by_role):>15}  {address}\n")
    cells = whole.cells()
    say(f"\n{len(whole.addresses)} addresses as {len(whole.roles)} roles: each got to its view at least ")
    say(f"{min(cells)} times, {sum(not cell for cell in cells)} never\n")


if __name__ == "__main__":
    sys.exit(main())
