"""Registers the area with Django."""

from __future__ import annotations

from django.apps import AppConfig


class CoverageConfig(AppConfig):
    name = "lyhord.coverage"
    label = "coverage"
