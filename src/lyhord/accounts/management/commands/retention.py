"""Disposal by hand: after a restore, and after a stop by the clock."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from lyhord.accounts.domain.retention.ledger import LedgerKeyGone, LedgerTampered, reapply
from lyhord.accounts.domain.retention.passes import resume
from lyhord.accounts.management.operator import OperatorCommand
from lyhord.accounts.models import Erasure
from lyhord.common import clock


class Command(OperatorCommand):
    help = "reapply: destroy again what had gone before a restore. resume: the clock is right, go on."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("act", choices=["reapply", "resume"])
        parser.add_argument("--ledger", type=Path, default=None, metavar="FILE", help="another ledger of erasures")

    def handle(self, *args: Any, act: str, ledger: Path | None, **options: Any) -> None:
        if act == "resume":
            resume(now=clock.now())
            self.stdout.write("The next pass may run.")
            return
        path = ledger or settings.ERASURE_FILE
        if not path.is_file():
            if ledger or Erasure.objects.filter(is_written=True).exists():
                raise CommandError(f"There is no ledger {path}. Put back the newest one. Nothing was destroyed.")
            self.stdout.write(f"There is no ledger {path}. Has anything been erased, put back the newest one first.")
            return
        try:
            count = reapply(path=path, now=clock.now())
        except LedgerKeyGone as fault:
            raise CommandError(
                f"Line {fault} of the ledger is signed with a key that is not in {settings.KEY_FILE}. "
                "Put back its newest copy. Nothing was destroyed."
            ) from None
        except LedgerTampered as fault:
            raise CommandError(f"Line {fault} of the ledger is not ours. Nothing was destroyed.") from fault
        self.stdout.write(f"{count} rows were destroyed again.")
