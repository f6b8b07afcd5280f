"""Send many requests to the whole site as every role, and note every answer of 5xx with what caused it."""

from __future__ import annotations

import contextlib
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import time_machine
from django.conf import settings
from django.core.signals import got_request_exception, request_finished, request_started
from django.db import close_old_connections, connection, transaction
from django.forms import BaseForm
from django.test.utils import override_settings
from django.urls import Resolver404, resolve

from lyhord.config.wsgi import SiteHandler
from tests.fuzz.forms import Form, read_page
from tests.fuzz.making import Site, address_of, know_site, make_request
from tests.fuzz.outcome import Outcome
from tests.fuzz.wire import FORM_SECRET, Request, raw
from tests.fuzz.world import NOW, make_fuzz_world

MOST_LINKS = 60
"""Of those found on a role's pages, how many are followed to find more forms."""
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
        """Note valid forms, and the domain's own transactions: those entered from a file of `lyhord`."""
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
            watch.is_act = watch.is_act or "/lyhord/" in frame.f_code.co_filename
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
    """Keep the connection between requests, as Django's test client does: each is a savepoint that is undone."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def run_campaign(*, requests: int, seed: int, first: int = 0, step: int = 1) -> Outcome:
    """Send the requests first, first + step, … of the seed. The database must be empty; what is made there stays."""
    with (
        _one_connection(),
        time_machine.travel(NOW, tick=False),
        override_settings(ALLOWED_HOSTS=["localhost"], RATE_LIMITS=_Unlimited(), DEBUG_PROPAGATE_EXCEPTIONS=False),
    ):
        site = know_site(make_fuzz_world(seed))
        handler, watch = SiteHandler(), _Watch()
        explore(site, handler, seed)
        outcome, began = Outcome(database=connection.vendor), time.perf_counter()
        with watch.watching():
            for number in range(first, requests, step):
                _send_one(number, seed, site, handler, watch, outcome)
        outcome.seconds = time.perf_counter() - began
        return outcome


class _Unlimited(dict[str, tuple[int, int]]):
    def __missing__(self, name: str) -> tuple[int, int]:
        return MANY


def explore(site: Site, handler: SiteHandler, seed: int) -> None:
    """Open every address once as every role, so that forms and links are known."""
    for role in site.world.roles:
        random = Random(f"{seed} explore {role}")
        forms: list[tuple[str, Form]] = []
        links: set[str] = set()
        for pattern in site.patterns:
            for _ in range(2 if "<" in pattern else 1):
                address = address_of(site, pattern, random, share_malformed=0)
                found, led = _open(site, role, handler, address)
                forms += [(address, form) for form in found]
                links |= led
        seen = {address for address, _form in forms}
        for link in sorted(links - seen)[:MOST_LINKS]:
            forms += [(link, form) for form in _open(site, role, handler, link)[0]]
        site.forms[role] = _by_kind(forms)
        site.links[role] = sorted(links)


def _by_kind(forms: list[tuple[str, Form]]) -> list[list[tuple[str, Form]]]:
    """Put forms that go to the same kind of address together, so that the search on every page is only one of them."""
    kinds: dict[tuple[str, str], list[tuple[str, Form]]] = {}
    for address, form in forms:
        target = resolve_name(form.action or address)
        kinds.setdefault((form.method, target), []).append((address, form))
    return [found[:20] for _kind, found in sorted(kinds.items())]


def resolve_name(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def _open(site: Site, role: str, handler: SiteHandler, address: str) -> tuple[list[Form], set[str]]:
    parts = urlsplit(address)
    request = Request("GET", raw(parts.path), raw(parts.query), cookies={settings.CSRF_COOKIE_NAME: FORM_SECRET})
    if site.world.cookies[role]:
        request.cookies[settings.SESSION_COOKIE_NAME] = site.world.cookies[role]
    status, body = answer(handler, request)
    if status != 200 or b"<html" not in body:
        return [], set()
    return read_page(body.decode("utf-8"))


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


def _send_one(number: int, seed: int, site: Site, handler: SiteHandler, watch: _Watch, outcome: Outcome) -> None:
    random = Random(f"{seed} {number}")
    role = site.world.roles[number % len(site.world.roles)]
    request = make_request(site, role, random)
    watch.reset()
    began = time.perf_counter()
    try:
        status, _body = answer(handler, request)
    except Exception as error:  # the handler itself let it through: as bad as an answer of 500
        watch.errors.append(error)
        status = 599
    took = time.perf_counter() - began
    outcome.slowest = max(outcome.slowest, (took, number))
    outcome.requests += 1
    outcome.statuses.setdefault(role, Counter())[status] += 1
    if request.method == "POST":
        outcome.posts += 1
        outcome.valid += watch.is_valid
        outcome.acts += watch.is_act
    if status >= 500 or watch.errors:
        for error in watch.errors or [RuntimeError(f"answered {status}")]:
            outcome.faults.setdefault(_sentence(error), []).append(number)


def _sentence(error: BaseException) -> str:
    """Return the kind of error and the innermost line of ours, so that the same fault counts as one."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/lyhord/" in frame.filename] or frames[-1:]
    where = f"{ours[-1].filename.rsplit('/lyhord/', 1)[-1]}:{ours[-1].lineno}" if ours else "?"
    last = f"{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else "?"
    return f"{type(error).__name__} at {where} ({last}): {str(error)[:100]!r}"
