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
        offboarding = import_module("lyhord.accounts.domain.offboarding")
        owned = import_module("lyhord.planning.domain.owned")
        offboarding.register_owned("planning.replies", owned.open_replies)
        offboarding.register_closing("planning.addresses", owned.end_addresses)
        import_module("lyhord.planning.calendar_permissions")
        runs = import_module("lyhord.planning.domain.runs")
        register_sweep("planning.runs", runs.work_off_queue, is_urgent=True)
        sections = import_module("lyhord.planning.domain.calendar_sections")
        import_module("lyhord.places.domain.sections").register_place_section(sections.place_section, order=20)
        of_people = import_module("lyhord.people.domain.sections")
        of_people.register_employee_section(sections.employee_section, order=20)
        of_people.register_trainer_section(sections.trainer_section, order=20)
        import_module("lyhord.planning.domain.extract").register()
        import_module("lyhord.planning.domain.retention").register()
