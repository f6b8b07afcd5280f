from __future__ import annotations

import re
from dataclasses import replace

import pytest

from lyhord.training.domain.scenarios.check import problems_among, problems_of, words_in
from lyhord.training.domain.scenarios.parse import parse
from lyhord.training.domain.scenarios.scenario import Scenario
from lyhord.training.domain.scenarios.shape import shape_of
from lyhord.training.enums import StaffRole
from tests.training.domain.scenarios.text import choice, passage, whole


def changed(old: str, new: str) -> Scenario:
    assert old in whole()
    return parse("stegen", whole().replace(old, new, 1))


def sentences(scenario: Scenario) -> list[str]:
    return [problem.sentence for problem in problems_of(scenario)]


def test_a_whole_scenario_has_no_problem() -> None:
    assert sentences(parse("stegen", whole())) == []


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("-> steg-2", "-> steg-9", "Valet leder till ”steg-9”, som inte finns."),
        ("-> steg-2", "-> slut-1", "Ingen väg leder till ”steg-2”."),
        ("-> steg-6", "-> steg-2", "En väg kommer tillbaka till ”steg-2”. Varje väg ska gå framåt."),
        (
            choice("slut-2"),
            choice("slut-2").replace("* ", "* [kök] "),
            "I ”steg-2” har rollen värd 1 val. Det ska vara två till fyra.",
        ),
        ("minnas: Fråga igen.", "", "Slutet ”slut-0” behöver raderna återkoppling: och minnas:."),
        ("gren: nekar, misstanken kvar", "", "Ingen passage har någon gren efter frågan (gren: …)."),
        ("minnas: Fråga igen.", f"minnas: Igen.\n\n{choice('slut-1')}", "”slut-0” är ett slut och får inte ha val."),
        ("[chaufför] start", "start", "Rollen chaufför har inget eget stycke i början."),
        ("[chaufför] steg-1", "steg-1", "Rollen chaufför har inget eget stycke eller val efter början."),
    ],
)
def test_a_hole_is_found(old: str, new: str, sentence: str) -> None:
    assert sentence in sentences(changed(old, new))


def test_a_passage_needs_words_for_all() -> None:
    text = re.sub(r"== steg-4\n", "== steg-4\n[kök] ", whole())
    assert sentences(parse("stegen", text)) == ["Passagen ”steg-4” har ingen text för alla roller."]


def test_a_dead_end_is_found() -> None:
    text = whole().replace("slut: missat", "", 1)
    assert "I ”slut-0” har rollen värd 0 val. Det ska vara två till fyra." in sentences(parse("stegen", text))


def test_amounts_are_asked_for() -> None:
    head = whole().split("\n\n")[0]
    few = parse("kort", f"{head}\n\n== start\nText.\n\n* Du går.\n  besökaren: Ja.\n  nästa: Nej.\n  -> start")
    assert {
        "Det behövs minst 12 passager, här är 1.",
        "Det behövs minst 3 slut, här är 0.",
        "Minst ett slut ska vara bra, och minst ett halvvägs eller missat.",
        "Gruppen behöver minst 3 samtalsfrågor, här är 0.",
    } < set(sentences(few))


def test_a_way_that_takes_too_long_is_found() -> None:
    long = sentences(changed("steg-5 ord", "steg-5 ord" + " ord" * 700))
    assert any(sentence.startswith("Vägen till ”slut-7”") for sentence in long)


def test_the_words_of_a_way_are_those_that_one_reads() -> None:
    scenario = parse("stegen", whole())
    way = (scenario.start, scenario.passages["slut-0"])
    read = 50 + 60 + 2 * 3 + 2 * 20 + 130 + 20 + 2  # text, own paragraph, choices, what came of it, ending, feedback
    assert words_in(way, StaffRole.KITCHEN) == read


def test_every_way_ends_and_all_endings_are_walked_to() -> None:
    scenario = parse("stegen", whole())
    walks = list(scenario.walks(StaffRole.HOST))
    assert {way[-1].id for way in walks} == {passage.id for passage in scenario.endings}
    assert len(walks) == 8


def test_the_same_tree_with_other_words_is_found() -> None:
    one, other = parse("ett", whole()), parse("två", whole().replace(" ord", " annat").replace("steg-", "rum-"))
    assert shape_of(one) == shape_of(other)
    assert problems_among([one, other]) == [("två", "Grenarna är desamma som i ”ett”.")]


def test_another_tree_has_another_shape() -> None:
    one = parse("ett", whole())
    joined = parse(
        "ett", whole().replace(f"{passage('steg-4', 'steg-5', 'slut-4')}", passage("steg-4", "steg-5", "steg-6"))
    )
    graded = parse("ett", whole().replace("slut: missat", "slut: halvvägs", 1))
    assert len({shape_of(scenario) for scenario in (one, joined, graded)}) == 3


def test_a_shared_passage_is_found() -> None:
    one, other = parse("ett", whole()), parse("två", whole().replace(" ord", " annat"))
    sharing = replace(other, passages={**other.passages, "start": one.start})
    assert ("två", "En passage står också i ”ett”.") in problems_among([one, sharing])
