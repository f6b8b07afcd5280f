from __future__ import annotations

import pytest

from lyhord.training.domain.scenarios.library import program_texts, scenarios
from lyhord.training.domain.scenarios.parse import parse
from lyhord.training.domain.scenarios.play import NoSuchWay, minutes_of, walk
from lyhord.training.enums import StaffRole
from tests.training.domain.scenarios.text import whole

HOST, KITCHEN = StaffRole.HOST, StaffRole.KITCHEN


def test_a_way_leads_where_its_choices_lead() -> None:
    scenario = parse("stegen", whole())
    begun = walk(scenario, HOST, "")
    assert (begun.here.id, begun.taken, begun.last, begun.back) == ("start", (), None, "")
    one = walk(scenario, HOST, "1")
    assert one.last == scenario.start.choices[0]
    assert one.here.id == scenario.start.choices[0].to
    assert [step.way for step in one.steps] == [f"1{n}" for n in range(1, len(one.here.choices) + 1)]


def test_the_most_that_is_left_falls_at_each_step_and_is_nothing_at_an_ending() -> None:
    scenario = parse("stegen", whole())
    longest = max(scenario.walks(HOST), key=len)
    assert walk(scenario, HOST, "").most_left == len(longest) - 1
    walked = walk(scenario, HOST, "")
    while not walked.here.ending:
        after = walk(scenario, HOST, walked.steps[-1].way)
        assert after.most_left < walked.most_left
        walked = after
    assert walked.most_left == 0
    assert walked.steps == []


def test_a_choice_of_others_is_no_choice() -> None:
    scenario = scenarios()["kaffebordet"]
    assert len(walk(scenario, KITCHEN, "").steps) == len(walk(scenario, HOST, "").steps) + 1
    last = str(len(walk(scenario, KITCHEN, "").steps))
    assert walk(scenario, KITCHEN, last).here.id == "vid-vagnen"
    with pytest.raises(NoSuchWay):
        walk(scenario, HOST, last)


@pytest.mark.parametrize("way", ["0", "5", "-", "a", "²"])
def test_what_is_no_choice_is_told(way: str) -> None:
    with pytest.raises(NoSuchWay):
        walk(parse("stegen", whole()), HOST, way)


@pytest.mark.parametrize("slug", scenarios())
def test_a_scenario_takes_about_five_minutes(slug: str) -> None:
    assert 3 <= minutes_of(slug, program_texts()[slug]) <= 6
