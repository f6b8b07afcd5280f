"""Send malformed and half-right requests to every address as every role; no answer may be 5xx.

Run: script/bench fuzz [--requests N] [--seed N] [--processes N] [--journal FILE] [--only NUMBER]
Two of five blocks go to a site on PostgreSQL, a server of its own that is removed afterwards, the others to one on
SQLite in memory. What has been sent is kept in the journal, block by block: start it again and it goes on from there,
unless the code is another than it was. A request is its seed and its number: --only repeats one.
Prints answers by role and by class, how often each address was reached as each role, the seed and the machine; exit 1
at any answer of 5xx.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import os
import platform
import signal
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.bench.postgres import postgres
from tests.fuzz.outcome import Outcome, from_json, together

ROOT = Path(__file__).parents[2]
BLOCK = 250
ON_POSTGRESQL = {1, 3}
"""Of five blocks; a number is always sent to the same database."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2, help="two at the least: one a database")
    parser.add_argument("--journal", type=Path, default=None, help="var/fuzz-SEED.jsonl unless told")
    parser.add_argument("--only", type=int, default=None, metavar="NUMBER")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server goes with it
    with postgres() as server:
        if options.only is not None:
            with _Sites(options.seed, 2, server) as sites:
                outcome = sites.send(range(options.only, options.only + 1)).result()
            return _report(outcome, options.seed)
        journal = _Journal(options.journal or ROOT / f"var/fuzz-{options.seed}.jsonl", options.seed)
        with _Sites(options.seed, options.processes, server) as sites:
            _send_rest(sites, journal, options.requests)
    blocks = range(0, options.requests, BLOCK)
    whole = together(journal.blocks[first] for first in blocks)
    _tables(whole)
    return _report(whole, options.seed)


class _Journal:
    """What came of each block, a line a block after a line that says of what. A line cut off is not counted."""

    def __init__(self, path: Path, seed: int) -> None:
        self.path, self.blocks = path, dict[int, Outcome]()
        head = json.dumps({"seed": seed, "code": _code(), "block": BLOCK})
        path.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text() if path.exists() else ""
        lines = text[: text.rfind("\n") + 1].splitlines()
        if lines and lines[0] != head:
            raise SystemExit(f"{path} is of another seed or of other code: remove it to begin anew.")
        path.write_text("".join(f"{line}\n" for line in lines or [head]))
        for line in lines[1:]:
            first, outcome = line.split(" ", 1)
            self.blocks[int(first)] = from_json(outcome)

    def keep(self, first: int, outcome: Outcome) -> None:
        self.blocks[first] = outcome
        with self.path.open("a") as file:
            file.write(f"{first} {outcome.to_json()}\n")


def _code() -> str:
    """Return what tells this code from any other."""
    digest = hashlib.sha256()
    for folder in ("src", "tests/access", "tests/factories", "tests/fuzz"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".py", ".html", ".po"}:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


class _Sites(ExitStack):
    """Processes with a site in each, some on PostgreSQL and some on SQLite."""

    def __init__(self, seed: int, processes: int, server: str) -> None:
        super().__init__()
        context = multiprocessing.get_context("spawn")
        on_server = max(1, processes // 2)
        self._pools = {
            address: self.enter_context(ProcessPoolExecutor(count, context, _stand, (seed, address)))
            for address, count in ((server, on_server), ("", max(1, processes - on_server)))
        }

        for pool in self._pools.values():  # one that is stopped sends what it is at, not all that waits
            self.callback(pool.shutdown, wait=False, cancel_futures=True)

    def send(self, numbers: range) -> Future[Outcome]:
        on_server, on_file = self._pools.values()
        pool = on_server if numbers.start // BLOCK % 5 in ON_POSTGRESQL else on_file
        return pool.submit(_send, numbers)


def _send_rest(sites: _Sites, journal: _Journal, requests: int) -> None:
    """Send the blocks that are not in the journal, and say how it goes."""
    blocks = [range(first, min(first + BLOCK, requests)) for first in range(0, requests, BLOCK)]
    waiting = {sites.send(block): block for block in blocks if block.start not in journal.blocks}
    began, sent = time.perf_counter(), 0
    for future in as_completed(waiting):
        outcome = future.result()
        journal.keep(waiting[future].start, outcome)
        sent += outcome.requests
        done = sum(outcome.requests for outcome in journal.blocks.values())
        faults = sum(outcome.failed() for outcome in journal.blocks.values())
        rate = sent / (time.perf_counter() - began)
        sys.stderr.write(f"{done} of {requests}, {rate:.0f} a second, {faults} answers of 5xx\n")


_standing: list[Any] = []
"""Of a process: the campaign, and what holds its site."""


def _stand(seed: int, server: str) -> None:
    """Make the site of this process, in a database of its own that ends with it or with the server."""
    folder = tempfile.TemporaryDirectory()
    os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "LYHORD_DATA_DIR": folder.name}
    os.environ |= {"LYHORD_DATABASE_URL": server}
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_test_environment

    from tests.fuzz.campaign import standing

    setup_test_environment(debug=False)
    connection.settings_dict["TEST"]["NAME"] = f"fuzz_{os.getpid()}" if server else None
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    stack = ExitStack()
    _standing[:] = [stack.enter_context(standing(seed)), stack, folder]


def _send(numbers: range) -> Outcome:
    outcome: Outcome = _standing[0].send(numbers)
    return outcome


def _report(whole: Outcome, seed: int) -> int:
    say, failed = sys.stdout.write, whole.failed()
    classes = Counter[int]()
    for (_role, status), count in whole.statuses.items():
        classes[status // 100] += count
    on = ", ".join(f"{count} on {name}" for name, count in sorted(whole.databases.items()))
    posts = whole.posts or 1
    say(f"\n{whole.requests} requests, {on}; {whole.seconds / whole.requests * 1000:.0f} ms each in its process\n")
    say(f"seed {seed}; what was sent: {whole.digest[:16]}; code {_code()}\n")
    say(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    say(f"slowest {whole.slowest[0]:.2f} s: number {whole.slowest[1]}\n")
    say(f"{posts} posts: {whole.valid / posts:.0%} had a valid form, {whole.acts / posts:.0%} entered a transaction\n")
    for sentence, numbers in sorted(whole.faults.items(), key=lambda pair: -len(pair[1])):
        say(f"\nFAULT {len(numbers)} times: {sentence}\n  script/bench fuzz --seed {seed} --only {min(numbers)}\n")
        say(whole.traces[sentence])
    say(", ".join(f"{classes[n]} answers of {n}xx" for n in (2, 3, 4, 5)) + "\n")
    return 1 if failed or whole.faults else 0


def _tables(whole: Outcome) -> None:
    """Write the answers by role, and how many requests got to the view at every address as every role."""
    seen = sorted({status for _role, status in whole.statuses})
    say = sys.stdout.write
    say(f"{'role':22}" + "".join(f"{status:>8}" for status in seen) + "\n")
    for role in whole.roles:
        say(f"{role:22}" + "".join(f"{whole.statuses[role, status]:>8}" for status in seen) + "\n")
    say(f"\n{'got to the view':>15}{'fewest a role':>15}  address\n")
    for address in whole.addresses:
        by_role = [whole.reached[role, address] for role in whole.roles]
        say(f"{sum(by_role):>15}{min(by_role):>15}  {address}\n")
    cells = whole.cells()
    say(f"\n{len(whole.addresses)} addresses as {len(whole.roles)} roles: each got to its view at least ")
    say(f"{min(cells)} times, {sum(not cell for cell in cells)} never\n")


if __name__ == "__main__":
    sys.exit(main())
