"""Registers the area with Django."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "lyhord.web"
    label = "web"
