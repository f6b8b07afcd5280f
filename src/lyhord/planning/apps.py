"""Registers the area with Django, its actions with the policy and its queue with the worker."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from lyhord.accounts.domain.sweeps import register_sweep


class PlanningConfig(AppConfig):
    name = "lyhord.planning"
    label = "planning"

    def ready(self) -> None:
        import_module("lyhord.planning.permissions")
        import_module("lyhord.planning.calendar_permissions")
        runs = import_module("lyhord.planning.domain.runs")
        register_sweep("planning.runs", runs.work_off_queue, is_urgent=True)
