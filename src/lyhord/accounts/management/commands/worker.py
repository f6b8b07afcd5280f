"""The worker: runs the sweeps until it is told to end. Any number of workers may run at once."""

from __future__ import annotations

import argparse
import datetime as dt
import signal
import threading
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections, connections
from django.utils import timezone

from lyhord.accounts.domain.sweeps import registered_sweeps, run_sweeps
from lyhord.accounts.models import SweepRun

URGENT_SECONDS = 1.0


class Command(BaseCommand):
    help = "Run what is queued and what is due, until SIGTERM or Ctrl-C."
    requires_system_checks = ()  # they load every page; the worker shows none

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="run everything once and end")

    def handle(self, *args: Any, once: bool = False, **options: Any) -> None:
        stop = threading.Event()
        if once:
            for is_urgent in (True, False):
                _run(is_urgent, stop)
            return
        self._listen_for_the_end(stop)
        self.stdout.write("worker: started")
        # Somebody may wait a minute for a plan; what is merely due goes on beside it.
        due = threading.Thread(target=_repeat, args=(stop, False, settings.SWEEP_SECONDS), name="due")
        due.start()
        _repeat(stop, True, min(URGENT_SECONDS, settings.SWEEP_SECONDS))
        due.join()
        self.stdout.write("worker: ended")

    def _listen_for_the_end(self, stop: threading.Event) -> None:
        def end(number: int, frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)


def _run(is_urgent: bool, stop: threading.Event) -> None:
    """Run the sweeps of the kind once. Of those that nobody waits for, when they were done is kept for the doctor."""
    run_sweeps(
        registered_sweeps(is_urgent=is_urgent),
        now=timezone.now,
        stopping=stop.is_set,
        finished=None if is_urgent else note_finished,
    )


def note_finished(name: str, at: dt.datetime) -> None:
    SweepRun.objects.update_or_create(name=name, defaults={"finished_at": at})


def _repeat(stop: threading.Event, is_urgent: bool, seconds: float) -> None:
    """Run the sweeps of the kind every so many seconds until `stop` is set."""
    try:
        while not stop.is_set():
            close_old_connections()
            _run(is_urgent, stop)
            stop.wait(seconds)
    finally:
        connections.close_all()
