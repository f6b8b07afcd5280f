"""LIX, the Swedish measure of how hard a text is to read (Björnsson 1968)."""

from __future__ import annotations

import re

LONG = 7
"""Letters in a long word: more than six."""

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?:]+(?=\s|[”\"»)]|$)")
_NOT_TEXT = re.compile(r"\[@[^\]]+\]|^[#>*\-=\d. ]+", re.MULTILINE)


def lix(text: str) -> float:
    """Return words per sentence plus the share of long words in percent; 0 for a text without words.

    text: plain or Markdown. A line that ends without a mark, such as a heading or a point of a list, is a sentence.
    """
    lines = [line.strip() for line in _NOT_TEXT.sub("", text).splitlines()]
    ended = "\n".join(line if not line or _SENTENCE_END.search(line[-2:]) else f"{line}." for line in lines)
    words = _WORD.findall(ended)
    if not words:
        return 0.0
    sentences = max(1, len(_SENTENCE_END.findall(ended)))
    long = sum(len(word) >= LONG for word in words)
    return len(words) / sentences + 100 * long / len(words)


def word_count(text: str) -> int:
    return len(_WORD.findall(_NOT_TEXT.sub("", text)))
