"""Registers the area with Django."""

from __future__ import annotations

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "lyhord.programme"
    label = "programme"
