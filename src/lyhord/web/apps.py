"""Registers the area with Django, and the components of the design system."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "lyhord.web"
    label = "web"

    def ready(self) -> None:
        from lyhord.web.catalogue import COMPONENTS
        from lyhord.web.components import declare

        declare(*COMPONENTS)
