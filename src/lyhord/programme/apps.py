"""Registers the area with Django, and its actions with the policy."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "lyhord.programme"
    label = "programme"

    def ready(self) -> None:
        import_module("lyhord.programme.permissions")
        offboarding = import_module("lyhord.accounts.domain.offboarding")
        owned = import_module("lyhord.programme.domain.owned")
        offboarding.register_owned("programme.decisions", owned.decisions_alone)
        import_module("lyhord.programme.domain.extract").register()
