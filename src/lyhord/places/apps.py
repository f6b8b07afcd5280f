"""Registers the area with Django."""

from __future__ import annotations

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "lyhord.places"
    label = "places"
