"""Neutral titles: content, not code. See content/titles.toml."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any, Literal


@cache
def _content() -> dict[str, Any]:
    return tomllib.loads(resources.files("lyhord.messaging").joinpath("content/titles.toml").read_text("utf-8"))


def neutral_title(kind: Literal["training", "visit"]) -> str:
    """Return what a calendar calls this kind of event."""
    title: str = _content()[kind]
    return title


def telling_word(title: str) -> str | None:
    """Return the first word that tells what the event is about, None when the title is neutral."""
    parts: list[str] = _content()["telling"]
    words: list[str] = re.findall(r"\w+", title)
    return next((word for word in words if any(part in word.casefold() for part in parts)), None)
