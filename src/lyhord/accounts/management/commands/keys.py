"""Exchange the key of the audit log."""

from __future__ import annotations

import argparse
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from lyhord.accounts.domain.audit.checkpoints import LogShorterThanCheckpoint
from lyhord.accounts.domain.audit.key_rotation import rotate_audit_key
from lyhord.accounts.domain.audit.keys import AuditKeyGone
from lyhord.accounts.management.operator import OperatorCommand
from lyhord.common import clock
from lyhord.common.keys import KeyFileError


class Command(OperatorCommand):
    help = (
        "rotate: add a new key for the audit log to the key file and go on with it, without stopping anything. "
        "The earlier keys are kept in the file: what was written with them is verified with them."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("act", choices=["rotate"])

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.KEY_FILE
        try:
            event = rotate_audit_key(key_file=path, checkpoints=settings.AUDIT_CHECKPOINT_FILE, now=clock.now())
        except (AuditKeyGone, KeyFileError) as error:
            raise CommandError(str(error)) from None
        except LogShorterThanCheckpoint:
            raise CommandError(
                "The new key is in use, but the log is shorter than a checkpoint has seen. Run:  lyhord audit verify"
            ) from None
        except OSError as error:
            raise CommandError(f"{error.filename or path} cannot be written: {error.strerror}.") from None
        self.stdout.write(f"Key {event.key_number} is in use, from row {event.pk} of the audit log.")
        self.stdout.write(f"Copy {path} offline anew, and keep the earlier keys in it: they verify the rows before.")
