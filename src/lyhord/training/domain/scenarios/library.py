"""The scenarios that come with the program."""

from __future__ import annotations

from functools import cache
from importlib import resources

from lyhord.training.domain.scenarios.parse import parse
from lyhord.training.domain.scenarios.scenario import Scenario

SUFFIX = ".txt"


@cache
def scenarios() -> dict[str, Scenario]:
    """Return them by slug, in the order of their titles."""
    folder = resources.files("lyhord.training").joinpath("content/scenarios")
    texts = {f.name.removesuffix(SUFFIX): f.read_text("utf-8") for f in folder.iterdir() if f.name.endswith(SUFFIX)}
    found = [parse(slug, text) for slug, text in texts.items()]
    return {scenario.slug: scenario for scenario in sorted(found, key=lambda s: s.title)}
