"""Make one request from its number: half-right forms, malformed ids, strange queries, bodies and headers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

from django.conf import settings

import lyhord
from lyhord.accounts.domain.access_matrix import addresses
from tests.fuzz.forms import Form, fill
from tests.fuzz.values import DAYS, NUMBERS, hostile, malformed_id, strange_bytes
from tests.fuzz.wire import FORM_SECRET, Request, disturb, multipart, raw, urlencoded
from tests.fuzz.world import FuzzWorld
from tests.imports.files import staff_file, xlsx

PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
ASKED_FOR = re.compile(r"""(?:GET|POST)(?:\.get(?:list)?\(|\[)"(\w+)\"""")
DEFAULTS = {"int": "int", "str": "str", "slug": "slug"}


@dataclass
class Site:
    """What is known of the site. forms: role → per kind of form, those that it may open; links: by role too."""

    world: FuzzWorld
    patterns: list[str]
    names: list[str]
    """Of query and form fields that the code asks for."""
    files: list[tuple[str, bytes]]
    forms: dict[str, list[list[tuple[str, Form]]]] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)


def know_site(world: FuzzWorld) -> Site:
    names: set[str] = {"next", "page"}
    for path in sorted(Path(lyhord.__file__).parent.rglob("*.py")):
        names |= set(ASKED_FOR.findall(path.read_text(encoding="utf-8")))
    files = [
        ("exempel.xlsx", staff_file()),
        ("platser.xlsx", xlsx({"Träffpunkter": [["Namn", "Enhet"], ["=1+1", "@x"]]})),
        ("a.csv", "Anställningsnummer;Namn;Arbetsplats\n1;Exempel;egen\n".encode()),
        ("bom.csv", b"\xff\xfe" + "Namn;Plats\nA;B\n".encode("utf-16-le")),
        ("noll.csv", b"Namn;Plats\na\0b;c\n"),
        ("trasig.xlsx", staff_file()[:-300]),
        ("../../etc/passwd", b"x"),
        ("x" * 400 + ".xlsx", b"PK\x03\x04" + b"\0" * 200),
        ("a\0b.csv", b"Namn\n\x00\n"),
        ("tom.csv", b""),
    ]
    return Site(world, sorted(address for address, _view in addresses()), sorted(names), files)


def make_request(site: Site, role: str, random: Random) -> Request:
    """Return a request of the role. Forms that the role can open are preferred, filled in half right."""
    if random.random() < 0.65 and (known := site.forms.get(role)):
        request = _from_form(site, *random.choice(random.choice(known)), random)
    elif random.random() < 0.3 and (links := site.links.get(role)):
        parts = urlsplit(random.choice(links))
        request = Request("GET", raw(parts.path), raw(parts.query))
    else:
        request = _from_pattern(site, random)
    if random.random() < 0.25:
        request.query = _query(site, request.query, random)
    request.cookies = {settings.CSRF_COOKIE_NAME: FORM_SECRET} | request.cookies
    if site.world.cookies[role]:
        request.cookies[settings.SESSION_COOKIE_NAME] = site.world.cookies[role]
    if request.method != "GET" and "HTTP_X_CSRFTOKEN" not in request.headers:
        request.headers["HTTP_X_CSRFTOKEN"] = FORM_SECRET
    if random.random() < 0.2:
        disturb(request, random)
    if random.random() < 0.04:
        _spoil_path(request, random)
    return request


def address_of(site: Site, pattern: str, random: Random, *, share_malformed: float = 0.15) -> str:
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

    return PARAMETER.sub(text, pattern)


def _from_pattern(site: Site, random: Random) -> Request:
    pattern = random.choice(site.patterns)
    method = "POST" if random.random() < 0.4 else "GET"
    request = Request(method, raw(address_of(site, pattern, random)))
    if method == "POST":
        pairs = [(random.choice(site.names), hostile(random)) for _ in range(random.randrange(6))]
        _put_body(site, request, pairs, random)
    return request


def _from_form(site: Site, address: str, form: Form, random: Random) -> Request:
    pairs = fill(form, random)
    for _ in range(random.choice((0, 0, 0, 1, 1, 2))):
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
