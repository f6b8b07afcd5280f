"""Registers the area with Django."""

from __future__ import annotations

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "lyhord.organisation"
    label = "organisation"
