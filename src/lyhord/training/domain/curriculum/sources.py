"""The sources of everything that the training says: one list, content/sources.yaml."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from urllib.parse import urlsplit

import yaml
from django.utils.translation import gettext_lazy

from lyhord.training.domain.curriculum.words import SourceKind


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
    kind: SourceKind
    known_from: KnownFrom
    says: str
    url: str = ""
    read_on: dt.date | None = None

    @property
    def is_dated(self) -> bool:
        """Tell whether the source itself says when it is from; when we read it is no such thing."""
        return self.dated[:4].isdigit()

    @property
    def year(self) -> int | None:
        """Return the last year that the date tells; none when the source has no date."""
        years = re.findall(r"\b(?:19|20)\d\d\b", "" if self.dated.startswith("utan datum") else self.dated)
        return int(years[-1]) if years else None

    @property
    def site(self) -> str:
        return urlsplit(self.url).netloc.removeprefix("www.")


@cache
def sources() -> dict[str, Source]:
    """Return the sources by id, in the order of the list."""
    text = resources.files("lyhord.training").joinpath("content/sources.yaml").read_text("utf-8")
    rows = [
        Source(**row | {"kind": SourceKind(row["kind"]), "known_from": KnownFrom(row["known_from"])})
        for row in yaml.safe_load(text)
    ]
    return {source.id: source for source in rows}


KIND_TITLES = {
    SourceKind.LAW: gettext_lazy("Lagar och förarbeten"),
    SourceKind.REGULATION: gettext_lazy("Föreskrifter"),
    SourceKind.DECISION: gettext_lazy("Beslut"),
    SourceKind.RESEARCH: gettext_lazy("Forskning"),
    SourceKind.REVIEW: gettext_lazy("Kunskapsöversikter"),
    SourceKind.STATISTICS: gettext_lazy("Statistik"),
    SourceKind.ROUTINE: gettext_lazy("Rutiner och handböcker"),
    SourceKind.SUPPORT_LINE: gettext_lazy("Stödlinjer"),
    SourceKind.PRESS: gettext_lazy("Press och samtal"),
}
"""What the kinds of sources are called together, what binds us first."""


def sources_by_kind() -> list[tuple[str, list[Source]]]:
    """Return the sources under what their kinds are called, the newest first within each."""
    rows = sorted(sources().values(), key=lambda source: (source.year is None, -(source.year or 0), source.title))
    grouped = [(str(title), [source for source in rows if source.kind == kind]) for kind, title in KIND_TITLES.items()]
    return [(title, found) for title, found in grouped if found]
