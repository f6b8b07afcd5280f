"""What a scenario is made of. See docs/scenarios.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lyhord.training.enums import Ending, StaffRole


class Branch(StrEnum):
    """Where one stands after having asked; six branches (source: falun in sources.yaml)."""

    CONFIRMS_AND_WANTS = "confirms-and-wants"
    CONFIRMS_AND_DOES_NOT = "confirms-and-does-not"
    DENIES = "denies"
    UNABLE_SUSPICION = "unable-suspicion"
    UNABLE_CONFIRMED = "unable-confirmed"
    UNABLE_DENIED = "unable-denied"

    @property
    def word(self) -> Promise:
        return BRANCH_WORDS[self]


BRANCH_WORDS = {
    Branch.CONFIRMS_AND_WANTS: _("bekräftat, vill ha hjälp"),
    Branch.CONFIRMS_AND_DOES_NOT: _("bekräftat, vill inte"),
    Branch.DENIES: _("nekar, misstanken kvar"),
    Branch.UNABLE_SUSPICION: _("kan inte tala, misstanke"),
    Branch.UNABLE_CONFIRMED: _("kan inte tala, bekräftat"),
    Branch.UNABLE_DENIED: _("kan inte tala, nekat"),
}


type Roles = frozenset[StaffRole]
"""Those whom a paragraph or a choice is for; empty when it is for all."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    roles: Roles = frozenset()


@dataclass(frozen=True, slots=True)
class Choice:
    """visitor: what the visitor does next. colleague: what the next colleague knows. to: id of a passage."""

    text: str
    visitor: str
    colleague: str
    to: str
    roles: Roles = frozenset()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    id: str
    paragraphs: tuple[Paragraph, ...] = ()
    choices: tuple[Choice, ...] = ()
    questions: tuple[str, ...] = ()
    branch: Branch | None = None
    ending: Ending | None = None
    feedback: str = ""
    remember: str = ""
    line: int = 0

    def paragraphs_for(self, role: StaffRole) -> tuple[Paragraph, ...]:
        return tuple(paragraph for paragraph in self.paragraphs if is_for(paragraph, role))

    def choices_for(self, role: StaffRole) -> tuple[Choice, ...]:
        return tuple(choice for choice in self.choices if is_for(choice, role))


@dataclass(frozen=True, slots=True)
class Scenario:
    """passages: by id, in the order of the text. The first is `start`."""

    slug: str
    title: str
    about: str
    place: str
    themes: tuple[str, ...]
    sources: tuple[str, ...]
    passages: Mapping[str, Passage]

    @property
    def start(self) -> Passage:
        return self.passages["start"]

    @property
    def endings(self) -> tuple[Passage, ...]:
        return tuple(passage for passage in self.passages.values() if passage.ending)

    @property
    def prose(self) -> str:
        """Return all that is read of it, a line for each part, without the marks of the format."""
        lines = [self.title, self.about, self.place]
        for passage in self.passages.values():
            lines += [paragraph.text for paragraph in passage.paragraphs]
            lines += [text for choice in passage.choices for text in (choice.text, choice.visitor, choice.colleague)]
            lines += [*passage.questions, passage.feedback, passage.remember]
        return "\n".join(line for line in lines if line)

    def walks(self, role: StaffRole) -> Iterator[tuple[Passage, ...]]:
        """Yield every way from the start to an ending that is open to the role. The scenario has passed the checker."""
        ways: list[tuple[Passage, ...]] = [(self.start,)]
        while ways:
            way = ways.pop()
            if way[-1].ending:
                yield way
            ways += [(*way, self.passages[choice.to]) for choice in reversed(way[-1].choices_for(role))]


def is_for(part: Paragraph | Choice, role: StaffRole) -> bool:
    return not part.roles or role in part.roles
