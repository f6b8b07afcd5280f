"""What the trainer prints and shows: hand-out, slides, the slides' notes, and the trainer's compendium. PDF/UA-1.

In Swedish whatever the reader's language is: that is what the texts are written in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from lyhord.training.domain.curriculum.content import ModuleContent, PlanStep, Slide, TextKind
from lyhord.training.domain.curriculum.sources import Source, sources
from lyhord.training.domain.curriculum.words import Part
from lyhord.web.markdown import plain, to_paper
from lyhord.web.pdf import compile_pdf

TEMPLATES = Path(__file__).parents[2] / "content" / "print"


@override("sv")
def handout_pdf(name: str, text: str) -> bytes:
    """Return the hand-out of one to two pages in large letters. name: of the module; text: its Markdown."""
    paper = to_paper(text)
    title, groups = _grouped(paper.blocks)
    told = _told(title or name) | {
        "foot": name if title and title != name else "",
        "lead": groups[0] if groups and groups[0] and groups[0][0]["kind"] != "heading" else [],
        "groups": [group for group in groups if group and group[0]["kind"] == "heading"],
    }
    return compile_pdf(TEMPLATES / "handout.typ", told)


@override("sv")
def slides_pdf(module: ModuleContent) -> bytes:
    """Return the slides, one a page, to be shown."""
    return compile_pdf(TEMPLATES / "slides.typ", _told(module.name) | {"slides": _slides(module.slides)})


@override("sv")
def notes_pdf(module: ModuleContent) -> bytes:
    """Return the slides with what is said to each."""
    told = _told(_("%(module)s: vad du säger till bilderna") % {"module": module.name})
    return compile_pdf(TEMPLATES / "notes.typ", told | {"name": module.name, "slides": _slides(module.slides)})


@override("sv")
def trainer_pdf(module: ModuleContent) -> bytes:
    """Return the compendium: aims, plan, the trainer's text, exercises, forum play and sources."""
    ids: tuple[str, ...] = ()
    parts = []
    for kind in (TextKind.TRAINER, TextKind.EXERCISES, TextKind.FORUM_PLAY):
        paper = to_paper(module.texts[kind], sources=ids)
        ids = paper.sources
        parts.append({"title": title_of(kind), "blocks": paper.blocks})
    told = _told(module.name) | {
        "kind": _("Utbildarens häfte"),
        "contents": _("Innehåll"),
        "aims_title": _("Mål"),
        "aims": module.aims,
        "plan_title": _("Tidsplan"),
        "plan_lead": plan_in_words(module),
        "minutes": _("Minuter"),
        "step": _("Del"),
        "plan": [_step(step) for step in module.plan],
        "parts": parts,
        "sources_title": _("Källor"),
        "sources": [cited(source) for source in known(ids)],
    }
    return compile_pdf(TEMPLATES / "trainer.typ", told)


def title_of(kind: TextKind) -> str:
    return {
        TextKind.TRAINER: _("Utbildarens text"),
        TextKind.EXERCISES: _("Övningar"),
        TextKind.FORUM_PLAY: _("Forumspel"),
        TextKind.HANDOUT: _("Att dela ut"),
        TextKind.SLIDES: _("Bilder"),
    }[kind]


def plan_in_words(module: ModuleContent) -> str:
    told = {"taught": module.minutes_taught, "all": module.minutes}
    if module.minutes == module.minutes_taught:
        return _("%(all)d minuter.") % told
    return _("%(all)d minuter med paus, %(taught)d utan.") % told


def known(ids: Iterable[str]) -> list[Source]:
    """Return the sources in the order of the ids, those that are in the list."""
    found = sources()
    return [found[id] for id in ids if id in found]


def cited(source: Source) -> dict[str, str]:
    return {"title": source.title, "by": source.by, "dated": source.dated, "url": source.url, "says": source.says}


def _told(title: str) -> dict[str, Any]:
    return {"title": title, "lang": "sv"}


def _step(step: PlanStep) -> dict[str, Any]:
    slides = ""
    if step.slides:
        numbers = ", ".join(map(str, step.slides))
        slides = ngettext("Bild %(numbers)s", "Bilder %(numbers)s", len(step.slides)) % {"numbers": numbers}
    return {
        "minutes": step.minutes,
        "part": str(step.part),
        "is_break": step.part == Part.BREAK,
        "title": step.title,
        "how": plain(step.how),
        "slides": slides,
    }


def _slides(slides: Sequence[Slide]) -> list[dict[str, Any]]:
    return [_slide(slide) for slide in slides]


def _slide(slide: Slide) -> dict[str, Any]:
    body = to_paper(slide.body)
    named = "; ".join(f"{source.by}, {source.dated}" for source in known(body.sources))
    return {
        "title": to_paper(slide.title).blocks[0]["runs"],
        "body": body.blocks,
        "source": _("Källa: %(source)s") % {"source": named} if named else "",
        "note": to_paper(slide.note).blocks,
    }


def _grouped(blocks: Sequence[dict[str, Any]]) -> tuple[str, list[list[dict[str, Any]]]]:
    """Return the title, which is the first heading, and what stands under each heading after it."""
    title, rest = "", list(blocks)
    if rest and rest[0]["kind"] == "heading":
        title = "".join(run.get("text", "") for run in rest.pop(0)["runs"])
    groups: list[list[dict[str, Any]]] = [[]]
    for block in rest:
        if block["kind"] == "heading":
            groups.append([])
        groups[-1].append(block)
    return title, groups if groups[0] else groups[1:]
