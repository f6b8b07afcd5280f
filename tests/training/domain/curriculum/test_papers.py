"""Hand-out, slides, notes and compendium: PDF/UA-1, of the pages that they should have."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from lyhord.training.domain.curriculum.content import VOLUNTEERS, TextKind, modules, program_texts
from lyhord.training.domain.curriculum.papers import handout_pdf, notes_pdf, slides_pdf, trainer_pdf

SAMTAL = modules()["samtal-om-svara-fragor"]


def pages(pdf: bytes) -> int:
    """Return how many pages it has, seen from outside. Raises when it is not tagged by PDF/UA-1."""
    assert pdf.startswith(b"%PDF-1.7")
    assert b"/MarkInfo" in pdf
    assert b"pdfuaid:part>1<" in pdf
    counts = [int(count) for count in re.findall(rb"/Type\s*/Pages\s*/Count (\d+)", pdf)]
    return max(counts)


@pytest.mark.parametrize("code", modules())
def test_a_module_has_its_papers(code: str) -> None:
    module = modules()[code]
    assert pages(handout_pdf(module.name, module.texts[TextKind.HANDOUT])) <= 2
    assert pages(slides_pdf(module)) == len(module.slides)
    assert pages(notes_pdf(module)) <= len(module.slides) / 4
    assert pages(trainer_pdf(module)) >= 10


def test_volunteers_have_a_sheet_of_one_page() -> None:
    assert pages(handout_pdf("Volontärer", program_texts()[VOLUNTEERS]["handout"])) == 1


def test_a_long_hand_out_runs_on_and_a_short_one_is_set_all_the_same() -> None:
    assert pages(handout_pdf("Lång", "## Lång\n\n" + "### Stycke\n\n- Punkt efter punkt.\n\n" * 200)) > 2
    for text in ("", "Bara ord.", "## Rubrik", "## Rubrik\n\nBara ord."):
        assert pages(handout_pdf("Kort", text)) == 1


def test_what_is_written_is_never_read_as_the_program_that_sets_the_pages() -> None:
    hostile = '#panic("x") $ \\ " ] #] *a* <b> @c // d\n/* e'
    assert pages(handout_pdf(hostile, f"## {hostile}\n\n### {hostile}\n\n- {hostile}")) == 1


def test_papers_are_in_swedish_whoever_asks() -> None:
    with translation.override("en"):
        assert re.search(rb"/Lang\s*\(sv", trainer_pdf(SAMTAL))
