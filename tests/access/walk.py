"""Makes the requests of the cells for real, and says how each was answered."""

from __future__ import annotations

import copy
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
from tests.access.shown import wrongly_named, wrongly_offered
from tests.access.world import World
from tests.factories import sign_in_as

SIGN_IN = "/konto/logga-in/"
HANDED_OUT = (audit.READ, audit.EXPORTED, "privacy.extract")
type Request = tuple[str, dict[str, str]]

LOOK_AND_ACT: tuple[Request, ...] = (("GET", {}), ("POST", {}))
"""Asked about every relation."""
OTHER_WAYS: tuple[Request, ...] = (("GET", {"Asks-By-Itself": "1"}), ("HEAD", {}), ("PUT", {}), ("OPTIONS", {}))
"""Other methods, and what a page asks for by itself: asked about one relation of those that the cells answer alike."""


@dataclass(frozen=True)
class Page:
    """text: as a reader sees it, whatever the format. read: how many events say that persons' data were handed out."""

    url: str
    text: str
    read: int


@dataclass
class Walked:
    """wrong: sentences. answers: by method and address. pages: every page and file that opened."""

    asked: int = 0
    wrong: list[str] = field(default_factory=list)
    answers: dict[tuple[str, str], str] = field(default_factory=dict)
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


class Visitor:
    """Asks as one user, and takes back whatever the asking did: in the database and in the browser."""

    def __init__(self, user: User | None) -> None:
        self.name = user.name if user else ""
        self.client = Client(raise_request_exception=False)
        if user is not None:
            sign_in_as(self.client, user)
        self.cookies = copy.deepcopy(self.client.cookies)

    def ask(self, method: str, url: str, headers: dict[str, str] | None = None) -> Any:
        response = None
        try:
            with transaction.atomic():
                last = AuditEvent.objects.aggregate(last=Max("id"))["last"] or 0
                response = self.client.generic(method, url, headers=headers)
                if method == "GET" and response.status_code == 200:
                    response.read = AuditEvent.objects.filter(id__gt=last, action__in=HANDED_OUT).count()
                raise Undo
        except Undo:
            assert not connection.needs_rollback
        self.client.cookies = copy.deepcopy(self.cookies)
        return response

    def answer_to(self, method: str, url: str) -> str:
        return outcome(self.ask(method, url))


def walk(
    world: World,
    cells: dict[str, Cells],
    actor: str,
    user: User | None,
    *,
    acts_as: str = "",
    other_ways: Sequence[Request] = OTHER_WAYS,
) -> Walked:
    """Ask for every address, with every method, about every relation, as the user; compare with the cells.

    No page may name a row that names.txt does not let the actor read, or offer a link or a form that is denied.

    acts_as: whose cells hold, if not the actor's own: somebody whose grant has ended is nobody ("N").
    """
    walked, visitor = Walked(), Visitor(user)
    for asked in requests_of(world, cells, actor, acts_as=acts_as or actor, other_ways=other_ways):
        response = visitor.ask(asked.method, asked.url, asked.headers)
        got = outcome(response)
        walked.asked += 1
        if got != asked.wanted:
            walked.wrong.append(f"{actor} {asked}: {got}, not {asked.wanted}")
        elif not asked.headers and asked.method in {"GET", "POST"}:
            walked.answers[asked.method, asked.url] = got
            if asked.method == "GET" and response.status_code == 200:
                walked.pages.append(Page(asked.url, text_of(response), response.read))
    for page in walked.pages:
        walked.wrong += wrongly_named(acts_as or actor, visitor.name, page.url, page.text)
        walked.wrong += wrongly_offered(acts_as or actor, page.url, page.text, walked.answers, visitor.answer_to)
    return walked


@dataclass(frozen=True)
class Asked:
    """One request, and the answer that the cells want."""

    address: str
    relation: str
    method: str
    headers: dict[str, str]
    url: str
    wanted: str

    def __str__(self) -> str:
        return f"{self.method} {self.address} [{self.relation}]"


def requests_of(
    world: World, cells: dict[str, Cells], actor: str, *, acts_as: str, other_ways: Sequence[Request] = ()
) -> Iterator[Asked]:
    for entry in cells.values():
        alike: set[tuple[str, ...]] = set()
        for relation in entry.relations:
            url = filled(entry.address, world, actor, relation)
            answers = tuple(entry.outcome(method, acts_as, relation) for method, _ in LOOK_AND_ACT)
            ways = LOOK_AND_ACT if answers in alike else (*LOOK_AND_ACT, *other_ways)
            alike.add(answers)
            for method, headers in ways:
                wanted = entry.outcome(method, acts_as, relation)
                yield Asked(entry.address, relation, method, headers, url, wanted)


def text_of(response: Any) -> str:
    """Return what the answer says: a spreadsheet's cells too, and a calendar's lines unfolded."""
    content = b"".join(response) if response.streaming else response.content
    if not content.startswith(b"PK"):
        return str(content.decode(errors="replace").replace("\r\n ", ""))
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return " ".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))


def outcome(response: Any) -> str:
    """Return "+" for a page, a form with faults or a redirect after an act, else what kind of no it was."""
    status = response.status_code
    if status in {301, 302} and response["Location"].startswith(SIGN_IN) and "next=" in response["Location"]:
        return "sign in"
    words = {403: "denied", 404: "-", 405: "wrong method"}
    return "+" if status in {200, 302, 303} else words.get(status, f"status {status}")
