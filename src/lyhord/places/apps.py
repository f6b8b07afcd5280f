"""Registers the area with Django, its actions with the policy, its kinds of files with the import."""

from __future__ import annotations

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "lyhord.places"
    label = "places"

    def ready(self) -> None:
        from lyhord.imports.domain.kinds import register_kind
        from lyhord.places import permissions  # noqa: F401  # registers the actions
        from lyhord.places.domain import extract
        from lyhord.places.domain.import_places import PLACE_KIND

        register_kind(PLACE_KIND)
        extract.register()
