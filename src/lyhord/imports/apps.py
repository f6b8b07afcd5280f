"""Registers the area with Django, its actions with the policy."""

from __future__ import annotations

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "lyhord.imports"
    label = "imports"

    def ready(self) -> None:
        from lyhord.imports import permissions  # noqa: F401  # registers the actions
