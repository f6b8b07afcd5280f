"""A module's texts: a folder under content/curriculum for each, written in Markdown and YAML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from lyhord.training.domain.curriculum.words import Part
from lyhord.web.markdown import references_in


class TextKind(StrEnum):
    """A text of a module in Markdown. The value is the name of its file."""

    TRAINER = "trainer"
    EXERCISES = "exercises"
    FORUM_PLAY = "forum-play"
    HANDOUT = "handout"
    SLIDES = "slides"


@dataclass(frozen=True, slots=True)
class PlanStep:
    """A stretch of the session's timed plan. slides: their numbers, from 1."""

    minutes: int
    part: Part
    title: str
    how: str
    slides: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Slide:
    title: str
    body: str
    note: str


@dataclass(frozen=True, slots=True)
class ModuleContent:
    """texts: Markdown by kind. covers: which of `COVERS` it treats. sources: ids in sources.yaml."""

    code: str
    name: str
    short_name: str
    order: int
    aims: tuple[str, ...]
    covers: tuple[str, ...]
    plan: tuple[PlanStep, ...]
    sources: tuple[str, ...]
    texts: Mapping[TextKind, str]

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.plan)

    @property
    def minutes_taught(self) -> int:
        """Return the minutes without breaks."""
        return sum(step.minutes for step in self.plan if step.part != Part.BREAK)

    @property
    def slides(self) -> tuple[Slide, ...]:
        return slides_in(self.texts[TextKind.SLIDES])

    @property
    def referred(self) -> list[str]:
        """Return the ids of the sources that the texts refer to."""
        return references_in("\n".join(self.texts.values()))


COVERS = ("makar", "vuxna-barn", "annan-narstaende", "heder", "sex-mot-ersattning", "ekonomiskt", "forsummelse")
"""What the decision says that the training treats (M6, M9)."""

VOLUNTEERS = "volontarer"
"""The folder of the volunteers' own text: they have other duties than staff."""
VOLUNTEER_TEXTS = ("text", "handout")
MODULE = "module"
"""The text that is YAML: names, aims and plan."""


def key_of(code: str, kind: str) -> str:
    """Return the key under which a board's wording of a text is kept."""
    return f"curriculum/{code}/{kind}"


@cache
def program_texts() -> Mapping[str, Mapping[str, str]]:
    """Return what comes with the program: code → kind → text. The volunteers' folder is among the codes."""
    found = {}
    for folder in _folder().iterdir():
        if folder.joinpath(f"{MODULE}.yaml").is_file():
            found[folder.name] = {kind.value: _text(folder, f"{kind}.md") for kind in TextKind}
            found[folder.name][MODULE] = _text(folder, f"{MODULE}.yaml")
        elif folder.name == VOLUNTEERS:
            found[folder.name] = {kind: _text(folder, f"{kind}.md") for kind in VOLUNTEER_TEXTS}
    return found


@cache
def modules() -> dict[str, ModuleContent]:
    """Return the modules as they come with the program, by code, in the order in which they are taught."""
    return modules_in(program_texts())


@cache
def volunteers() -> Mapping[str, str]:
    """Return the volunteers' texts as they come with the program, by kind."""
    return program_texts()[VOLUNTEERS]


def modules_in(texts: Mapping[str, Mapping[str, str]]) -> dict[str, ModuleContent]:
    """Return the modules that the texts make, by code, in the order in which they are taught."""
    found = [module_of(code, kinds) for code, kinds in texts.items() if MODULE in kinds]
    return {module.code: module for module in sorted(found, key=lambda module: (module.order, module.code))}


def module_of(code: str, texts: Mapping[str, str]) -> ModuleContent:
    """Return the module that the texts make: YAML under `module`, Markdown under the kinds of `TextKind`."""
    told = _told(texts[MODULE])
    plan = tuple(
        PlanStep(step["minutes"], Part(step["part"]), step["title"], step["how"], tuple(step.get("slides") or ()))
        for step in told["plan"]
    )
    return ModuleContent(
        code=code,
        name=told["name"],
        short_name=told["short_name"],
        order=told["order"],
        aims=tuple(told["aims"]),
        covers=tuple(told["covers"]),
        plan=plan,
        sources=tuple(told["sources"]),
        texts={kind: texts[kind] for kind in TextKind},
    )


@lru_cache(maxsize=64)
def _told(text: str) -> Mapping[str, Any]:
    """Return what the YAML says. Kept, since reading it takes longer than all else on a page."""
    told: Mapping[str, Any] = yaml.safe_load(text)
    return told


def slides_in(text: str) -> tuple[Slide, ...]:
    """Return the slides that the Markdown tells: parted by a line `---`, a title, a body, and a note that is said."""
    return tuple(_slide(part.strip()) for part in f"\n{text}\n".split("\n---\n"))


def _slide(text: str) -> Slide:
    head, _line, rest = text.partition("\n")
    body, _mark, note = f"\n{rest}".partition("\nNote:")
    return Slide(head.removeprefix("#").strip(), body.strip(), note.strip())


def _folder() -> Traversable:
    return resources.files("lyhord.training").joinpath("content/curriculum")


def _text(folder: Traversable, name: str) -> str:
    return folder.joinpath(name).read_text("utf-8")
