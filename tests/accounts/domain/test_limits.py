"""Tries are counted exactly, also by several processes at once, and the count tells nothing about who tried."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from lyhord.accounts.domain.limits import TooManyTries, give_back, key_of, sweep_limits, take
from lyhord.accounts.models import RateLimit

NOW = dt.datetime(2025, 10, 6, 8, 0, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)


def tries(count: int, now: dt.datetime, *, key: str = "k", limit: int = 3, per_seconds: int = 60) -> list[int | None]:
    """Return for each try None, or how long it must wait."""
    outcomes: list[int | None] = []
    for _ in range(count):
        try:
            take(key, limit, per_seconds, now)
            outcomes.append(None)
        except TooManyTries as error:
            outcomes.append(error.retry_after_seconds)
    return outcomes


@pytest.mark.django_db
def test_as_many_as_allowed_and_then_one_each_time_a_place_is_free() -> None:
    assert tries(5, NOW) == [None, None, None, 20, 20]
    assert tries(1, NOW + 19 * SECOND) == [1]
    assert tries(2, NOW + 20 * SECOND) == [None, 20]
    assert tries(4, NOW + 200 * SECOND) == [None, None, None, 20]


@pytest.mark.django_db
def test_a_refused_try_is_not_counted() -> None:
    tries(3, NOW)
    before = RateLimit.objects.get().empty_at
    tries(50, NOW)
    assert RateLimit.objects.get().empty_at == before


@pytest.mark.django_db
def test_buckets_do_not_touch_each_other_and_a_try_can_be_given_back() -> None:
    assert tries(3, NOW, key="a") == [None] * 3
    assert tries(1, NOW, key="b") == [None]
    give_back("a", 3, 60)
    assert tries(2, NOW, key="a") == [None, 20]


@pytest.mark.django_db
def test_a_clock_that_is_set_back_shuts_nobody_out() -> None:
    tries(3, NOW)
    assert tries(4, NOW - dt.timedelta(days=1)) == [None, 20, 20, 20]


@pytest.mark.django_db
def test_empty_buckets_are_removed_and_others_stay() -> None:
    tries(1, NOW, key="a")
    tries(3, NOW, key="b")
    sweep_limits(NOW + 21 * SECOND, lambda: False)
    assert list(RateLimit.objects.values_list("key", flat=True)) == ["b"]


def test_a_key_is_of_one_length_tells_no_name_and_keeps_its_parts_apart() -> None:
    key = key_of("sign-in", "medarbetare", "192.0.2.7")
    assert len(key) == 64 and "medarbetare" not in key
    assert key_of("ab", "c") != key_of("a", "bc")
    assert len(key_of("sign-in", "\ud800")) == 64


TAKER = """
import datetime as dt, sys, django
django.setup()
from lyhord.accounts.domain.limits import TooManyTries, take
print("ready", flush=True)
sys.stdin.readline()
taken = 0
for _ in range(30):
    try:
        take("shared", 40, 3600, dt.datetime(2025, 10, 6, 8, tzinfo=dt.UTC))
        taken += 1
    except TooManyTries:
        pass
print(taken)
"""


def database_for_others(folder: Path) -> dict[str, str]:
    """Return the environment in which other processes reach a database that has the tables."""
    environment = {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    if connection.vendor == "postgresql":
        held = connection.settings_dict
        return environment | {"LYHORD_DATABASE_URL": f"postgresql://{held['USER']}@/{held['NAME']}?host={held['HOST']}"}
    environment |= {"LYHORD_DATA_DIR": str(folder)}
    migrate = [sys.executable, "-m", "lyhord", "migrate", "accounts", "--verbosity", "0"]
    subprocess.run(migrate, env=os.environ | environment, check=True, capture_output=True)
    return environment


@pytest.mark.django_db(transaction=True)
def test_four_processes_at_once_get_exactly_what_is_allowed(tmp_path: Path) -> None:
    environment = os.environ | database_for_others(tmp_path)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", TAKER],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for process in processes:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    outputs = [process.communicate(timeout=120)[0] for process in processes]
    assert sum(int(text) for text in outputs) == 40
