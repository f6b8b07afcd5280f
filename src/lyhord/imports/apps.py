"""Registers the area with Django."""

from __future__ import annotations

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "lyhord.imports"
    label = "imports"
