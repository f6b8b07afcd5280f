"""Dataclasses to JSON and back, strictly, led by the types of their fields.

A dataclass is an object with its fields as keys, a set a sorted list, a mapping an object (whole-number keys as
text), a date "2026-01-05". Fields with a default may be left out when reading; nothing unknown may be added.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import math
import types
import unicodedata
from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

LARGEST = 2**31 - 1
FIRST_YEAR, LAST_YEAR = 1900, 2999
_UNWRITABLE = ("Cc", "Cs")


def encode(thing: Any) -> Any:
    """Return what `json` can write, with keys in a stable order."""
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        return {field.name: encode(getattr(thing, field.name)) for field in dataclasses.fields(thing)}
    if isinstance(thing, Mapping):
        return {str(key): encode(thing[key]) for key in sorted(thing)}
    if isinstance(thing, frozenset):
        return [encode(item) for item in sorted(thing)]
    if isinstance(thing, tuple):
        return [encode(item) for item in thing]
    if isinstance(thing, dt.date):
        return thing.isoformat()
    if isinstance(thing, StrEnum):
        return str(thing)
    return thing


class Decoder:
    """Reads JSON into dataclasses and collects every fault, each with its JSON path. After a fault the result is
    of no use: look at `faults` before using it."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def decode(self, kind: Any, raw: Any, path: str) -> Any:
        """Return `raw` as `kind`, a type such as a field of a dataclass has."""
        origin = get_origin(kind)
        if dataclasses.is_dataclass(kind):
            return self._dataclass(kind, raw, path)
        if origin in (Union, types.UnionType):
            if raw is None:
                return None
            [rest] = [it for it in get_args(kind) if it is not type(None)]
            return self.decode(rest, raw, path)
        if origin is Literal:
            return self._one_of(get_args(kind), raw, path)
        if origin in (tuple, frozenset):
            return self._list(kind, raw, path)
        if origin is not None and issubclass(origin, Mapping):
            return self._mapping(get_args(kind), raw, path)
        if issubclass(kind, StrEnum):
            chosen = self._one_of([str(it) for it in kind], raw, path)
            return kind(chosen) if chosen is not None else None
        return self._scalar(kind, raw, path)

    def _fault(self, path: str, text: str) -> None:
        self.faults.append(f"{path or 'the file'}: {text}")

    def _dataclass(self, kind: Any, raw: Any, path: str) -> Any:
        if not isinstance(raw, dict):
            self._fault(path, f"is {_json_name(raw)}; give an object with the keys of {kind.__name__}.")
            return None
        hints = _hints(kind)
        for key in raw.keys() - hints.keys():
            self._fault(f"{path}.{key}".lstrip("."), f"is not a key of {kind.__name__}; remove or rename it.")
        found: dict[str, Any] = {}
        for field in dataclasses.fields(kind):
            if field.name in raw:
                where = f"{path}.{field.name}".lstrip(".")
                found[field.name] = self.decode(hints[field.name], raw[field.name], where)
            elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
                self._fault(f"{path}.{field.name}".lstrip("."), "is missing; add it.")
        return kind(**found) if not self.faults else None

    def _list(self, kind: Any, raw: Any, path: str) -> Any:
        if not isinstance(raw, list):
            self._fault(path, f"is {_json_name(raw)}; give a list.")
            return None
        item_kind = get_args(kind)[0]
        items = [self.decode(item_kind, item, f"{path}[{number}]") for number, item in enumerate(raw)]
        if get_origin(kind) is tuple:
            return tuple(items)
        if self.faults:
            return None
        for item, times in Counter(items).items():
            if times > 1:
                self._fault(path, f"{raw[items.index(item)]!r} stands {times} times; name it once.")
        return frozenset(items)

    def _mapping(self, kinds: tuple[Any, ...], raw: Any, path: str) -> Any:
        if not isinstance(raw, dict):
            self._fault(path, f"is {_json_name(raw)}; give an object.")
            return None
        key_kind, item_kind = kinds
        found: dict[Any, Any] = {}
        for key, item in raw.items():
            where = f'{path}["{key}"]'
            name: Any = self._scalar(str, key, where)
            if key_kind is int:
                if not (key.isascii() and key.isdigit() and str(int(key)) == key):
                    self._fault(where, "the key is not a whole number; use the number of a slot.")
                    continue
                name = int(key)
            found[name] = self.decode(item_kind, item, where)
        return found

    def _one_of(self, allowed: Any, raw: Any, path: str) -> Any:
        if raw not in allowed or not isinstance(raw, str):
            self._fault(path, f"is {raw!r}; give one of {', '.join(map(repr, allowed))}.")
            return None
        return raw

    def _scalar(self, kind: Any, raw: Any, path: str) -> Any:
        if kind is dt.date:
            return self._date(raw, path)
        if kind is float and isinstance(raw, int) and not isinstance(raw, bool):
            return float(raw)
        if type(raw) is not kind or (kind is float and not math.isfinite(raw)):
            self._fault(path, f"is {_json_name(raw)}; give {_WANTED[kind]}.")
        elif kind is int and abs(raw) > LARGEST:
            self._fault(path, f"is larger than {LARGEST}; give a smaller number.")
        elif kind is str and any(unicodedata.category(sign) in _UNWRITABLE for sign in raw):
            self._fault(path, f"is {raw!r}, with a sign that cannot be written; remove it.")
        return raw

    def _date(self, raw: Any, path: str) -> dt.date | None:
        try:
            day = dt.date.fromisoformat(raw)
        except (TypeError, ValueError):
            day = None
        if day is None or day.isoformat() != raw or not FIRST_YEAR <= day.year <= LAST_YEAR:
            self._fault(path, f'is {raw!r}; give a date such as "2026-01-05".')
            return None
        return day


_WANTED = {int: "a whole number", float: "a number", str: "text in quotes", bool: "true or false"}


@functools.cache
def _hints(kind: Any) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _json_name(raw: Any) -> str:
    if isinstance(raw, bool | int | float):
        return repr(raw).lower()
    names = {str: f"the text {raw!r}", list: "a list", dict: "an object", type(None): "null"}
    return names[type(raw)]
