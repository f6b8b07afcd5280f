"""What must be mended before a board's wording of a scenario is saved."""

from __future__ import annotations

from lyhord.training.domain.curriculum.sources import sources
from lyhord.training.domain.scenarios.check import problems_among, problems_of
from lyhord.training.domain.scenarios.library import scenarios
from lyhord.training.domain.scenarios.parse import ScenarioTextError, parse
from lyhord.training.domain.scenarios.scenario import Scenario
from lyhord.training.domain.texts.checks import TextProblem, problems_in_text

SCENARIOS = "scenarier"
"""Stands in addresses where a module's code does."""


def problems_in_wording(slug: str, text: str) -> list[TextProblem]:
    """Return them in the order of the lines: of the form, of the content, and of what all texts are asked."""
    found = problems_in_text(text, known=sources().keys())
    try:
        scenario = parse(slug, text)
    except ScenarioTextError as error:
        told = list(error.problems)
    else:
        told = problems_of(scenario)
        if not told:  # the shape of a tree with holes cannot be told
            found += [TextProblem(0, sentence) for sentence in _unlike_others(scenario)]
        found += problems_in_text(" ".join(f"[@{id}]" for id in scenario.sources), known=sources().keys())
    found += [TextProblem(problem.line, problem.sentence) for problem in told]
    return sorted(dict.fromkeys(found), key=lambda problem: problem.line)


def scenario_in(slug: str, text: str) -> Scenario | None:
    """Return the scenario as far as it can be read, for a look before it is saved."""
    try:
        return parse(slug, text)
    except ScenarioTextError:
        return None  # what is wrong is told by problems_in_wording


def _unlike_others(scenario: Scenario) -> list[str]:
    """Return what the scenario shares with another one of the program."""
    others = [other for slug, other in scenarios().items() if slug != scenario.slug]
    return [sentence for slug, sentence in problems_among([*others, scenario]) if slug == scenario.slug]
