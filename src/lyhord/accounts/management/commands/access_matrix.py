"""Print the access matrix."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from lyhord.accounts.domain.access_matrix import as_markdown


class Command(BaseCommand):
    help = "Print docs/access-matrix.md: which role may do what, and what every address asks for."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(as_markdown(), ending="")
