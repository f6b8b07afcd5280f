"""The sources of everything that the training says: one list, content/sources.yaml."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

import yaml

_REFERENCE = re.compile(r"\[@([a-z0-9-]+(?:\s*;\s*@[a-z0-9-]+)*)\]")


class KnownFrom(StrEnum):
    """How a source came into the list: named by those who ordered the training, or opened and read by us."""

    DOMAIN = "domain"
    OPENED = "opened"


@dataclass(frozen=True, slots=True)
class Source:
    """dated: a year or a day, as the source has it. read_on: when it was opened. says: what it is used for."""

    id: str
    title: str
    by: str
    dated: str
    kind: str
    known_from: KnownFrom
    says: str
    url: str = ""
    read_on: dt.date | None = None

    @property
    def is_dated(self) -> bool:
        """Tell whether the source itself says when it is from; when we read it is no such thing."""
        return self.dated[:4].isdigit()


@cache
def sources() -> dict[str, Source]:
    """Return the sources by id, in the order of the list."""
    text = resources.files("lyhord.training").joinpath("content/sources.yaml").read_text("utf-8")
    rows = [Source(**row | {"known_from": KnownFrom(row["known_from"])}) for row in yaml.safe_load(text)]
    return {source.id: source for source in rows}


def references_in(text: str) -> list[str]:
    """Return the ids that the text refers to by [@id], in their order, each once."""
    found = [id.strip().removeprefix("@") for match in _REFERENCE.findall(text) for id in match.split(";")]
    return list(dict.fromkeys(found))
