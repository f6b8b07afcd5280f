"""Time the pages of sessions and people: script/bench sessions [--sessions 10000] [--attendances 100000] [--rounds N]

Starts a PostgreSQL of its own and fills it, with a seed: staff at 150 places, sessions of forty modules over several
years, four of which the decision requires, a fifth of the sessions to come. Prints medians; exit 1 when one is over the
limit.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bench.bench_coverage import LIMIT_MS, _open, _time
from tests.bench.postgres import postgres

PLACES, MODULES, REQUIRED = 150, 40, 4


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/bench sessions")
    parser.add_argument("--sessions", type=int, default=10_000)
    parser.add_argument("--attendances", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, postgres() as address:
        _set_up(Path(folder), address)
        return _measure(options)


def _set_up(folder: Path, address: str) -> None:
    """Start Django on the database as the server does: neither debugging nor noted templates."""
    for name in [name for name in os.environ if name.startswith("LYHORD_")]:
        del os.environ[name]
    os.environ |= {"LYHORD_DATA_DIR": str(folder), "LYHORD_DEBUG": "0", "LYHORD_HTTPS": "0"}
    os.environ |= {"LYHORD_HOSTS": "testserver", "DJANGO_SETTINGS_MODULE": "lyhord.config.settings"}
    os.environ["LYHORD_DATABASE_URL"] = address
    from lyhord.common.keys import key_file, make_keys

    make_keys(key_file(os.environ))
    for command in (["migrate", "--verbosity", "0"], ["collectstatic", "--verbosity", "0", "--no-input"]):
        subprocess.run([sys.executable, "-m", "lyhord", *command], check=True)
    import django

    django.setup()
    import lyhord.config.wsgi  # noqa: F401  # the server's own way to start, which settles the garbage collector


def _measure(options: argparse.Namespace) -> int:
    from django.db import connection
    from django.test import Client

    from lyhord.accounts.enums import Role
    from lyhord.people.models import Employee
    from lyhord.training.models import Attendance, TrainingSession
    from tests.factories.rows import make_user, sign_in_as

    board, person = _fill(options)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = sign_in_as(Client(), make_user((Role.COORDINATOR, board)))
    counts = f"{TrainingSession.objects.count()} sessions, {Attendance.objects.count()} attendances"
    print(f"N = {counts}, {Employee.objects.count()} employees; seed {options.seed}; PostgreSQL")
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    pages: dict[str, Callable[[], object]] = {
        "session list": lambda: _open(client, "/utbildning/"),
        "session list, all of them": lambda: _open(client, "/utbildning/?nar=alla"),
        "person page": lambda: _open(client, f"/personer/{person}/"),
        "person's coverage": lambda: _open(client, f"/tackning/personer/{person}/"),
        "person's calendar": lambda: _open(client, f"/kalender/person/{person}/"),
        "catch-up list": lambda: _open(client, "/tackning/ny-tid/"),
        "staff's times": lambda: _open(client, "/utbildning/tider/medarbetare/"),
    }
    medians = [_time(name, page, options.rounds) for name, page in pages.items()]
    return int(max(medians) > LIMIT_MS)


def _fill(options: argparse.Namespace) -> tuple[object, object]:
    """Return the board and one of its people. About one attendance in twenty is an absence."""
    from lyhord.common import clock
    from lyhord.people.models import Employee, Employment
    from lyhord.places.models import MeetingPlace
    from tests.factories.rows import make_board, make_clauses, make_decision, make_module, make_unit

    draw, today = random.Random(options.seed), clock.today()
    board = make_board()
    decision = make_decision(
        board, starts_on=today - dt.timedelta(days=900), ends_before=today + dt.timedelta(days=900)
    )
    _visits, clause = make_clauses(decision)
    clause.definitions.update(adopted_on=today - dt.timedelta(days=900))
    unit = make_unit(board)
    places = MeetingPlace.objects.bulk_create(
        MeetingPlace(
            owner=board, unit=unit, key=f"tp{n}", name=f"Exempel {n:03}", latitude=59 + draw.random(), longitude=17
        )
        for n in range(PLACES)
    )
    people = Employee.objects.bulk_create(
        Employee(owner=board, key=f"a{n}", name=f"Exempel Person {n:05}") for n in range(options.attendances // 28)
    )
    Employment.objects.bulk_create(
        Employment(employee=person, place=draw.choice(places), starts_on=today - dt.timedelta(days=2000))
        for person in people
    )
    modules = [
        make_module(f"Modul {n}", clause=clause if n < REQUIRED else None, order=n, group_max=12)
        for n in range(MODULES)
    ]
    _rows(options, modules, places, people, today, draw)
    return board, people[0].pk


def _rows(options, modules, places, people, today, draw) -> None:  # type: ignore[no-untyped-def]  # models are imported after set-up
    """Let the people go through the modules in groups; a fifth of the sessions are to come, half their seats taken."""
    from lyhord.training.enums import BookingState, Outcome, SessionState
    from lyhord.training.models import Attendance, Booking, TrainingSession
    from tests.factories.rows import at

    coming = options.sessions // 5
    group = options.attendances // (options.sessions - coming)
    sessions, bookings, attendances = [], [], []
    queues = {module.pk: draw.sample(people, len(people)) for module in modules}
    for number in range(options.sessions):
        module, is_coming = modules[number % MODULES], number < coming
        day = today + dt.timedelta(days=draw.randint(1, 200) if is_coming else -draw.randint(1, 800))
        session = TrainingSession(
            owner=places[0].owner,
            module=module,
            place=draw.choice(places),
            starts_at=at(day, 9),
            ends_at=at(day, 11),
            state=SessionState.PLANNED if is_coming else SessionState.HELD,
        )
        sessions.append(session)
        queue = queues[module.pk]
        if len(queue) < group:
            queue.extend(draw.sample(people, len(people)))
        chosen = {queue.pop().pk: None for _n in range(group // 2 if is_coming else group)}
        for id in chosen:
            outcome = Outcome.ABSENT if draw.random() < 0.05 else Outcome.PRESENT
            state = BookingState.INVITED if is_coming else BookingState(outcome)
            bookings.append(Booking(session=session, employee_id=id, state=state, since=at(day, 8)))
            if not is_coming:
                attendances.append(
                    Attendance(session=session, employee_id=id, outcome=outcome, recorded_at=at(day, 12))
                )
    TrainingSession.objects.bulk_create(sessions, batch_size=2000)
    Booking.objects.bulk_create(bookings, batch_size=5000)
    Attendance.objects.bulk_create(attendances, batch_size=5000)


if __name__ == "__main__":
    sys.exit(main())
