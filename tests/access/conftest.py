"""The walk asks some ten thousand times: whether the HTML is valid is seen to by the tests of the pages."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def valid_pages() -> None:
    """Take the place of the fixture that parses every page."""
