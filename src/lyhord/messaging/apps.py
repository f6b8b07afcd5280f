"""Registers the area with Django."""

from __future__ import annotations

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "lyhord.messaging"
    label = "messaging"

    def ready(self) -> None:
        from lyhord.messaging.domain import extract, retention

        extract.register()
        retention.register()
