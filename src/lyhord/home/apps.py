"""Registers the area with Django."""

from __future__ import annotations

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "lyhord.home"
    label = "home"
