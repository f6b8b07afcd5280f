"""Registers the area with Django."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "lyhord.accounts"
    label = "accounts"
