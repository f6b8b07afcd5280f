"""What must hold of the scenarios that come with the program."""

from __future__ import annotations

from collections import Counter

import pytest

from lyhord.common.readability import lix
from lyhord.training.domain.curriculum.check import LIX_MAX
from lyhord.training.domain.curriculum.sources import sources
from lyhord.training.domain.scenarios.check import problems_among, problems_of
from lyhord.training.domain.scenarios.library import scenarios
from lyhord.training.domain.scenarios.scenario import Branch, Scenario
from lyhord.training.domain.texts.checks import phone_numbers_in
from lyhord.training.enums import Ending, StaffRole
from lyhord.web.markdown import references_in

SLUGS = sorted(scenarios())


def texts_of(scenario: Scenario) -> str:
    lines = [scenario.about, scenario.place]
    for passage in scenario.passages.values():
        lines += [paragraph.text for paragraph in passage.paragraphs]
        lines += [line for choice in passage.choices for line in (choice.text, choice.visitor, choice.colleague)]
        lines += [*passage.questions, passage.feedback, passage.remember]
    return "\n".join(line for line in lines if line)


def test_there_are_at_least_twelve() -> None:
    assert len(SLUGS) >= 12


@pytest.mark.parametrize("slug", SLUGS)
def test_a_scenario_is_whole(slug: str) -> None:
    assert problems_of(scenarios()[slug]) == []


def test_no_two_share_a_passage_or_the_shape_of_the_tree() -> None:
    assert problems_among(list(scenarios().values())) == []


def test_every_branch_after_asking_occurs_twice() -> None:
    found = Counter(p.branch for scenario in scenarios().values() for p in scenario.passages.values() if p.branch)
    assert set(found) == set(Branch)
    assert min(found.values()) >= 2


@pytest.mark.parametrize("slug", SLUGS)
def test_every_ending_is_walked_to_and_everybody_may_come_to_a_good_one(slug: str) -> None:
    scenario = scenarios()[slug]
    ends = {role: {way[-1].id for way in scenario.walks(role)} for role in StaffRole}
    assert set().union(*ends.values()) == {passage.id for passage in scenario.endings}
    for role, ids in ends.items():
        assert Ending.GOOD in {scenario.passages[id].ending for id in ids}, role


@pytest.mark.parametrize("slug", SLUGS)
def test_a_scenario_is_read_easily_and_names_its_sources(slug: str) -> None:
    scenario = scenarios()[slug]
    text = texts_of(scenario)
    assert lix(text) <= LIX_MAX
    assert phone_numbers_in(text) == []
    assert set(references_in(text)) | set(scenario.sources) <= sources().keys()
