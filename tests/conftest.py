"""Shared fixtures."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.factories import Cast, make_cast
from tests.html import check_response


@pytest.fixture
def cast(db: None) -> Cast:
    """The known cast and its small world."""
    return make_cast()


@pytest.fixture(autouse=True)
def valid_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at every HTML page that a test client gets: see `tests.html`."""
    request = Client.request

    def checked(self: Client, **environ: Any) -> Any:
        response = request(self, **environ)
        check_response(response)
        return response

    monkeypatch.setattr(Client, "request", checked)
