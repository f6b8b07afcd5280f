"""What a page or a file shows: the links and forms it offers, and the rows of the world that it names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from tests.access.cells import CellsUnreadable

NAMES = re.compile(r"\b(?:Namn|Plats|Tr|Modul|Annan|Beslut|Konto)[AC]\w*")
PATH = Path(__file__).with_name("names.txt")
LINE = re.compile(r"^(?P<roles>[A-Z*]+)(?: \[(?P<addresses>[^\]]+)\])? (?P<names>[^\s\[].*)$")
ASKS = {"a": (("GET", "href"),), "button": (("POST", "formaction"),)}


class _Offers(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.found: set[tuple[str, str]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "form":
            self._add((attributes.get("method") or "get").upper(), attributes.get("action") or self.url)
        for method, name in ASKS.get(tag, ()):
            if target := attributes.get(name):
                self._add(method, target)

    def _add(self, method: str, target: str) -> None:
        parts = urlsplit(urljoin(self.url, target))
        if not parts.netloc and parts.scheme in {"", "http", "https"} and parts.path.startswith("/"):
            self.found.add((method, parts.path))


def offers(url: str, text: str) -> set[tuple[str, str]]:
    """Return what the page lets its reader ask for: method and path."""
    reader = _Offers(url)
    reader.feed(text)
    return reader.found


def names(text: str) -> set[str]:
    """Return the names of the world's rows that the text has, "NamnAown" and so on."""
    return set(NAMES.findall(text))


@dataclass(frozen=True)
class Allowed:
    """A line of names.txt."""

    roles: str
    addresses: tuple[str, ...]
    names: tuple[str, ...]

    def covers(self, actor: str, url: str, name: str) -> bool:
        return (
            (self.roles == "*" or actor in self.roles)
            and any(fnmatchcase(url, pattern) for pattern in self.addresses)
            and any(fnmatchcase(name, pattern) for pattern in self.names)
        )


def read_names(text: str) -> tuple[Allowed, ...]:
    """Return the lines of names.txt. Raises CellsUnreadable."""
    found = []
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        match = LINE.match(line)
        if not match:
            raise CellsUnreadable(line)
        found.append(Allowed(match["roles"], tuple((match["addresses"] or "*").split()), tuple(match["names"].split())))
    return tuple(found)


ALLOWED = read_names(PATH.read_text(encoding="utf-8"))


def wrongly_named(actor: str, own_name: str, url: str, text: str) -> Iterator[str]:
    """Yield a sentence for each name that the page may not show to the actor."""
    for name in sorted(names(text) - {own_name}):
        if not any(line.covers(actor, url, name) for line in ALLOWED):
            yield f"{actor} {url} names {name}"


def wrongly_offered(
    actor: str, url: str, text: str, answers: dict[tuple[str, str], str], ask: Callable[[str, str], str]
) -> Iterator[str]:
    """Yield a sentence for each link and form of the page that is denied to its reader. Asks for what has no answer."""
    for method, path in sorted(offers(url, text)):
        if (method, path) not in answers:
            answers[method, path] = ask(method, path)
        if answers[method, path] not in ({"+", "sign in"} if actor == "X" else {"+"}):
            yield f"{actor} {url} offers {method} {path}: {answers[method, path]}"
