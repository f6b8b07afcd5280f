"""All rows of all tables, to be compared before and after."""

from __future__ import annotations

from typing import Any

from django.apps import apps

NOT_REGISTERS = {
    "accounts.auditevent",
    "accounts.ratelimit",
    "imports.importrun",
    "sessions.session",
    "contenttypes.contenttype",
}


def dump() -> dict[str, list[tuple[Any, ...]]]:
    """Return table → rows, except the log, the counts of tries, the list of uploaded files and Django's own tables."""
    return {
        model._meta.label_lower: sorted(model._default_manager.values_list(), key=repr)
        for model in apps.get_models()
        if model._meta.label_lower not in NOT_REGISTERS and not model._meta.proxy
    }
