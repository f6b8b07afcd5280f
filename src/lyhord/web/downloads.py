"""Answers that the browser saves as a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import JsonResponse


def json_file(content: Mapping[str, Any], *, name: str) -> JsonResponse:
    """Return JSON that a person can read too. name: of the file, plain letters."""
    readable = {"ensure_ascii": False, "indent": 1}
    response = JsonResponse(content, encoder=DjangoJSONEncoder, json_dumps_params=readable)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
