"""Make one request from its number: half-right forms, malformed ids, strange queries, bodies and headers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

import lyhord
from lyhord.accounts.domain.access_matrix import PUBLIC, addresses, mark_of
from lyhord.accounts.middleware import SIGNED_IN
from lyhord.accounts.permissions import can
from tests.fuzz.files import uploads
from tests.fuzz.forms import Form, fill
from tests.fuzz.values import DAYS, FORM_SECRET, NUMBERS, hostile, malformed_id, strange_bytes
from tests.fuzz.wire import Request, disturb, multipart, raw, urlencoded
from tests.fuzz.world import ANONYMOUS, FuzzWorld

PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
ASKED_FOR = re.compile(r"""(?:GET|POST)(?:\.get(?:list)?\(|\[)"(\w+)\"""")
EVERYWHERE = ("accounts:language", "accounts:lock", "accounts:sign-out", "home:search")
"""The forms at the top of every page."""


@dataclass
class Page:
    """A page as one role sees it. address: as Django writes it; path: with ids. forms: by the view they go to."""

    address: str
    path: str = ""
    forms: dict[str, list[Form]] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)


@dataclass
class Site:
    """What is known of the site. holders: address → roles that hold what it asks for; pages: those opened so far."""

    seed: int
    world: FuzzWorld
    addresses: list[str]
    holders: dict[str, list[str]]
    names: list[str]
    """Of query and form fields that the code asks for."""
    files: list[tuple[str, bytes]]
    pages: dict[tuple[str, str, int], Page] = field(default_factory=dict)

    def cell(self, number: int) -> tuple[str, str]:
        """Return whom the request is from and where it goes.

        Two of five walk every address as every role, the address changing fastest: so many requests as there are
        addresses touch each, and so many times the roles each as each. The rest are from whoever may open the page.
        """
        round, rest = divmod(number, 5)
        if rest < 2:
            turn, at = divmod(2 * round + rest, len(self.addresses))
            return self.world.roles[(turn + at) % len(self.world.roles)], self.addresses[at]
        turn, at = divmod(3 * round + rest - 2, len(self.addresses))
        holders = self.holders[self.addresses[at]]
        return holders[turn % len(holders)], self.addresses[at]

    def as_role(self, role: str, request: Request) -> Request:
        """Return the request with the role's cookies, and a form's secret."""
        request.cookies = {settings.CSRF_COOKIE_NAME: FORM_SECRET}
        if self.world.cookies[role]:
            request.cookies[settings.SESSION_COOKIE_NAME] = self.world.cookies[role]
        if request.method != "GET":
            request.headers.setdefault("HTTP_X_CSRFTOKEN", FORM_SECRET)
        return request


def know_site(world: FuzzWorld, seed: int) -> Site:
    names: set[str] = {"next", "page"}
    for path in sorted(Path(lyhord.__file__).parent.rglob("*.py")):
        names |= set(ASKED_FOR.findall(path.read_text(encoding="utf-8")))
    views = dict(sorted(addresses()))
    holders = {address: _holders(world, mark_of(view)) for address, view in views.items()}
    return Site(seed, world, list(views), holders, sorted(names), uploads())


def _holders(world: FuzzWorld, mark: str | None) -> list[str]:
    if mark is None or mark == PUBLIC:
        return [ANONYMOUS, *world.users]
    return [name for name, user in world.users.items() if mark == SIGNED_IN or can(user, mark)]


def by_target(path: str, forms: list[Form]) -> dict[str, list[Form]]:
    """Put the page's forms that go to the same kind of address together, so that a long list is only one of them."""
    kinds: dict[str, list[Form]] = {}
    for form in forms:
        try:
            target = resolve(urlsplit(form.action or path).path).view_name
        except Resolver404:
            target = ""
        kinds.setdefault(target, []).append(form)
    return kinds


def make_request(site: Site, role: str, page: Page, random: Random) -> Request:
    """Return a request of the role: a form of the page filled in half right, a link of it, or made from the address."""
    draw = random.random()
    if draw < 0.65 and page.forms:
        own = [page.forms[target] for target in sorted(page.forms) if target not in EVERYWHERE]
        kind = random.choice(own if own and random.random() < 0.9 else [page.forms[t] for t in sorted(page.forms)])
        request = _from_form(site, page.path, random.choice(kind), random)
    elif draw < 0.7 and page.links:
        parts = urlsplit(random.choice(page.links))
        request = Request("GET", raw(parts.path), raw(parts.query))
    else:
        request = _from_address(site, page.address, random)
    if random.random() < 0.25:
        request.query = _query(site, request.query, random)
    site.as_role(role, request)
    if random.random() < 0.2:
        disturb(request, random)
    if random.random() < 0.04:
        _spoil_path(request, random)
    return request


def address_of(site: Site, address: str, random: Random, *, share_malformed: float = 0.15) -> str:
    """Fill in the parameters of an address, mostly with ids of rows that there are."""

    def text(match: re.Match[str]) -> str:
        kind, name = match.group(1) or "str", match.group(2)
        if kind == "uuid":
            ids = site.world.ids_for(name) or [malformed_id(random, "0" * 36)]
            id = random.choice(ids)
            return malformed_id(random, id) if random.random() < share_malformed else id
        if kind == "int":
            return random.choice(NUMBERS) if random.random() < 0.4 else random.choice(("2025", "41", "1", "53"))
        if name == "secret":
            return random.choice(site.world.secrets) if random.random() < 0.5 else hostile(random)[:80]
        if name == "day":
            return random.choice(DAYS)
        return random.choice(("personal", "traffpunkter", "utbildare", hostile(random)[:40]))

    return PARAMETER.sub(text, address)


def _from_address(site: Site, address: str, random: Random) -> Request:
    method = "POST" if random.random() < 0.4 else "GET"
    request = Request(method, raw(address_of(site, address, random)))
    if method == "POST":
        pairs = [(random.choice(site.names), hostile(random)) for _ in range(random.randrange(6))]
        _put_body(site, request, pairs, random)
    return request


def _from_form(site: Site, address: str, form: Form, random: Random) -> Request:
    pairs = fill(form, random)
    for _ in range(random.choice((0, 0, 0, 0, 1, 2))):
        pairs = _spoilt(pairs, random)
    parts = urlsplit(form.action or address)
    if form.method == "get":
        return Request("GET", raw(parts.path), urlencoded(pairs, random))
    request = Request("POST", raw(parts.path), raw(parts.query))
    if form.is_multipart or random.random() < 0.1:
        names = [part.name for part in form.fields.values() if part.kind == "file"]
        files = [(name, *random.choice(site.files)) for name in names] * random.choice((1, 1, 1, 2))
        request.body, request.content_type = multipart(pairs, files, random)
    else:
        request.body, request.content_type = urlencoded(pairs, random), "application/x-www-form-urlencoded"
    return request


def _spoilt(pairs: list[tuple[str, str]], random: Random) -> list[tuple[str, str]]:
    """Return the fields with one of them wrong, missing, doubled or more."""
    if not pairs:
        return [(hostile(random), hostile(random))]
    at = random.randrange(len(pairs))
    name, text = pairs[at]
    kinds = (
        lambda: [*pairs[:at], (name, hostile(random)), *pairs[at + 1 :]],
        lambda: [*pairs[:at], (name, random.choice(NUMBERS)), *pairs[at + 1 :]],
        lambda: [*pairs[:at], (name, random.choice(DAYS)), *pairs[at + 1 :]],
        lambda: [*pairs[:at], (name, text + random.choice(("\0", "\ud800", "0", " "))), *pairs[at + 1 :]],
        lambda: pairs[:at] + pairs[at + 1 :],
        lambda: [*pairs, (name, hostile(random))],
        lambda: [*pairs, (hostile(random)[:200], hostile(random))],
        lambda: [*pairs[:at], (name, random.choice(pairs)[1]), *pairs[at + 1 :]],
    )
    return random.choice(kinds)()


def _put_body(site: Site, request: Request, pairs: list[tuple[str, str]], random: Random) -> None:
    draw = random.random()
    if draw < 0.1:
        request.body, request.content_type = strange_bytes(random), "application/x-www-form-urlencoded"
    elif draw < 0.2:
        request.body, request.content_type = strange_bytes(random), "application/json"
    elif draw < 0.4:
        files = [(random.choice(("file", "x")), *random.choice(site.files)) for _ in range(random.randrange(3))]
        request.body, request.content_type = multipart(pairs, files, random)
    else:
        request.body, request.content_type = urlencoded(pairs, random), "application/x-www-form-urlencoded"


def _query(site: Site, query: bytes, random: Random) -> bytes:
    if random.random() < 0.15:
        return strange_bytes(random)[:3_000]
    pairs = [(random.choice(site.names), hostile(random)[:3_000]) for _ in range(random.randint(1, 3))]
    return b"&".join(filter(None, (query, urlencoded(pairs, random))))


def _spoil_path(request: Request, random: Random) -> None:
    path = request.path
    request.path = random.choice(
        (
            path.rstrip(b"/"),
            path + b"/",
            b"/" + path,
            path.replace(b"/", b"//"),
            path + b"\0",
            path + b"\xff\xfe",
            path + b"../",
            b"/../" + path,
            path + b"%2e%2e/",
            path.upper(),
            b"",
            b"*",
            b"http://example.org" + path,
            path + raw(hostile(random))[:2_000],
            b"/static/../" + path,
            b"/static/" + raw(hostile(random))[:200],
        )
    )
