"""Makes the requests of the cells for real, and says how each was answered."""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.test import Client

from lyhord.accounts.domain import audit
from lyhord.accounts.models import AuditEvent, User
from tests.access.cells import Cells
from tests.access.relations import filled
from tests.access.world import World
from tests.factories import sign_in_as

SIGN_IN = "/konto/logga-in/"
REQUESTS: tuple[tuple[str, dict[str, str]], ...] = (
    ("GET", {}),
    ("GET", {"HX-Request": "true"}),
    ("HEAD", {}),
    ("POST", {}),
    ("PUT", {}),
    ("OPTIONS", {}),
)
"""Every method that a browser or a program sends, and a partial request by htmx."""
HANDED_OUT = (audit.READ, audit.EXPORTED, "privacy.extract")
SPREADSHEET = "application/vnd.openxmlformats"
LOOK_AND_ACT = (REQUESTS[0], REQUESTS[3])


@dataclass(frozen=True)
class Page:
    """text: as a reader sees it, whatever the format. read: how many events say that persons' data were handed out."""

    url: str
    text: str
    read: int


@dataclass
class Walked:
    """wrong: sentences. pages: every page that opened. asked: how many requests were made."""

    asked: int = 0
    wrong: list[str] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)


@contextmanager
def quiet_requests() -> Iterator[None]:
    """Keep ten thousand refusals, all of them meant, out of the log."""
    log = logging.getLogger("django.request")
    before, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = before


class Undo(Exception):
    """Takes back what a request did."""


def client_of(user: User | None) -> Client:
    client = Client(raise_request_exception=False)
    return client if user is None else sign_in_as(client, user)


def walk(
    world: World,
    cells: dict[str, Cells],
    actor: str,
    user: User | None,
    *,
    acts_as: str = "",
    requests: Sequence[tuple[str, dict[str, str]]] = REQUESTS,
) -> Walked:
    """Ask for every address, with every method, about every relation, as the user; compare with the cells.

    acts_as: whose cells hold, if not the actor's own: somebody whose grant has ended is nobody ("N").
    """
    walked, client = Walked(), client_of(user)
    cookies = client.cookies.output(header="", sep=";")
    for entry, relation, url in _asked(world, cells, actor):
        for method, headers in requests:
            wanted = entry.outcome(method, acts_as or actor, relation)
            response = request(client, method, url, headers)
            got = outcome(response, url)
            walked.asked += 1
            if got != wanted:
                walked.wrong.append(f"{actor} {method} {entry.address} [{relation}]: {got}, not {wanted}")
            elif method == "GET" and got == "+" and not headers and response.status_code == 200:
                walked.pages.append(Page(url, text_of(response), response.read))
            if client.cookies.output(header="", sep=";") != cookies:
                client = client_of(user)
                cookies = client.cookies.output(header="", sep=";")
    return walked


def _asked(world: World, cells: dict[str, Cells], actor: str) -> Iterator[tuple[Cells, str, str]]:
    for entry in cells.values():
        for relation in entry.relations:
            yield entry, relation, filled(entry.address, world, actor, relation)


def request(client: Client, method: str, url: str, headers: dict[str, str]) -> Any:
    """Make the request and take back whatever it did."""
    response = None
    try:
        with transaction.atomic():
            last = AuditEvent.objects.aggregate(last=Max("id"))["last"] or 0
            response = client.generic(method, url, headers=headers)
            if method == "GET" and response.status_code == 200:
                response.read = AuditEvent.objects.filter(id__gt=last, action__in=HANDED_OUT).count()
            raise Undo
    except Undo:
        assert not connection.needs_rollback
    return response


def text_of(response: Any) -> str:
    """Return what the answer says: a spreadsheet's cells too, and a calendar's lines unfolded."""
    if response["Content-Type"].startswith(SPREADSHEET):
        with zipfile.ZipFile(io.BytesIO(response.content)) as book:
            return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    return str(response.content.decode(errors="replace").replace("\r\n ", ""))


def outcome(response: Any, url: str) -> str:
    """Return "+" for a page, a form with faults or a redirect after an act, else what kind of no it was."""
    status = response.status_code
    if status in {301, 302} and response["Location"].startswith(SIGN_IN) and "next=" in response["Location"]:
        return "sign in"
    words = {403: "denied", 404: "-", 405: "wrong method"}
    return "+" if status in {200, 302, 303} else words.get(status, f"status {status}")
