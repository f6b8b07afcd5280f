"""Registers the area with Django, its actions with the policy and its outbox with the worker."""

from __future__ import annotations

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "lyhord.messaging"
    label = "messaging"

    def ready(self) -> None:
        from lyhord.accounts.domain.duties import register_duties
        from lyhord.accounts.domain.sweeps import register_sweep
        from lyhord.messaging import permissions  # noqa: F401  # registers the actions
        from lyhord.messaging.domain import extract, retention
        from lyhord.messaging.domain.outbox_duties import outbox_duties
        from lyhord.messaging.domain.sending import send_due

        register_sweep("messaging.outbox", send_due)
        register_duties("messaging.outbox", outbox_duties)
        extract.register()
        retention.register()
