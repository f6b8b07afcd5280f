"""Shared fixtures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import Client

from lyhord.accounts.models import audit_guard
from tests.factories import Cast, make_cast
from tests.html import check_response


@pytest.fixture
def cast(db: None) -> Cast:
    """The known cast and its small world."""
    return make_cast()


@pytest.fixture(autouse=True, scope="session")
def emptied_after_the_test() -> Iterator[None]:
    """Let the tests that commit for real empty the audit log after them, which nothing else may."""
    empty = BaseDatabaseOperations.execute_sql_flush

    def unguarded(self: Any, statements: list[str]) -> None:
        with audit_guard.lifted(self.connection):
            empty(self, statements)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", unguarded)
        yield


@pytest.fixture(autouse=True)
def valid_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at every HTML page that a test client gets: see `tests.html`."""
    request = Client.request

    def checked(self: Client, **environ: Any) -> Any:
        response = request(self, **environ)
        check_response(response)
        return response

    monkeypatch.setattr(Client, "request", checked)
