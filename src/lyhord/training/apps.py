"""Registers the area with Django, and its actions with the policy."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "lyhord.training"
    label = "training"

    def ready(self) -> None:
        import_module("lyhord.training.permissions")
        import_module("lyhord.training.domain.clause_page")
