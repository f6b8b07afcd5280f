"""What is asked of every text that is edited on site: known sources, no loose numbers to ring, nothing but Markdown."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lyhord.common.readability import lix
from lyhord.web.markdown import references_in

LONGEST = 100_000
"""Letters in a text, at most."""
HARD = 40
"""LIX above this is harder to read than texts for staff should be. It is told, not refused."""

_NUMBER = re.compile(r"(?<![\d.,:])\+?\d(?:[ -]?\d){2,}(?![\d:])")
_NOT_TOLD = re.compile(r"\[@[^\[\]]*\]|(?:19|20)\d\d-(?:[01]\d-[0-3]\d|(?:19|20)?\d\d)")
_THOUSANDS = re.compile(r"(?!116 |90 [1-9])[1-9]\d{0,2}(?: \d{3})+")
_SHORT_NUMBERS = frozenset({"1177", "11313", "11414"})
_NOT_SHOWN = (
    (
        re.compile(r"<[a-zA-Z/!]"),
        gettext_lazy("HTML visas inte. Här finns rubriker, listor, **fet** och *kursiv* stil."),
    ),
    (re.compile(r"!\["), gettext_lazy("Bilder visas inte.")),
    (
        re.compile(r"(?<!!)\[[^\[\]]*\]\(|https?://|\bwww\."),
        gettext_lazy("Länkar visas inte. Hänvisa till en källa med [@källans-id]."),
    ),
    (re.compile(r"^\s*\|.*\|"), gettext_lazy("Tabeller visas inte. Skriv en lista i stället.")),
)
"""What Markdown has and our texts have not: pattern in a line → what the editor is told."""


@dataclass(frozen=True, slots=True)
class TextProblem:
    """line: counted from 1; 0 when it is about the whole."""

    line: int
    sentence: str


def problems_in_text(text: str, *, known: Collection[str], numbers: Collection[str] = ()) -> list[TextProblem]:
    """Return what must be mended before the text is saved, in the order of its lines.

    known: ids of sources. numbers: those to ring that may stand.
    """
    found = [TextProblem(0, _("Texten är tom."))] if not text.strip() else []
    if len(text) > LONGEST:
        found.append(TextProblem(0, _("Texten är för lång. Dela den, eller stryk något.")))
    for number, line in enumerate(text.splitlines(), start=1):
        found += [TextProblem(number, sentence) for sentence in _in_line(line, known, numbers)]
    return found


def is_hard(text: str) -> bool:
    return lix(text) > HARD


def phone_numbers_in(text: str) -> list[str]:
    """Return what looks like a telephone number, 112 left out. Years, days and amounts do not."""
    return [match[0] for match in _NUMBER.finditer(_NOT_TOLD.sub("", text)) if _rings(match[0])]


def _in_line(line: str, known: Collection[str], numbers: Collection[str]) -> Iterator[str]:
    for id in references_in(line):
        if id not in known:
            yield _("Källan ”%(id)s” finns inte i källistan.") % {"id": id}
    for number in phone_numbers_in(line):
        if number not in numbers:
            yield _("”%(number)s” ser ut som ett telefonnummer. Hänvisa till kortet: där står numren, med datum.") % {
                "number": number
            }
    yield from (str(sentence) for pattern, sentence in _NOT_SHOWN if pattern.search(line))


def _rings(number: str) -> bool:
    digits = re.sub(r"\D", "", number)
    if digits in _SHORT_NUMBERS:
        return True
    if number.startswith(("0", "+")):
        return len(digits) >= 4
    return len(digits) >= 5 and not _THOUSANDS.fullmatch(number) and not (number.isdigit() and len(digits) == 5)
