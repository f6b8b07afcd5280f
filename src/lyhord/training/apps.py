"""Registers the area with Django."""

from __future__ import annotations

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "lyhord.training"
    label = "training"
