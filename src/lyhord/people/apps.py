"""Registers the area with Django."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "lyhord.people"
    label = "people"
