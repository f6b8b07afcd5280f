"""Shared fixtures."""

from __future__ import annotations

import os

os.environ.setdefault("LYHORD_DEBUG", "1")
os.environ.setdefault("LYHORD_HTTPS", "0")
os.environ.setdefault("LYHORD_SECRET_KEY", "tests-only")

import pytest

from tests.factories import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """The known cast and its small world."""
    return make_cast()
