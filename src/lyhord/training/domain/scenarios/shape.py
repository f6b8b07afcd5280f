"""The shape of a scenario's tree, without its words: two with the same shape would feel like one with other names."""

from __future__ import annotations

from hashlib import sha256

from lyhord.training.domain.scenarios.scenario import Passage, Scenario


def shape_of(scenario: Scenario) -> str:
    """Return a fingerprint of how the ways part, join and end; the same for two that differ in words or order only.

    Each passage is told by where one can go from it and by how many ways lead to it. The scenario has no circles.
    """
    into = dict.fromkeys(scenario.passages, 0)
    for passage in scenario.passages.values():
        for choice in passage.choices:
            into[choice.to] += 1
    known: dict[str, str] = {}

    def shape(passage: Passage) -> str:
        if passage.id not in known:
            onward = sorted(shape(scenario.passages[choice.to]) for choice in passage.choices)
            told = f"{into[passage.id]}{passage.ending or ''}({','.join(onward)})"
            known[passage.id] = sha256(told.encode()).hexdigest()
        return known[passage.id]

    return shape(scenario.start)
