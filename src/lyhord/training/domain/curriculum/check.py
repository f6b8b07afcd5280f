"""What makes a module whole: its amounts, its plan and slides, its sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from lyhord.common.readability import lix, word_count
from lyhord.training.domain.curriculum.content import COVERS, ModuleContent, Slide, TextKind
from lyhord.training.domain.curriculum.sources import Source
from lyhord.training.domain.texts.checks import phone_numbers_in
from lyhord.web.markdown import references_in

MINUTES_TAUGHT_MIN = 90
TRAINER_WORDS_MIN = 1500
SOURCES_MIN = 8
SLIDES_MIN = 15
SLIDE_WORDS_MAX = 30
EXERCISES = range(3, 6)
AIMS = range(3, 7)
LIX_MAX = 40


def problems_of(module: ModuleContent, known: Mapping[str, Source]) -> list[str]:
    """Return what the module lacks, in sentences. known: the list of sources."""
    return [*_amounts(module), *_slides(module), *_sources(module, known), *_plain(module)]


def _amounts(module: ModuleContent) -> Iterator[str]:
    if len(module.aims) not in AIMS:
        yield _say(_("Modulen ska ha tre till sex mål, här är %(n)s."), n=len(module.aims))
    if module.minutes_taught < MINUTES_TAUGHT_MIN:
        yield _say(
            _("Planen är %(n)s minuter utan paus, minst %(min)s behövs."),
            n=module.minutes_taught,
            min=MINUTES_TAUGHT_MIN,
        )
    if (words := word_count(module.texts[TextKind.TRAINER])) < TRAINER_WORDS_MIN:
        yield _say(_("Utbildarens text är %(n)s ord, minst %(min)s behövs."), n=words, min=TRAINER_WORDS_MIN)
    exercises = len(re.findall(r"^## ", module.texts[TextKind.EXERCISES], re.MULTILINE))
    if exercises not in EXERCISES:
        yield _say(_("Modulen ska ha tre till fem övningar, här är %(n)s."), n=exercises)
    if unknown := set(module.covers) - set(COVERS):
        yield _say(_("”%(word)s” är inget som utbildningen ska täcka."), word=min(unknown))


def _slides(module: ModuleContent) -> Iterator[str]:
    slides = module.slides
    if len(slides) < SLIDES_MIN:
        yield _say(_("Det är %(n)s bilder, minst %(min)s behövs."), n=len(slides), min=SLIDES_MIN)
    for number, slide in enumerate(slides, 1):
        if missing := _missing_in(slide):
            yield _say(_("Bild %(n)s saknar %(what)s."), n=number, what=missing)
        if word_count(slide.body) > SLIDE_WORDS_MAX:
            yield _say(_("Bild %(n)s har fler än %(max)s ord."), n=number, max=SLIDE_WORDS_MAX)
    planned = [number for step in module.plan for number in step.slides]
    if planned != list(range(1, len(slides) + 1)):
        yield _("Planen ska ta varje bild en gång, i ordning.")


def _missing_in(slide: Slide) -> str:
    parts = {_("rubrik"): slide.title, _("något att säga"): slide.note}
    return next((name for name, text in parts.items() if not text), "")


def _sources(module: ModuleContent, known: Mapping[str, Source]) -> Iterator[str]:
    referred = set(module.referred) | {id for step in module.plan for id in references_in(step.how)}
    for id in sorted((referred | set(module.sources)) - known.keys()):
        yield _say(_("Källan ”%(id)s” finns inte i listan."), id=id)
    for id in sorted(set(module.sources) ^ referred):
        yield _say(_("Källan ”%(id)s” står bara på ett ställe: i listan eller i texten."), id=id)
    dated = [id for id in module.sources if id in known and known[id].is_dated]
    if len(dated) < SOURCES_MIN:
        yield _say(_("Modulen har %(n)s källor med datum, minst %(min)s behövs."), n=len(dated), min=SOURCES_MIN)


def _plain(module: ModuleContent) -> Iterator[str]:
    for kind, text in module.texts.items():
        if (measured := lix(text)) > LIX_MAX:
            yield _say(_("%(kind)s har LIX %(lix)s, högst %(max)s."), kind=kind, lix=round(measured), max=LIX_MAX)
        for number in phone_numbers_in(text):
            yield _say(
                _("%(kind)s nämner numret %(number)s. Nummer står på stödsidan, med källa och datum."),
                kind=kind,
                number=number,
            )


def _say(sentence: str, **words: object) -> str:
    return sentence % words
