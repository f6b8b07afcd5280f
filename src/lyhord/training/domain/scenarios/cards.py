"""A scenario on paper for a group: numbered cards to cut out, and slips that say what came of each choice. PDF/UA-1."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from lyhord.training.domain.curriculum.sources import sources
from lyhord.training.domain.scenarios.scenario import Passage, Roles, Scenario
from lyhord.training.domain.scenarios.scorm import kind_words
from lyhord.training.enums import StaffRole
from lyhord.web.markdown import Block, plain, references_in, to_paper
from lyhord.web.pdf import compile_pdf

TEMPLATE = Path(__file__).parents[2] / "content" / "print" / "scenario.typ"


@override("sv")
def cards_pdf(scenario: Scenario) -> bytes:
    """Return the cards, in the language of the story whoever asks."""
    numbers = {id: number for number, id in enumerate(scenario.passages, 1)}
    cards = [_card(passage, numbers[passage.id]) for passage in scenario.passages.values()]
    slips = [slip for passage in scenario.passages.values() for slip in _slips(passage, numbers)]
    told = {
        "title": scenario.title,
        "lang": "sv",
        "about": scenario.about,
        "place": scenario.place,
        "how": _how_to_play(),
        "cards": cards,
        "slips": slips,
        "sources": _sources(scenario),
        "words": _words(),
    }
    return compile_pdf(TEMPLATE, told)


def _card(passage: Passage, number: int) -> dict[str, Any]:
    return {
        "number": number,
        "text": [block for part in passage.paragraphs if not part.roles for block in _blocks(part.text)],
        "roles": [
            {"who": capfirst(_who(part.roles)), "text": _blocks(part.text)} for part in passage.paragraphs if part.roles
        ],
        "questions": [plain(question) for question in passage.questions],
        "choices": [
            {
                "slip": f"{number}{letter}",
                "text": plain(choice.text),
                "only": _("bara %(roles)s") % {"roles": _who(choice.roles)} if choice.roles else "",
            }
            for letter, choice in zip(ascii_uppercase, passage.choices, strict=False)
        ],
        "ending": str(kind_words(passage.ending)) if passage.ending else "",
        "feedback": _blocks(passage.feedback),
        "remember": plain(passage.remember),
    }


def _slips(passage: Passage, numbers: dict[str, int]) -> Iterable[dict[str, Any]]:
    for letter, choice in zip(ascii_uppercase, passage.choices, strict=False):
        yield {
            "name": f"{numbers[passage.id]}{letter}",
            "visitor": plain(choice.visitor),
            "colleague": plain(choice.colleague),
            "to": _("Gå till kort %(number)d") % {"number": numbers[choice.to]},
        }


def _blocks(text: str) -> list[Block]:
    return list(to_paper(text).blocks)


def _who(roles: Roles) -> str:
    return ", ".join(str(role.label) for role in StaffRole if role in roles)


def _sources(scenario: Scenario) -> list[str]:
    texts = [part.text for passage in scenario.passages.values() for part in passage.paragraphs]
    texts += [passage.feedback for passage in scenario.passages.values()]
    ids = dict.fromkeys([*scenario.sources, *references_in("\n".join(texts))])
    return [f"{source.title}. {source.by}, {source.dated}." for source in (sources()[id] for id in ids)]


def _how_to_play() -> list[str]:
    return [
        _("Klipp ut korten och lapparna. Lägg lapparna med texten nedåt, i ordning."),
        _("Läs kort 1 högt. Var och en läser det som deras roll ser."),
        _("Rösta med handen vid varje val. Läs sedan lappen med valets namn, och gå till kortet som står där."),
        _("Sluta efter tjugo minuter: läs återkopplingen och säg en sak som ni gör redan den här veckan."),
        _("Ingen behöver berätta om sig själv. Nämn inga besökare ni känner. Visa var stödet finns."),
    ]


def _words() -> dict[str, str]:
    return {
        "cards": _("Kort"),
        "card": _("Kort"),
        "slips": _("Lappar"),
        "how": _("Så gör ni"),
        "talk": _("Prata om"),
        "what": _("Vad gör du?"),
        "slip": _("lapp"),
        "visitor": _("Besökaren"),
        "colleague": _("Nästa kollega"),
        "remember": _("Att ta med dig"),
        "sources": _("Källor"),
    }
