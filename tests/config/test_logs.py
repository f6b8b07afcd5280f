"""Marked words that are sent, stored or part of an error are never found in the log, and what helps is."""

from __future__ import annotations

import io
import logging
import logging.config
from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import IntegrityError, connection
from django.test import Client

from lyhord.accounts.models import User
from tests.factories import Cast, sign_in_as

CANARY = "kanariefågel"
MARKED = [f"{CANARY}-{number}" for number in range(8)]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What an installation would write: its own settings of the log, on a stream of the test."""
    stream = io.StringIO()
    handlers = {"console": settings.LOGGING["handlers"]["console"] | {"stream": stream}}
    root = logging.getLogger()
    kept = root.handlers[:]
    logging.config.dictConfig(settings.LOGGING | {"handlers": handlers})
    root.setLevel(logging.DEBUG)
    yield stream
    root.handlers[:] = kept


def test_the_search_would_find_what_leaks(log: io.StringIO) -> None:
    """A log that says what it is told, to know that the tests below can fail."""
    logging.getLogger("lyhord.test").warning("about %s", MARKED[0])
    assert CANARY in log.getvalue()


@pytest.mark.django_db
def test_an_error_in_the_middle_of_a_form_says_where_and_nothing_of_what(log: io.StringIO, cast: Cast) -> None:
    User.objects.filter(pk=cast.access_administrator.pk).update(name=MARKED[0])
    client = Client(
        raise_request_exception=False, headers={"user-agent": MARKED[1], "referer": f"https://x/{MARKED[2]}"}
    )
    sign_in_as(client, cast.coordinator)
    fields = {"name": MARKED[3], MARKED[4]: MARKED[5]}
    error = IntegrityError(f"DETAIL:  Key (name)=({MARKED[6]}) already exists.")
    with patch("lyhord.accounts.views.organisation.create_administration", side_effect=error):
        response = client.post(f"/konto/organisation/namnder/{cast.board.pk}/ny-forvaltning/?q={MARKED[7]}", fields)
    assert response.status_code == 500
    written = log.getvalue()
    assert "IntegrityError" in written and "views/organisation.py" in written and "ny-forvaltning" in written
    assert CANARY not in written
    assert str(cast.board.pk) not in written
    assert CANARY not in response.content.decode()


@pytest.mark.django_db
def test_what_the_database_says_of_a_row_stays_out(log: io.StringIO, cast: Cast) -> None:
    client = sign_in_as(Client(raise_request_exception=False), cast.coordinator)

    def fails(**_fields: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT '{MARKED[0]}' FROM {CANARY}")  # noqa: S608  # meant to fail with the text in the error

    with patch("lyhord.accounts.views.organisation.create_administration", side_effect=fails):
        response = client.post(f"/konto/organisation/namnder/{cast.board.pk}/ny-forvaltning/", {"name": MARKED[1]})
    assert response.status_code == 500
    assert "Error" in log.getvalue()
    assert CANARY not in log.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        f"/{CANARY}/",
        f"/kalender/{CANARY}.ics",
        f"/sok/?q={CANARY}",
        f"/konto/organisation/?{CANARY}=1",
        f"/static/{CANARY}",
    ],
)
def test_addresses_that_are_refused_are_not_quoted(log: io.StringIO, cast: Cast, path: str) -> None:
    client = sign_in_as(Client(), cast.employee)
    client.get(path)
    Client(enforce_csrf_checks=True).post(
        path, {"x": CANARY}, HTTP_HOST="localhost", HTTP_REFERER=f"https://x/{CANARY}"
    )
    Client().get(path, HTTP_HOST=f"{CANARY}.example.org".encode().decode("latin-1"))
    assert CANARY not in log.getvalue()
    assert CANARY.encode().decode("latin-1") not in log.getvalue()
