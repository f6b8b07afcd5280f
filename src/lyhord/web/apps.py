"""Registers the area with Django, and the components of the design system."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "lyhord.web"
    label = "web"

    def ready(self) -> None:
        from lyhord.web import catalogue, catalogue_lists, catalogue_time
        from lyhord.web.components import declare

        declare(*catalogue.COMPONENTS, *catalogue_lists.COMPONENTS, *catalogue_time.COMPONENTS)
