"""Get the demo ready to be served: database, static files, example rows, a first plan in the queue."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from lyhord.common import clock
from lyhord.home.domain.demo import is_loaded, load_demo
from lyhord.planning.domain.runs import queue_run

PLAN_SECONDS = 120
"""Long enough on a small machine; the page shows the best plan so far, and Stop ends it."""


class Command(BaseCommand):
    help = "Make the demo ready to be served. What is there already is kept."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Only with LYHORD_DEMO=1; use script/demo.")
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if is_loaded():
            self.stdout.write("The demo is there already, with what you have changed.")
            return
        demo = load_demo(now=clock.now(), today=clock.today())
        queue_run(
            decision=demo.decision,
            asked_by=demo.coordinator,
            now=clock.now(),
            today=clock.today(),
            time_limit_seconds=PLAN_SECONDS,
        )
        self.stdout.write("The example register is loaded. A first plan will be computed while you watch.")
