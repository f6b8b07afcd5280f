"""Send many requests to the whole site as every role, and note every answer of 5xx with what caused it."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import logging
import sys
import time
import traceback
from collections.abc import Iterable, Iterator
from random import Random
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import time_machine
from django.core.signals import got_request_exception, request_finished, request_started
from django.db import close_old_connections, connection, transaction
from django.forms import BaseForm
from django.http import HttpRequest
from django.test.utils import override_settings
from django.urls import ResolverMatch

from lyhord.config.wsgi import SiteHandler
from tests.fuzz.forms import read_page
from tests.fuzz.making import Page, Site, address_of, by_target, know_site, make_request
from tests.fuzz.outcome import Outcome
from tests.fuzz.wire import Request, raw
from tests.fuzz.world import NOW, make_fuzz_world

VARIANTS, TRIES = 2, 5
"""How many pages of an address with ids are kept a role, and how many rows are tried to find one that it may see."""
NO_ACT = ("/audit.py", "/limits.py", "/sign_in_limits.py", "/sessions.py")
"""Files of a domain whose transactions are around every request: a refusal is written down, a try is counted."""
MANY = (10_000_000, 10_000_000)
"""A limit that nobody meets: the answer 429 is tested on its own."""


class _Watch:
    """What happened inside while one request was answered."""

    def __init__(self) -> None:
        self.errors: list[BaseException] = []
        self.is_valid = self.is_act = False

    def reset(self) -> None:
        self.errors, self.is_valid, self.is_act = [], False, False

    def note_error(self, **_kwargs: Any) -> None:
        error = sys.exc_info()[1]
        if error is not None:
            self.errors.append(error)

    @contextlib.contextmanager
    def watching(self) -> Iterator[None]:
        """Note valid forms, and the transactions of acts: those entered from a file of a `domain`."""
        is_valid, enter = BaseForm.is_valid, transaction.Atomic.__enter__
        watch = self

        def noted_is_valid(form: BaseForm) -> bool:
            answer = is_valid(form)
            watch.is_valid = watch.is_valid or answer
            return answer

        def noted_enter(atomic: transaction.Atomic) -> None:
            frame = sys._getframe(1)
            if frame.f_code.co_name == "inner" and frame.f_back is not None:
                frame = frame.f_back
            file = frame.f_code.co_filename
            watch.is_act = watch.is_act or ("/domain/" in file and not file.endswith(NO_ACT))
            enter(atomic)

        got_request_exception.connect(self.note_error)
        try:
            with (
                patch.object(BaseForm, "is_valid", noted_is_valid),
                patch.object(transaction.Atomic, "__enter__", noted_enter),
            ):
                yield
        finally:
            got_request_exception.disconnect(self.note_error)


@contextlib.contextmanager
def _one_connection() -> Iterator[None]:
    """Keep the connection between requests: each is a savepoint that is undone.

    Django's test client, which the world is made with, connects the signals again: to be entered after that.
    """
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Let nothing be logged: half of all requests are refused, as they should be."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


@contextlib.contextmanager
def standing(seed: int) -> Iterator[Campaign]:
    """Give the campaign of the seed with its world made. The database must be empty; what is made there stays."""
    with (
        _quiet(),
        time_machine.travel(NOW, tick=False),
        override_settings(ALLOWED_HOSTS=["localhost"], RATE_LIMITS=_Unlimited(), DEBUG_PROPAGATE_EXCEPTIONS=False),
    ):
        campaign = Campaign(know_site(make_fuzz_world(seed), seed))
        gc.collect()
        gc.freeze()  # the site and its world stay: looking through them for garbage would take a tenth of the time
        try:
            with _one_connection(), campaign.watch.watching():
                yield campaign
        finally:
            gc.unfreeze()


class _Unlimited(dict[str, tuple[int, int]]):
    def __missing__(self, name: str) -> tuple[int, int]:
        return MANY


class _Handler(SiteHandler):
    """The site, and the address that a request was led to, "" while no view has been found for it."""

    route = ""

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        match = super().resolve_request(request)
        self.route = "/" + match.route
        return match


class Campaign:
    def __init__(self, site: Site) -> None:
        self.site, self.handler, self.watch = site, _Handler(), _Watch()

    def send(self, numbers: Iterable[int]) -> Outcome:
        """Make the requests of the numbers, send them and return what came of them."""
        outcome = Outcome(roles=self.site.world.roles, addresses=tuple(self.site.addresses))
        digest, began = hashlib.sha256(), time.perf_counter()
        for number in numbers:
            self.watch.reset()  # before the page is opened: a fault there counts too
            role, address = self.site.cell(number)
            random = Random(f"{self.site.seed} {number}")
            request = make_request(self.site, role, self._page(role, address, random), random)
            digest.update(request.fingerprint())
            self.watch.is_valid = self.watch.is_act = False
            status, took = self._answered(request)
            self._note(outcome, number, role, request, status)
            outcome.slowest = max(outcome.slowest, (took, number))
        outcome.databases[connection.vendor] = outcome.requests
        outcome.digest, outcome.seconds = digest.hexdigest(), time.perf_counter() - began
        return outcome

    def _answered(self, request: Request) -> tuple[int, float]:
        self.handler.route = ""
        began = time.perf_counter()
        try:
            status, _body = answer(self.handler, request)
        except Exception as error:  # the handler itself let it through: as bad as an answer of 500
            self.watch.errors.append(error)
            status = 599
        return status, time.perf_counter() - began

    def _note(self, outcome: Outcome, number: int, role: str, request: Request, status: int) -> None:
        watch = self.watch
        outcome.requests += 1
        outcome.statuses[role, status] += 1
        outcome.reached[role, self.handler.route] += 1
        if request.method == "POST":
            outcome.posts += 1
            outcome.valid += watch.is_valid
            outcome.acts += watch.is_act
        if status >= 500 or watch.errors:
            for error in watch.errors or [RuntimeError(f"answered {status}")]:
                sentence = _sentence(error)
                outcome.faults.setdefault(sentence, []).append(number)
                outcome.traces.setdefault(sentence, "".join(traceback.format_exception(error)))

    def _page(self, role: str, address: str, random: Random) -> Page:
        """Return the page at the address as the role sees it, opened once: its forms and links are used again."""
        variant = random.randrange(VARIANTS if "<" in address else 1)
        key = (role, address, variant)
        if key not in self.site.pages:
            self.site.pages[key] = self._opened(role, address, Random(f"{self.site.seed} page {key}"))
        return self.site.pages[key]

    def _opened(self, role: str, address: str, random: Random) -> Page:
        """Open the page; when the first row is not the role's, others are tried."""
        page = Page(address)
        if role not in self.site.holders[address]:
            return page  # there is nothing to be seen for them
        for _ in range(TRIES if "<" in address else 1):
            page.path = address_of(self.site, address, random, share_malformed=0)
            parts = urlsplit(page.path)
            status, body = answer(self.handler, self.site.as_role(role, Request("GET", raw(parts.path))))
            if status == 200 and b"<html" in body:
                forms, links = read_page(body.decode("utf-8"))
                page.forms, page.links = by_target(page.path, forms), sorted(links)
            if status != 404:
                break
        return page


def answer(handler: SiteHandler, request: Request) -> tuple[int, bytes]:
    """Return status and body; whatever the request wrote is undone."""
    statuses: list[int] = []

    def start(status: str, headers: list[tuple[str, str]], *_more: Any) -> None:
        for name, text in headers:
            (name + text).encode("latin-1")
            assert "\n" not in name + text and "\r" not in name + text, "a header with a line break"
        statuses.append(int(status[:3]))

    with transaction.atomic():
        response = handler(request.environ(), start)  # type: ignore[arg-type]  # a plain WSGI callable
        body = b"".join(response)
        close = getattr(response, "close", None)
        if close is not None:
            close()
        transaction.set_rollback(True)
    return statuses[0], body


def _sentence(error: BaseException) -> str:
    """Return the kind of error and the innermost line of ours, so that the same fault counts as one."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/lyhord/" in frame.filename] or frames[-1:]
    where = f"{ours[-1].filename.rsplit('/lyhord/', 1)[-1]}:{ours[-1].lineno}" if ours else "?"
    last = f"{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else "?"
    return f"{type(error).__name__} at {where} ({last}): {str(error)[:100]!r}"
