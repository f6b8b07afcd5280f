"""What is asked of a text before it is saved."""

from __future__ import annotations

import pytest

from lyhord.training.domain.texts.checks import LONGEST, is_hard, phone_numbers_in, problems_in_text


@pytest.mark.parametrize(
    "number",
    ["020-50 50 50", "116 016", "114 14", "11414", "1177", "+46 18 727 00 00", "018-727 00 00", "0187270000", "90 390"],
)
def test_a_number_to_ring_is_found(number: str) -> None:
    assert phone_numbers_in(f"Ring {number} nu.") == [number]


@pytest.mark.parametrize(
    "text",
    ["2 684 äldre", "100 000 kronor", "år 2019-2021", "den 2026-11-25", "HSLF-FS 2022:39", "10 000 besök",
     "550 av 3000", "Ring 112.", "klockan 10.30-12.00", "21,5 procent", "[@sosfs-2011-9]"],
)  # fmt: skip
def test_what_is_no_number_to_ring_is_left_alone(text: str) -> None:
    assert phone_numbers_in(text) == []


def test_the_line_is_told_and_112_may_stand() -> None:
    text = "## Fara\n\nRing 112. [@nck-2016-1]\n\nRing 020-50 50 50 [@ingen-kalla]"
    assert [(p.line, p.sentence) for p in problems_in_text(text, known={"nck-2016-1"})] == [
        (5, "Källan ”ingen-kalla” finns inte i källistan."),
        (5, "”020-50 50 50” ser ut som ett telefonnummer. Hänvisa till kortet: där står numren, med datum."),
    ]
    assert problems_in_text("Ring 020-50 50 50", known=(), numbers={"020-50 50 50"}) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Se <b>här</b>", "HTML visas inte. Här finns rubriker, listor, **fet** och *kursiv* stil."),
        ("![x](y.png)", "Bilder visas inte."),
        ("[läs](https://exempel.se)", "Länkar visas inte. Hänvisa till en källa med [@källans-id]."),
        ("| a | b |", "Tabeller visas inte. Skriv en lista i stället."),
        (" \n", "Texten är tom."),
        ("x" * (LONGEST + 1), "Texten är för lång. Dela den, eller stryk något."),
    ],
)
def test_what_would_not_be_shown_is_told(text: str, sentence: str) -> None:
    assert [problem.sentence for problem in problems_in_text(text, known=())] == [sentence]


def test_a_hard_text_is_told_apart() -> None:
    assert is_hard("Verksamhetsutvecklingsprocesserna förutsätter kompetensförsörjning inom organisationens ramverk.")
    assert not is_hard("Hon gick hem. Han stod kvar vid bordet.")
