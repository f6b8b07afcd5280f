from __future__ import annotations

import pytest

from lyhord.training.domain.scenarios.parse import Problem, ScenarioTextError, parse
from lyhord.training.domain.scenarios.scenario import Branch, Choice, Paragraph
from lyhord.training.enums import Ending, StaffRole

TEXT = """\
titel: Kaffebordet
handlar om: Sven svarar
  i Ingrids ställe.
plats: Fikat
teman: psykiskt våld, isolering
källor: nck-2016-1
== start
Ingrid har kommit hit
i fyra år.

[kök, värd] Du står vid luckan.
samtal: Vad såg du?

* [chef] Du frågar om
  hon vill ha påtår.
  besökaren: Hon ser på Sven: länge.
  nästa: Kollegan vet
  ingenting.
  -> slut
== slut
gren: bekräftat, vill inte
slut: bra
Hon sa: ja.

återkoppling: Du gav
henne tid.
minnas: Fråga.
"""


def test_a_scenario_is_read_as_it_is_written() -> None:
    scenario = parse("kaffebordet", TEXT)
    assert (scenario.slug, scenario.title, scenario.place) == ("kaffebordet", "Kaffebordet", "Fikat")
    assert scenario.about == "Sven svarar i Ingrids ställe."
    assert scenario.themes == ("psykiskt våld", "isolering")
    assert scenario.sources == ("nck-2016-1",)
    assert list(scenario.passages) == ["start", "slut"]
    assert scenario.start.paragraphs == (
        Paragraph("Ingrid har kommit hit i fyra år."),
        Paragraph("Du står vid luckan.", frozenset({StaffRole.KITCHEN, StaffRole.HOST})),
    )
    assert scenario.start.questions == ("Vad såg du?",)
    assert scenario.start.choices == (
        Choice(
            text="Du frågar om hon vill ha påtår.",
            visitor="Hon ser på Sven: länge.",
            colleague="Kollegan vet ingenting.",
            to="slut",
            roles=frozenset({StaffRole.MANAGER}),
            line=14,
        ),
    )
    end = scenario.passages["slut"]
    assert (end.branch, end.ending) == (Branch.CONFIRMS_AND_DOES_NOT, Ending.GOOD)
    assert end.paragraphs == (Paragraph("Hon sa: ja."),)
    assert (end.feedback, end.remember) == ("Du gav henne tid.", "Fråga.")


def test_a_role_reads_what_is_for_it_and_what_is_for_all() -> None:
    start = parse("kaffebordet", TEXT).start
    assert len(start.paragraphs_for(StaffRole.KITCHEN)) == 2
    assert len(start.paragraphs_for(StaffRole.DRIVER)) == 1
    assert len(start.choices_for(StaffRole.MANAGER)) == 1
    assert start.choices_for(StaffRole.KITCHEN) == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ("titel: Kaffebordet", "", 1, "Överst behövs raderna: titel:."),
        ("plats: Fikat", "rum: Fikat", 4, "Här väntas en av raderna titel:, handlar om:, plats:, teman:, källor:."),
        (
            "== start",
            "== börja",
            7,
            "”börja” kan inte vara ett namn på en passage. Använd a–z, siffror och bindestreck.",
        ),
        ("== start", "== fika", 7, "Den första passagen ska heta start."),
        ("== slut", "== start", 20, "Det finns redan en passage som heter ”start”."),
        ("[kök, värd]", "[kock]", 11, "Rollen ”kock” finns inte. De är: värd, kök, vaktmästare, chaufför, chef."),
        ("slut: bra", "slut: toppen", 22, "”toppen” går inte här. Skriv något av: bra · halvvägs · missat."),
        ("gren: bekräftat, vill inte", "gren: kanske", 21, None),
        ("  besökaren: Hon ser på Sven: länge.\n", "", 14, "Valet saknar raden ”besökaren:”."),
        ("  nästa: Kollegan vet\n  ingenting.\n", "", 14, "Valet saknar raden ”nästa:”."),
        ("  -> slut\n", "", 14, "Valet saknar en pil (-> passage)."),
        ("  -> slut\n", "  -> slut\n  och mer\n", 14, None),
    ],
)
def test_what_is_wrong_is_said_with_its_line(old: str, new: str, line: int, sentence: str | None) -> None:
    with pytest.raises(ScenarioTextError) as error:
        parse("kaffebordet", TEXT.replace(old, new, 1))
    assert line in {problem.line for problem in error.value.problems}
    if sentence is not None:
        assert Problem(line, sentence) in error.value.problems


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(ScenarioTextError) as error:
        parse("kaffebordet", TEXT.replace("titel: Kaffebordet\n", "").replace("slut: bra", "slut: toppen"))
    assert len(error.value.problems) == 2
