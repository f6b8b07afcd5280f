"""Registers what every database connection needs: the Swedish order of letters."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from lyhord.common.sorting import add_collation


class CommonConfig(AppConfig):
    name = "lyhord.common"
    label = "common"

    def ready(self) -> None:
        connection_created.connect(add_collation, dispatch_uid="swedish-collation")
