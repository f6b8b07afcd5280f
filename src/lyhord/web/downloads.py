"""Answers that the browser saves as a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse, JsonResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def json_file(content: Mapping[str, Any], *, name: str) -> JsonResponse:
    """Return JSON that a person can read too. name: of the file, plain letters."""
    readable = {"ensure_ascii": False, "indent": 1}
    response = JsonResponse(content, encoder=DjangoJSONEncoder, json_dumps_params=readable)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def xlsx_file(content: bytes, *, name: str) -> HttpResponse:
    """Return a spreadsheet. name: of the file, plain letters."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)


def pdf_file(content: bytes, *, name: str) -> HttpResponse:
    """Return a PDF to save. name: of the file, plain letters."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def zip_file(content: bytes, *, name: str) -> HttpResponse:
    """Return a package of files. name: of the file, plain letters."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/zip", headers=headers)
