"""Registers the area with Django, its actions with the policy, its kind of file with the import."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "lyhord.outreach"
    label = "outreach"

    def ready(self) -> None:
        import_module("lyhord.outreach.permissions")
        offboarding = import_module("lyhord.accounts.domain.offboarding")
        owned = import_module("lyhord.outreach.domain.owned")
        offboarding.register_owned("outreach.visits", owned.coming_visits)
        import_module("lyhord.outreach.domain.clause_page")
        kinds = import_module("lyhord.imports.domain.kinds")
        kinds.register_kind(import_module("lyhord.outreach.domain.import_held").HELD_VISITS_KIND)
        import_module("lyhord.outreach.domain.extract").register()
