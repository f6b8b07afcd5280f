"""Reads the cells that are kept by hand. See cells.txt for what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tests.access.world import ROLES

PATH = Path(__file__).with_name("cells.txt")
EVERY_ROLE = "".join(ROLES) + "N"
GROUPS = {"@": EVERY_ROLE, "*": EVERY_ROLE + "X"}
METHODS = ("GET", "POST")
PERSONAL = {"me", "mine", "mate", "over"}
"""Relations that somebody has to a row, not by their role alone."""
HEAD = re.compile(r"^(?P<address>/\S*)(?: \[(?P<relations>[\w\- ]+)\])?$")


class CellsUnreadable(ValueError):
    """A line of the cells does not follow the form."""


@dataclass(frozen=True)
class Cells:
    """expected: (method, actor, relation) → "+" opens or acts, "-" no such. What is not there is denied."""

    address: str
    relations: tuple[str, ...]
    expected: dict[tuple[str, str, str], str]
    methods: frozenset[str]
    is_open: bool

    def outcome(self, method: str, actor: str, relation: str) -> str:
        """Return "+", "-", "sign in", "denied" or "wrong method"."""
        if method not in (*METHODS, "HEAD"):
            return "wrong method"
        method = "GET" if method == "HEAD" else method
        if actor == "X" and not self.is_open:
            return "sign in"
        holds = any(held == actor for _method, held, _relation in self.expected)
        if not holds:
            return "denied"
        if method not in self.methods:
            return "wrong method"
        return self.expected.get((method, actor, relation), "denied")


def read(text: str) -> dict[str, Cells]:
    """Return the cells by address. Raises CellsUnreadable."""
    found: dict[str, Cells] = {}
    for address, relations, lines in _blocks(text):
        if address in found:
            raise CellsUnreadable(f"{address} stands twice")
        expected: dict[tuple[str, str, str], str] = {}
        methods = set()
        is_open = False
        for method, words in lines:
            methods.add(method)
            is_open = is_open or "*" in words
            for actors, codes in zip(words[::2], words[1::2], strict=True):
                if len(codes) != len(relations) or set(codes) - set("+-"):
                    raise CellsUnreadable(f"{address} {method}: {actors} {codes} is not one of +- for each relation")
                for actor in GROUPS.get(actors, actors):
                    for relation, code in zip(relations, codes, strict=True):
                        if (method, actor, relation) in expected:
                            raise CellsUnreadable(f"{address} {method}: {actor} stands twice")
                        expected[method, actor, relation] = code
        found[address] = Cells(address, relations, expected, frozenset(methods), is_open)
    return found


def _blocks(text: str) -> Iterator[tuple[str, tuple[str, ...], list[tuple[str, list[str]]]]]:
    head: tuple[str, tuple[str, ...]] | None = None
    lines: list[tuple[str, list[str]]] = []
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if match := HEAD.match(line):
            if head:
                yield *head, lines
            head, lines = (match["address"], tuple((match["relations"] or "-").split())), []
            continue
        method, *words = line.split()
        if head is None or method not in METHODS:
            raise CellsUnreadable(f"line {number}: {raw}")
        lines.append((method, words))
    if head:
        yield *head, lines


def all_cells() -> dict[str, Cells]:
    return read(PATH.read_text(encoding="utf-8"))


def held_by(actor: str, cells: dict[str, Cells]) -> dict[str, Cells]:
    """Return the cells that open something to the actor, each for the first relation that does."""
    found: dict[str, Cells] = {}
    for address, entry in cells.items():
        opened = [r for r in entry.relations if any(entry.expected.get((m, actor, r)) == "+" for m in METHODS)]
        if opened and not entry.is_open:
            found[address] = replace(entry, relations=(opened[0],))
    return found


OF_A_DECISION = ("decision", "clause", "funding", "cost", "exception", "run", "draft", "snapshot")


def outside_programme(actor: str, cells: dict[str, Cells]) -> dict[str, Cells]:
    """Return the cells of what belongs to a decision, for whom it is of another programme: they reach none of it."""
    found = {}
    for address, entry in cells.items():
        is_of_decision = any(f"<uuid:{kind}_id>" in address for kind in OF_A_DECISION)
        if is_of_decision and not address.startswith("/import/"):
            expected = {cell: "-" if cell[1] == actor else code for cell, code in entry.expected.items()}
            found[address] = replace(entry, expected=expected)
    return found


def across(actor: str, cells: dict[str, Cells]) -> dict[str, Cells]:
    """Return the cells of the rows of another board alone, where the actor's role opens something."""
    far = {a: replace(c, relations=tuple(r for r in c.relations if r.startswith("far"))) for a, c in cells.items()}
    return {a: c for a, c in far.items() if c.relations and any(held == actor for _, held, _ in c.expected)}


def nearest_and_far(actor: str, cells: dict[str, Cells]) -> dict[str, Cells]:
    """Return the cells of what opens to the actor, for the first row that does and is not about a person's own."""
    found = {}
    for address, entry in cells.items():
        open_to = [r for r in entry.relations if entry.expected.get(("GET", actor, r)) == "+" and r not in PERSONAL]
        if open_to:
            rows = (open_to[0], *(r for r in entry.relations if r.startswith("far")))
            found[address] = replace(entry, relations=rows)
    return found
