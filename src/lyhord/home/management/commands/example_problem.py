"""Write the example's planning problem to a file: spreadsheets in, through import and adapter, JSON out."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from lyhord.common import clock
from lyhord.home.domain.demo import examples, is_loaded, load_demo
from lyhord.people.models import Employee, Trainer
from lyhord.places.models import MeetingPlace, Stop
from lyhord.planning.domain.adapter import build_problem, export_problem
from lyhord.training.models import Module


class Command(BaseCommand):
    help = "Load the example into an empty database and write its planning problem; see `lyhord plan --example`."
    requires_system_checks = ()  # they load every page; nothing is shown

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("example", choices=examples(), help="a folder of home/example")
        parser.add_argument("-o", "--output", type=Path, required=True, metavar="PROBLEM.json")
        parser.add_argument("--today", type=dt.date.fromisoformat, metavar="YYYY-MM-DD")

    def handle(self, *args: Any, example: str, output: Path, today: dt.date | None = None, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        if is_loaded():
            raise CommandError("The database is not empty; the example is loaded only into an empty one.")
        today = today or clock.today()
        demo = load_demo(now=clock.now(), today=today, example=example)
        output.write_text(export_problem(build_problem(demo.decision, today=today), _keys()), encoding="utf-8")


def _keys() -> dict[str, str]:
    keys = {str(row.pk): row.key for rows in (MeetingPlace, Employee, Trainer) for row in rows.objects.all()}
    keys |= {str(row.pk): row.code for row in Module.objects.all()}
    places: dict[str, int] = {}
    for stop in Stop.objects.select_related("place").order_by("place__key", "weekday", "starts_at", "venue", "pk"):
        places[stop.place.key] = number = places.get(stop.place.key, 0) + 1
        keys[str(stop.pk)] = f"{stop.place.key}-{number}"
    return keys
