"""What differs between two wordings, told as one tells a colleague: this paragraph is new, these words went."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import ngettext


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Mark(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Words:
    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A paragraph that differs. under: the heading above it. words: its words, those that went and came marked."""

    kind: Kind
    under: str
    words: tuple[Words, ...]


ALIKE = 0.4
"""How alike two paragraphs are when one of them is the other one changed, 0–1."""
LOOK_AHEAD = 12
"""How many old paragraphs a new one is held against, so that a text that is all new is compared in no time."""


def differences(before: str, after: str) -> list[Change]:
    """Return the paragraphs that differ, in the order of the text."""
    old, new = _paragraphs(before), _paragraphs(after)
    matcher = difflib.SequenceMatcher(None, [text for _h, text in old], [text for _h, text in new], autojunk=False)
    found: list[Change] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            found += _changes(old[a:b], new[c:d])
    return found


def in_words(changes: Iterable[Change]) -> str:
    """Return the sum of the changes: "2 stycken ändrade, 1 nytt"."""
    kinds = [change.kind for change in changes]
    told = (
        (Kind.CHANGED, ngettext("%(n)d stycke ändrat", "%(n)d stycken ändrade", kinds.count(Kind.CHANGED))),
        (Kind.ADDED, ngettext("%(n)d stycke nytt", "%(n)d stycken nya", kinds.count(Kind.ADDED))),
        (Kind.REMOVED, ngettext("%(n)d stycke borttaget", "%(n)d stycken borttagna", kinds.count(Kind.REMOVED))),
    )
    return ", ".join(text % {"n": kinds.count(kind)} for kind, text in told if kind in kinds)


def _paragraphs(text: str) -> list[tuple[str, str]]:
    """Return (heading above, text) of every paragraph, heading and point of a list."""
    found, under = [], ""
    for part in re.split(r"\n\s*\n|\n(?=\s*(?:[-*>#]|\d+\.) )", text.strip()):
        words = " ".join(part.split())
        if words:
            found.append((under, words))
            under = words.lstrip("# ") if words.startswith("#") else under
    return found


def _changes(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> list[Change]:
    """Pair what is alike, in order; the rest went or came."""
    found, left = [], list(old)
    for under, text in new:
        alike = next((i for i, (_h, was) in enumerate(left[:LOOK_AHEAD]) if _ratio(was, text) >= ALIKE), None)
        if alike is None:
            found.append(Change(Kind.ADDED, under, (Words(Mark.NEW, text),)))
            continue
        found += [_removed(*gone) for gone in left[:alike]]
        found.append(Change(Kind.CHANGED, under, _word_by_word(left[alike][1], text)))
        left = left[alike + 1 :]
    return found + [_removed(*gone) for gone in left]


def _removed(under: str, text: str) -> Change:
    return Change(Kind.REMOVED, under, (Words(Mark.GONE, text),))


def _ratio(before: str, after: str) -> float:
    return difflib.SequenceMatcher(None, before.split(), after.split(), autojunk=False).ratio()


def _word_by_word(before: str, after: str) -> tuple[Words, ...]:
    old, new = before.split(), after.split()
    found: list[Words] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Words(Mark.SAME, " ".join(old[a:b])))
            continue
        found += [Words(Mark.GONE, " ".join(old[a:b]))] if b > a else []
        found += [Words(Mark.NEW, " ".join(new[c:d]))] if d > c else []
    return tuple(found)
