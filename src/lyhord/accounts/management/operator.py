"""What the operator's commands have in common."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lyhord.accounts.domain.doctor.database import check_database, check_migrations
from lyhord.accounts.domain.doctor.findings import Level


class OperatorCommand(BaseCommand):
    """A command that needs the database as this version has it. Says in a sentence when it is not so."""

    requires_system_checks = ()  # they load every page; these show none

    def execute(self, *args: Any, **options: Any) -> str | None:
        if check_database().level == Level.FAULT:
            raise CommandError("The database cannot be reached. What is wrong:  lyhord doctor")
        if check_migrations().level == Level.FAULT:
            raise CommandError("The database is not as this version needs it. Run:  lyhord migrate")
        return super().execute(*args, **options)
