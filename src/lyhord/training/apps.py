"""Registers the area with Django, its actions with the policy, its kind of file with the import."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "lyhord.training"
    label = "training"

    def ready(self) -> None:
        import_module("lyhord.training.permissions")
        offboarding = import_module("lyhord.accounts.domain.offboarding")
        owned = import_module("lyhord.training.domain.owned")
        offboarding.register_owned("training.sessions", owned.coming_sessions)
        import_module("lyhord.training.domain.clause_page")
        kinds = import_module("lyhord.imports.domain.kinds")
        kinds.register_kind(import_module("lyhord.training.domain.import_held").HELD_SESSIONS_KIND)
        import_module("lyhord.training.domain.extract").register()
        import_module("lyhord.training.domain.retention").register()
        by_itself = import_module("lyhord.training.domain.certificates.by_itself")
        import_module("lyhord.accounts.domain.sweeps").register_sweep("training.certificates", by_itself.issue_due)
        import_module("lyhord.training.domain.answer_links").register()
