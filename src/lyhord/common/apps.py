"""Registers what every database connection needs, the Swedish order of letters, and lets forms name their model."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.forms import ModelForm

from lyhord.common.sorting import add_collation


class CommonConfig(AppConfig):
    name = "lyhord.common"
    label = "common"

    def ready(self) -> None:
        connection_created.connect(add_collation, dispatch_uid="swedish-collation")
        # The type checker knows ModelForm[Decision]; Django's own class takes no brackets at run time.
        ModelForm.__class_getitem__ = classmethod(lambda form, _: form)  # type: ignore[attr-defined]  # added here
