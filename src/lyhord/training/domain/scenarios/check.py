"""What makes a scenario whole: for one (`problems_of`), and among all of them (`problems_among`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from django.utils.translation import gettext as _

from lyhord.training.domain.scenarios.parse import Problem
from lyhord.training.domain.scenarios.scenario import Choice, Paragraph, Passage, Scenario
from lyhord.training.domain.scenarios.shape import shape_of
from lyhord.training.enums import Ending, StaffRole

PASSAGES_MIN = 12
ENDINGS_MIN = 3
CHOICES = range(2, 5)
QUESTIONS_MIN = 3
WORDS_IN_A_WALK = range(300, 1001)
"""About five minutes on a phone."""


def problems_of(scenario: Scenario) -> list[Problem]:
    """Return what is wrong with the scenario in itself, in words for the one who wrote it."""
    problems = [*_amounts(scenario), *_passages(scenario)]
    if not problems:
        problems += _ways(scenario)
    if not problems:
        problems += [problem for role in StaffRole for problem in _for_role(scenario, role)]
    return sorted(problems, key=lambda problem: problem.line)


def problems_among(scenarios: Sequence[Scenario]) -> list[tuple[str, str]]:
    """Return (slug, sentence) for what no two scenarios may share: a passage's text, or the shape of the tree."""
    found = []
    by_shape: dict[str, list[str]] = defaultdict(list)
    by_text: dict[str, list[str]] = defaultdict(list)
    for scenario in scenarios:
        by_shape[shape_of(scenario)].append(scenario.slug)
        for passage in scenario.passages.values():
            by_text["\n".join(paragraph.text for paragraph in passage.paragraphs)].append(scenario.slug)
    for slug, *others in by_shape.values():
        found += [(other, _("Grenarna är desamma som i ”%(slug)s”.") % {"slug": slug}) for other in others]
    for slug, *others in by_text.values():
        found += [(other, _("En passage står också i ”%(slug)s”.") % {"slug": slug}) for other in others]
    return found


def _amounts(scenario: Scenario) -> Iterator[Problem]:
    passages, endings = scenario.passages, scenario.endings
    if len(passages) < PASSAGES_MIN:
        yield _problem(
            0, _("Det behövs minst %(min)s passager, här är %(count)s."), min=PASSAGES_MIN, count=len(passages)
        )
    if len(endings) < ENDINGS_MIN:
        yield _problem(0, _("Det behövs minst %(min)s slut, här är %(count)s."), min=ENDINGS_MIN, count=len(endings))
    kinds = {passage.ending for passage in endings}
    if Ending.GOOD not in kinds or len(kinds) < 2:
        yield _problem(0, _("Minst ett slut ska vara bra, och minst ett halvvägs eller missat."))
    questions = sum(len(passage.questions) for passage in passages.values())
    if questions < QUESTIONS_MIN:
        yield _problem(
            0, _("Gruppen behöver minst %(min)s samtalsfrågor, här är %(count)s."), min=QUESTIONS_MIN, count=questions
        )
    if not any(passage.branch for passage in passages.values()):
        yield _problem(0, _("Ingen passage har någon gren efter frågan (gren: …)."))


def _passages(scenario: Scenario) -> Iterator[Problem]:
    for passage in scenario.passages.values():
        if not any(not paragraph.roles for paragraph in passage.paragraphs):
            yield _problem(passage.line, _("Passagen ”%(id)s” har ingen text för alla roller."), id=passage.id)
        if passage.ending and passage.choices:
            yield _problem(passage.line, _("”%(id)s” är ett slut och får inte ha val."), id=passage.id)
        if passage.ending and not (passage.feedback and passage.remember):
            yield _problem(passage.line, _("Slutet ”%(id)s” behöver raderna återkoppling: och minnas:."), id=passage.id)
        for choice in passage.choices:
            if choice.to not in scenario.passages:
                yield _problem(choice.line, _("Valet leder till ”%(id)s”, som inte finns."), id=choice.to)


def _ways(scenario: Scenario) -> Iterator[Problem]:
    """Every passage is reached by somebody, and no way comes back to where it has been."""
    reached = {passage.id for passage, _choices in _from_start(scenario, None)}
    for passage in scenario.passages.values():
        if passage.id not in reached:
            yield _problem(passage.line, _("Ingen väg leder till ”%(id)s”."), id=passage.id)
    for passage in _in_circles(scenario):
        yield _problem(passage.line, _("En väg kommer tillbaka till ”%(id)s”. Varje väg ska gå framåt."), id=passage.id)


def _for_role(scenario: Scenario, role: StaffRole) -> Iterator[Problem]:
    name = {"role": role.label}
    places = 0
    for passage, choices in _from_start(scenario, role):
        if not passage.ending and len(choices) not in CHOICES:
            sentence = _("I ”%(id)s” har rollen %(role)s %(count)s val. Det ska vara två till fyra.")
            yield _problem(passage.line, sentence, id=passage.id, count=len(choices), **name)
            return
        parts: list[Paragraph | Choice] = [*passage.paragraphs, *choices]
        places += any(role in part.roles for part in parts)
    if not any(role in paragraph.roles for paragraph in scenario.start.paragraphs):
        yield _problem(scenario.start.line, _("Rollen %(role)s har inget eget stycke i början."), **name)
    if places < 2:
        yield _problem(0, _("Rollen %(role)s har inget eget stycke eller val efter början."), **name)
    for way in scenario.walks(role):
        words = words_in(way, role)
        if words not in WORDS_IN_A_WALK:
            sentence = _("Vägen till ”%(id)s” är %(words)s ord för rollen %(role)s. Den ska vara %(min)s–%(max)s.")
            limits = {"min": WORDS_IN_A_WALK.start, "max": WORDS_IN_A_WALK.stop - 1}
            yield _problem(way[-1].line, sentence, id=way[-1].id, words=words, **limits, **name)


def words_in(way: Sequence[Passage], role: StaffRole) -> int:
    """Return how many words one reads on the way: texts, all choices, what came of the one taken, and the feedback."""
    texts = [paragraph.text for passage in way for paragraph in passage.paragraphs_for(role)]
    texts += [choice.text for passage in way for choice in passage.choices_for(role)]
    for passage, after in pairwise(way):
        taken = next(choice for choice in passage.choices_for(role) if choice.to == after.id)
        texts += [taken.visitor, taken.colleague]
    texts += [way[-1].feedback, way[-1].remember]
    return sum(len(text.split()) for text in texts)


def _from_start(scenario: Scenario, role: StaffRole | None) -> Iterator[tuple[Passage, tuple[Choice, ...]]]:
    """Yield each passage that the role comes to, with its choices; role None: that anybody comes to."""
    seen = {"start"}
    waiting = [scenario.start]
    while waiting:
        passage = waiting.pop()
        choices = passage.choices if role is None else passage.choices_for(role)
        yield passage, choices
        for choice in choices:
            if choice.to not in seen:
                seen.add(choice.to)
                waiting.append(scenario.passages[choice.to])


def _in_circles(scenario: Scenario) -> list[Passage]:
    """Return the passages where a way comes back: those on the way that leads to them again."""
    found: list[Passage] = []
    done: set[str] = set()

    def follow(passage: Passage, way: frozenset[str]) -> None:
        for choice in passage.choices:
            if choice.to in way:
                found.append(scenario.passages[choice.to])
            elif choice.to not in done:
                follow(scenario.passages[choice.to], way | {choice.to})
        done.add(passage.id)

    follow(scenario.start, frozenset({"start"}))
    return list(dict.fromkeys(found))


def _problem(line: int, sentence: str, **words: object) -> Problem:
    return Problem(line, sentence % words if words else sentence)
