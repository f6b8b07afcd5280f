"""Build, in the database that the environment names, a world whose plan keeps a solver busy, and queue a run of it.

Run as a program by the tests of the worker; prints the run's id.
"""

from __future__ import annotations

import os
import sys

import django

TIME_LIMIT_SECONDS = 120


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lyhord.config.settings")
    django.setup()

    from django.core.management import call_command
    from django.utils import timezone

    from lyhord.planning.domain.runs import queue_run
    from tests.factories import TODAY, make_cast, make_employee, make_module, make_place
    from tests.planning.world import make_world

    call_command("migrate", verbosity=0)
    world = make_world(make_cast(), visits=2)
    last = world.module
    for n in range(2):
        last = make_module(f"Del {n}", board=world.cast.board, clause=world.train_clause, after=last, group_min=2)
    for n in range(10):
        place = make_place(f"Exempel Plats {n}", unit=world.cast.unit, latitude=59.7 + n / 30, min_staff=2)
        for _ in range(5):
            make_employee(place=place)
    run = queue_run(
        decision=world.decision,
        asked_by=None,
        now=timezone.now(),
        today=TODAY,
        time_limit_seconds=TIME_LIMIT_SECONDS,
    )
    sys.stdout.write(f"{run.pk.hex}\n")


if __name__ == "__main__":
    main()
