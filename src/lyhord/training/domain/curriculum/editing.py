"""What is asked of a module's texts when somebody edits them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeGuard

import yaml
from django.utils.translation import gettext as _

from lyhord.common.readability import word_count
from lyhord.training.domain.curriculum.check import AIMS, MINUTES_TAUGHT_MIN, SLIDE_WORDS_MAX
from lyhord.training.domain.curriculum.content import COVERS, MODULE, TextKind
from lyhord.training.domain.curriculum.sources import sources
from lyhord.training.domain.curriculum.words import Part
from lyhord.training.domain.texts.checks import TextProblem, problems_in_text

MINUTES_MAX = 180
"""More minutes in all than a group has the strength for."""


def problems_of(kind: str, text: str) -> list[TextProblem]:
    """Return what must be mended before a board's wording of the text is saved, in the order of its lines."""
    own: Mapping[str, Callable[[str], Iterator[TextProblem]]] = {TextKind.SLIDES: _in_slides, MODULE: _in_module}
    found = problems_in_text(text, known=sources())
    if text.strip() and kind in own:
        found += own[kind](text)
    return sorted(found, key=lambda problem: problem.line)


def _in_slides(text: str) -> Iterator[TextProblem]:
    begins = 1
    for number, part in enumerate(re.split(r"^---$", text, flags=re.MULTILINE), start=1):
        line = begins + part[: len(part) - len(part.lstrip())].count("\n")
        begins += part.count("\n")
        lines = part.strip().splitlines()
        body, mark, note = "\n".join(lines[1:]).partition("Note:")
        if not lines or not lines[0].startswith("# "):
            yield TextProblem(line, _("Bild %(n)d ska börja med en rubrik: # och rubriken.") % {"n": number})
        if (words := word_count(body)) > SLIDE_WORDS_MAX:
            told = {"n": number, "words": words, "most": SLIDE_WORDS_MAX}
            yield TextProblem(line, _("Bild %(n)d har %(words)d ord. Högst %(most)d går att läsa på en vägg.") % told)
        if not mark or not note.strip():
            yield TextProblem(line, _("Bild %(n)d saknar raden Note: med det du säger.") % {"n": number})


def _in_module(text: str) -> Iterator[TextProblem]:
    try:
        told = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        yield TextProblem(line, _("Raden går inte att läsa. Se hur raderna runt om är indragna och har kolon."))
        return
    if not isinstance(told, dict):
        yield TextProblem(0, _("Här ska stå rader som name: och plan:."))
        return
    yield from (TextProblem(0, sentence) for sentence in (*_in_names(told), *_in_plan(told.get("plan"))))


def _in_names(told: Mapping[str, Any]) -> Iterator[str]:
    for name in ("name", "short_name"):
        if not isinstance(told.get(name), str) or not told[name].strip():
            yield _("Raden %(name)s: saknas.") % {"name": name}
    if not isinstance(told.get("order"), int):
        yield _("Raden order: ska vara ett tal.")
    aims = told.get("aims")
    if not _are_texts(aims) or len(aims) not in AIMS:
        yield _("Under aims: ska det stå tre till sex mål.")
    covers = told.get("covers")
    if not _are_texts(covers) or not set(covers) <= set(COVERS):
        yield _("Under covers: får det stå %(words)s.") % {"words": ", ".join(COVERS)}
    ids = told.get("sources")
    if not _are_texts(ids):
        yield _("Under sources: ska källornas id stå.")
    else:
        yield from (_("Källan ”%(id)s” finns inte i källistan.") % {"id": id} for id in ids if id not in sources())


def _in_plan(plan: Any) -> Iterator[str]:
    if not isinstance(plan, list) or not plan or not all(isinstance(step, dict) for step in plan):
        yield _("Under plan: ska tidsplanens delar stå.")
        return
    wrong = [number for number, step in enumerate(plan, start=1) if not _is_step(step)]
    for number in wrong:
        told = {"n": number, "parts": ", ".join(Part)}
        yield _("Del %(n)d i planen behöver minutes, part (%(parts)s), title, how och slides.") % told
    if wrong:
        return
    taught = sum(step["minutes"] for step in plan if step["part"] != Part.BREAK)
    if taught < MINUTES_TAUGHT_MIN:
        least = {"n": MINUTES_TAUGHT_MIN, "now": taught}
        yield _("Planen ska vara minst %(n)d minuter utan paus. Nu är den %(now)d.") % least
    if (total := sum(step["minutes"] for step in plan)) > MINUTES_MAX:
        yield _("Planen är %(now)d minuter. Högst %(most)d orkar en grupp.") % {"now": total, "most": MINUTES_MAX}


def _is_step(step: Mapping[str, Any]) -> bool:
    minutes, slides = step.get("minutes"), step.get("slides") or []
    return (
        type(minutes) is int
        and minutes > 0
        and step.get("part") in set(Part)
        and all(isinstance(step.get(name), str) for name in ("title", "how"))
        and isinstance(slides, list)
        and all(type(number) is int for number in slides)
    )


def _are_texts(found: Any) -> TypeGuard[list[str]]:
    return isinstance(found, list) and all(isinstance(each, str) for each in found)
