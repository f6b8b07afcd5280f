"""Registers the area with Django."""

from __future__ import annotations

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "lyhord.planning"
    label = "planning"
