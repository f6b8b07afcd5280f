"""Choices that depend on who asks, and ticks of which there may be none."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict


def offer(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """Let the field offer these rows and no others. Raises TypeError when it does not choose among rows."""
    field = form.fields[name]
    if not isinstance(field, forms.ModelChoiceField):
        raise TypeError(f"{name} does not choose among rows")
    field.queryset = rows


def offered(form: forms.BaseForm, name: str) -> int:
    """Return among how many rows the field lets one choose. One query."""
    field = form.fields.get(name)
    return field.queryset.count() if isinstance(field, forms.ModelChoiceField) and field.queryset is not None else 0


def ids_in(values: Iterable[str]) -> list[uuid.UUID]:
    """Return those of the values that are ids: an address may say anything."""
    return [id for id in map(_parsed, values) if id is not None]


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what was posted, be it nothing at all: no tick is an answer too. None when nothing was posted."""
    return request.POST if request.method == "POST" else None


def _parsed(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
