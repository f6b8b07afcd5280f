"""The printed cards: every number leads to its card, every role's part stands on paper, PDF/UA-1."""

from __future__ import annotations

import re
import subprocess

import pytest
from django.utils import translation

from lyhord.training.domain.scenarios.cards import cards_pdf
from lyhord.training.domain.scenarios.library import read, scenarios
from lyhord.training.enums import StaffRole


def text_in(pdf: bytes) -> str:
    """Return the words of the PDF on one line, as another program reads them."""
    words = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(words.stdout.decode().split())


@pytest.mark.parametrize("slug", scenarios())
def test_every_choice_has_its_slip_and_leads_to_its_card(slug: str) -> None:
    scenario = scenarios()[slug]
    pdf = cards_pdf(scenario)
    assert b"pdfuaid:part>1<" in pdf
    told = text_in(pdf)
    numbers = {id: number for number, id in enumerate(scenario.passages, 1)}
    for passage in scenario.passages.values():
        assert f"Kort {numbers[passage.id]} " in told
        for letter, choice in zip("ABCD", passage.choices, strict=False):
            name = f"{numbers[passage.id]}{letter}"
            assert f"lapp {name} " in told
            assert f"{name} Besökaren" in told
            assert f"Gå till kort {numbers[choice.to]}" in told


def test_all_roles_stand_on_the_cards_with_the_questions_and_the_endings() -> None:
    scenario = scenarios()["kaffebordet"]
    told = text_in(cards_pdf(scenario))
    for role in StaffRole:
        assert re.search(rf"\b{str(role.label).capitalize()}: ", told)
    for passage in scenario.passages.values():
        for text in (*passage.questions, *([passage.remember] if passage.remember else [])):
            assert text in told.replace("“", "”")


def test_the_cards_are_in_swedish_whoever_asks_and_the_same_each_time() -> None:
    scenario = scenarios()["kaffebordet"]
    with translation.override("en"):
        assert "Så gör ni" in text_in(cards_pdf(scenario))


def test_a_line_that_looks_like_a_list_is_set_all_the_same() -> None:
    text = (
        "titel: A\nhandlar om: B\nplats: C\nteman: D\nkällor: falun-efter-fragan\n== start\n[kök] - Punkt\n\n1. Ett #x"
    )
    assert "Punkt" in text_in(cards_pdf(read("a", text)))
