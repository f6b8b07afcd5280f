"""JSON that comes from outside: bounded in length, depth and number of values before it is read."""

from __future__ import annotations

import json
from typing import Any

MOST_LETTERS, MOST_LAYERS, MOST_VALUES = 20_000, 8, 200


class NotReadable(ValueError):
    """It is no JSON, or more of it than anybody sends."""


def read_outside_json(text: str) -> Any:
    """Return what the text says. Raises NotReadable, also for what JSON does not promise to mean anything.

    That is names that stand twice, numbers that are none, NUL and half surrogate pairs.
    """
    if len(text) > MOST_LETTERS:
        raise NotReadable("too long")
    _measure(text)
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except ValueError as error:
        raise NotReadable(str(error)) from error
    _demand_texts(found)
    return found


def _measure(text: str) -> None:
    """Count layers and values letter by letter, since the reader itself climbs into them. Raises NotReadable."""
    layers, values, in_text, is_escaped = 0, 1, False, False
    for letter in text:
        if is_escaped:
            is_escaped = False
        elif letter == '"':
            in_text = not in_text
        elif in_text:
            is_escaped = letter == "\\"
        elif letter in "[{":
            layers += 1
            values += 1
        elif letter in "]}":
            layers -= 1
        elif letter == ",":
            values += 1
        if layers > MOST_LAYERS or values > MOST_VALUES:
            raise NotReadable("too deep or too much")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise NotReadable("a name stands twice")
    return found


def _no_number(word: str) -> Any:
    raise NotReadable(word)


def _demand_texts(value: Any) -> None:
    """Raise NotReadable for a text that no database takes."""
    if isinstance(value, dict):
        for name, part in value.items():
            _demand_texts(name)
            _demand_texts(part)
    elif isinstance(value, list):
        for part in value:
            _demand_texts(part)
    elif isinstance(value, str) and ("\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value)):
        raise NotReadable("no text")
