"""Shared fixtures."""

from __future__ import annotations

import pytest

from tests.factories import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """The known cast and its small world."""
    return make_cast()
