"""The content security policy stays as strict as it is, and templates need nothing wider."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.architecture.repository import files, read, templates

INLINE = {
    "a style attribute": re.compile(r"\sstyle\s*="),
    "a style element": re.compile(r"<style\b"),
    "a script without a file": re.compile(r"<script\b(?![^>]*\bsrc=)"),
    "an on… attribute": re.compile(r"\son[a-z]+\s*="),
    "a javascript: address": re.compile(r"javascript:"),
}


def test_policy_is_not_widened() -> None:
    assert {directive: [str(source) for source in sources] for directive, sources in settings.SECURE_CSP.items()} == {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "img-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["'none'"],
    }


def test_every_answer_carries_the_policy(client: Client, db: None) -> None:
    for address in ("/konto/logga-in/", "/finns-inte/", "/"):
        response = client.get(address)
        assert "default-src 'none'" in response["Content-Security-Policy"], address
        assert response["X-Frame-Options"] == "DENY"
        assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("what", INLINE)
def test_no_template_has_anything_inline(what: str) -> None:
    assert len(templates()) > 20
    assert [str(path) for path in templates() if INLINE[what].search(read(path) or "")] == []


def test_no_python_file_loosens_the_policy() -> None:
    loosening = re.compile(r"csp_override|csp_exempt|csrf_exempt|xframe_options_exempt|UNSAFE_(INLINE|EVAL)")
    sources = [path for path in files() if path.parts[0] == "src" and path.suffix == ".py"]
    assert [str(path) for path in sources if loosening.search(read(path) or "")] == []


def test_templates_escape() -> None:
    """`safe` and `autoescape off` are for what our own code has rendered; there is none in templates."""
    allowed: set[Path] = set()
    found = {path for path in templates() if re.search(r"\|\s*safe\b|autoescape off", read(path) or "")}
    assert found == allowed
