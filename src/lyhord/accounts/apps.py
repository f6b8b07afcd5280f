"""Registers the area with Django."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "lyhord.accounts"
    label = "accounts"

    def ready(self) -> None:
        from lyhord.accounts import policy  # noqa: F401  # registers the area's actions
