"""Registers the area with Django, its actions with the policy, its kinds of files with the import."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "lyhord.people"
    label = "people"

    def ready(self) -> None:
        from lyhord.accounts.domain.duties import register_duties
        from lyhord.accounts.domain.offboarding import register_closing, register_leavers
        from lyhord.accounts.domain.roles.arrivals import register_arrival
        from lyhord.accounts.domain.roles.notes import register_grant_notes
        from lyhord.imports.domain.kinds import register_kind
        from lyhord.people import permissions  # noqa: F401  # registers the actions
        from lyhord.people.domain import extract, link_retention, retention
        from lyhord.people.domain.import_employees import EMPLOYEE_KIND
        from lyhord.people.domain.import_trainers import TRAINER_KIND
        from lyhord.people.domain.leavers import users_who_left
        from lyhord.people.domain.link_notes import link_duties, link_notes
        from lyhord.people.domain.link_rules import link_by_rules
        from lyhord.people.domain.links import end_with_roles
        from lyhord.people.domain.sections import staff_section
        from lyhord.places.domain.sections import register_place_section

        register_leavers("people.employments", users_who_left)
        register_arrival("people.links", link_by_rules)
        register_closing("people.links", end_with_roles)
        register_duties("people.links", link_duties)
        register_grant_notes("people.links", link_notes)
        register_kind(EMPLOYEE_KIND)
        register_kind(TRAINER_KIND)
        register_place_section(staff_section, order=10)
        extract.register()
        retention.register()
        link_retention.register()
