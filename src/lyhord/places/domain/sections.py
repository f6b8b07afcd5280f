"""Parts of a place's page that belong to areas above, such as who works there. They register them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from lyhord.accounts.models import User
from lyhord.places.models import MeetingPlace


@dataclass(frozen=True)
class Line:
    """One line of a section. url: where the text leads, if anywhere. note: small, beside it."""

    text: str
    url: str = ""
    note: str = ""
    is_example: bool = False


@dataclass(frozen=True)
class Section:
    """A card on somebody's page.

    empty: what stands there without lines. more: (text, url) of a link below. persons: how many persons it names.
    """

    title: str
    lines: list[Line] = field(default_factory=list)
    empty: str = ""
    note: str = ""
    more: list[tuple[str, str]] = field(default_factory=list)
    persons: int = 0


type PlaceSection = Callable[[User, MeetingPlace, dt.date], Section | None]

_makers: list[tuple[int, PlaceSection]] = []


def register_place_section(make: PlaceSection, *, order: int) -> None:
    """Let an area add a section to every place's page. `make` gives None when the user may not see it."""
    _makers.append((order, make))


def place_sections(user: User, place: MeetingPlace, on: dt.date) -> list[Section]:
    """Return the sections that the user may see, in order."""
    sections = [make(user, place, on) for _order, make in sorted(_makers, key=lambda entry: entry[0])]
    return [section for section in sections if section is not None]
