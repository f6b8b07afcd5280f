"""Registers what every database connection needs, the Swedish order of letters, and lets forms name their model."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.forms import DateField, ModelForm

from lyhord.common.days import check_plausible
from lyhord.common.sorting import add_collation


class CommonConfig(AppConfig):
    name = "lyhord.common"
    label = "common"

    def ready(self) -> None:
        connection_created.connect(add_collation, dispatch_uid="swedish-collation")
        # Also the date fields that Django makes for models: a day such as 9999-12-31 has no day after.
        DateField.default_validators = [check_plausible]
        # The type checker knows ModelForm[Decision]; Django's own class takes no brackets at run time.
        ModelForm.__class_getitem__ = classmethod(lambda form, _: form)  # type: ignore[attr-defined]  # added here
