"""Verify the audit log, or write a checkpoint now."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection

from lyhord.accounts.domain.audit.checkpoints import write_checkpoint
from lyhord.accounts.domain.audit.verify import verify
from lyhord.accounts.management.operator import OperatorCommand
from lyhord.common import clock


class Command(OperatorCommand):
    help = "verify: tell whether the audit log is whole; exit code 1 when it is not. checkpoint: write one now."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("act", choices=["verify", "checkpoint"])
        parser.add_argument("--checkpoints", type=Path, default=None, metavar="FILE", help="another checkpoint file")

    def handle(self, *args: Any, act: str, checkpoints: Path | None, **options: Any) -> None:
        if checkpoints and not checkpoints.is_file():
            raise CommandError(f"There is no checkpoint file {checkpoints}.")
        path = checkpoints or settings.AUDIT_CHECKPOINT_FILE
        if act == "checkpoint":
            is_new = write_checkpoint(path=path, now=clock.now())
            self.stdout.write("A checkpoint was written." if is_new else "Nothing has happened since the last one.")
            return
        verdict = verify(connection, keys=settings.KEYS.audit, checkpoint_file=path)
        if not verdict.is_whole:
            for fault in verdict.faults:
                self.stderr.write(fault)
            sys.exit(1)
        rows, agreed = verdict.rows, verdict.checkpoints
        agree = "checkpoint agrees" if agreed == 1 else "checkpoints agree"
        self.stdout.write(f"The audit log is whole: {rows} row{'s' * (rows != 1)}, {agreed} {agree}.")
        if not verdict.checkpoints:
            self.stdout.write("No checkpoint has been written yet: that nothing is cut off at its end cannot be told.")
