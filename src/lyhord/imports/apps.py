"""Registers the area with Django, its actions with the policy, its sweep with the worker."""

from __future__ import annotations

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "lyhord.imports"
    label = "imports"

    def ready(self) -> None:
        from lyhord.accounts.domain.sweeps import register_sweep
        from lyhord.imports import permissions  # noqa: F401  # registers the actions
        from lyhord.imports.domain import extract, retention
        from lyhord.imports.domain.runs import forget_sweep

        register_sweep("imports.forget_undecided", forget_sweep)
        extract.register()
        retention.register()
