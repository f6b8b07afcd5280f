"""Read the text of a scenario. The words of the format are Swedish, since those who write scenarios are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from lyhord.training.domain.scenarios.scenario import Branch, Choice, Paragraph, Passage, Roles, Scenario
from lyhord.training.domain.scenarios.words import (
    BRANCHES,
    CHOICE_PARTS,
    ENDINGS,
    FOR_ROLES,
    HEADINGS,
    NAMED,
    NAMED_LINE,
    ROLES,
)
from lyhord.training.enums import Ending

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Problem:
    """line: where in the text, from 1; 0 for the whole."""

    line: int
    sentence: str


class ScenarioTextError(Exception):
    """The text is no scenario; `problems` says why, in words for the one who wrote it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{problem.line}: {problem.sentence}" for problem in self.problems))


def parse(slug: str, text: str) -> Scenario:
    """Return the scenario that the text tells. Asks only for the form; `check.problems_of` for the content.

    Raises ScenarioTextError with every problem found.
    """
    reader = _Reader()
    for line, block in _blocks(text):
        reader.read(line, block)
    reader.end()
    missing = [word for word, name in HEADINGS.items() if not reader.head.get(name)]
    if missing:
        sentence = _("Överst behövs raderna: %(words)s.") % {"words": ", ".join(f"{word}:" for word in missing)}
        reader.problems.insert(0, Problem(1, sentence))
    if reader.problems:
        raise ScenarioTextError(reader.problems)
    head = reader.head
    return Scenario(
        slug=slug,
        title=head["title"],
        about=head["about"],
        place=head["place"],
        themes=_listed(head["themes"]),
        sources=_listed(head["sources"]),
        passages=reader.passages,
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _blocks(text: str) -> Iterable[tuple[int, str]]:
    """Yield each paragraph, choice, passage head or named line with the number of its first line."""
    block: list[str] = []
    first = 0
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if block and (not line or _ends(block[0]) or _begins(line, in_choice=block[0].startswith("*"))):
            yield first, "\n".join(block)
            block = []
        if line:
            first = first if block else number
            block.append(line)
    if block:
        yield first, "\n".join(block)


def _ends(line: str) -> bool:
    """Tell whether what the line begins is over with it."""
    return line.startswith(("==", "gren:", "slut:"))


def _begins(line: str, *, in_choice: bool) -> bool:
    if line.startswith(("==", "* ")):
        return True
    return not in_choice and (line.startswith("[") or NAMED_LINE.fullmatch(line) is not None)


@dataclass
class _Draft:
    """A passage while it is being read."""

    id: str
    line: int
    paragraphs: list[Paragraph] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    branch: Branch | None = None
    ending: Ending | None = None
    feedback: str = ""
    remember: str = ""

    def passage(self) -> Passage:
        return Passage(
            id=self.id,
            paragraphs=tuple(self.paragraphs),
            choices=tuple(self.choices),
            questions=tuple(self.questions),
            branch=self.branch,
            ending=self.ending,
            feedback=self.feedback,
            remember=self.remember,
            line=self.line,
        )


@dataclass
class _Reader:
    head: dict[str, str] = field(default_factory=dict)
    passages: dict[str, Passage] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    draft: _Draft | None = None

    def read(self, line: int, block: str) -> None:
        if block.startswith("=="):
            self.end()
            self.draft = self._begun(line, block.removeprefix("==").strip())
        elif self.draft is None:
            self._read_head(line, block)
        elif block.startswith("* "):
            self._read_choice(self.draft, line, block)
        elif (named := NAMED_LINE.fullmatch(block)) and named[1] in NAMED:
            self._read_named(self.draft, line, NAMED[named[1]], " ".join(named[2].split()))
        else:
            roles, text = self._roles(line, block)
            self.draft.paragraphs.append(Paragraph(" ".join(text.split()), roles))

    def end(self) -> None:
        """Keep the passage that was being read."""
        if self.draft is not None:
            self.passages[self.draft.id] = self.draft.passage()
            self.draft = None

    def _begun(self, line: int, id: str) -> _Draft:
        if not _ID.fullmatch(id):
            sentence = _("”%(id)s” kan inte vara ett namn på en passage. Använd a–z, siffror och bindestreck.")
            self._problem(line, sentence, id=id)
        if id in self.passages:
            self._problem(line, _("Det finns redan en passage som heter ”%(id)s”."), id=id)
        if not self.passages and id != "start":
            self._problem(line, _("Den första passagen ska heta start."))
        return _Draft(id, line)

    def _read_head(self, line: int, block: str) -> None:
        named = NAMED_LINE.fullmatch(block)
        if named is None or named[1] not in HEADINGS:
            self._problem(line, _("Här väntas en av raderna %(words)s."), words=", ".join(f"{w}:" for w in HEADINGS))
        else:
            self.head[HEADINGS[named[1]]] = " ".join(named[2].split())

    def _read_named(self, draft: _Draft, line: int, name: str, text: str) -> None:
        match name:
            case "question":
                draft.questions.append(text)
            case "branch":
                draft.branch = self._one_of(line, BRANCHES, text)
            case "ending":
                draft.ending = self._one_of(line, ENDINGS, text)
            case "feedback":
                draft.feedback = text
            case _:
                draft.remember = text

    def _read_choice(self, draft: _Draft, line: int, block: str) -> None:
        roles, text = self._roles(line, block.removeprefix("* "))
        parts: dict[str, list[str]] = {"text": [], "visitor": [], "colleague": []}
        name, to = "text", ""
        for row in text.split("\n"):
            if row.startswith("->"):
                to, name = row.removeprefix("->").strip(), ""
                continue
            named = NAMED_LINE.fullmatch(row)
            if named and named[1] in CHOICE_PARTS:
                name, row = CHOICE_PARTS[named[1]], named[2]
            if not name:
                self._problem(line, _("Efter pilen får inget mer stå i valet. Lämna en tom rad före nästa stycke."))
                return
            parts[name].append(row)
        said = {name: " ".join(rows).strip() for name, rows in parts.items()}
        for word, name in CHOICE_PARTS.items():
            if not said[name]:
                self._problem(line, _("Valet saknar raden ”%(word)s:”."), word=word)
        if not to:
            self._problem(line, _("Valet saknar en pil (-> passage)."))
        draft.choices.append(Choice(to=to, roles=roles, line=line, **said))

    def _roles(self, line: int, text: str) -> tuple[Roles, str]:
        match = FOR_ROLES.fullmatch(text)
        if match is None:
            return frozenset(), text
        words = _listed(match[1])
        if unknown := [word for word in words if word not in ROLES]:
            self._problem(
                line,
                _("Rollen ”%(word)s” finns inte. De är: %(words)s."),
                word=unknown[0],
                words=", ".join(ROLES),
            )
        return frozenset(ROLES[word] for word in words if word in ROLES), match[2]

    def _one_of[T](self, line: int, words: dict[str, T], text: str) -> T | None:
        if text not in words:
            self._problem(
                line, _("”%(text)s” går inte här. Skriv något av: %(words)s."), text=text, words=" · ".join(words)
            )
        return words.get(text)

    def _problem(self, line: int, sentence: str, **words: str) -> None:
        self.problems.append(Problem(line, sentence % words if words else sentence))
