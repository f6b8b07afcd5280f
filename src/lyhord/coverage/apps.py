"""Registers the area with Django, its actions with the policy, its page with the clauses, its sweep."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class CoverageConfig(AppConfig):
    name = "lyhord.coverage"
    label = "coverage"

    def ready(self) -> None:
        import_module("lyhord.coverage.permissions")
        import_module("lyhord.coverage.domain.clause_pages").register_pages()
        import_module("lyhord.coverage.domain.extract").register()
        sweeps = import_module("lyhord.accounts.domain.sweeps")
        offering = import_module("lyhord.coverage.domain.offering")
        sweeps.register_sweep("coverage.offer_next_times", offering.offer_next_times)
