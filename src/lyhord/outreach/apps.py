"""Registers the area with Django, and its actions with the policy."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "lyhord.outreach"
    label = "outreach"

    def ready(self) -> None:
        import_module("lyhord.outreach.permissions")
        import_module("lyhord.outreach.domain.clause_page")
