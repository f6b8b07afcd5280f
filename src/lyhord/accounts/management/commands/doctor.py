"""Say in plain words what is wrong with the installation, and what to do."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from lyhord.accounts.domain.doctor.examination import examine
from lyhord.accounts.domain.doctor.findings import Level
from lyhord.common import clock


class Command(BaseCommand):
    help = (
        "Say what is wrong with the installation and what to do, a line a check. Exit code 1 when something is (FEL)."
    )
    requires_system_checks = ()  # it runs those that matter, and says them in its own words

    def handle(self, *args: Any, **options: Any) -> None:
        findings = []
        for finding in examine(now=clock.now()):
            self.stdout.write(str(finding))
            findings.append(finding)
        if any(finding.level == Level.FAULT for finding in findings):
            sys.exit(1)
