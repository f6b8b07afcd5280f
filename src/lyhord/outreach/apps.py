"""Registers the area with Django."""

from __future__ import annotations

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "lyhord.outreach"
    label = "outreach"
