"""Go through a scenario. Where one is, is told by the choices made: "213" is the second, the first, the third.

So the whole way stands in the address, and nothing about it has to be kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

from lyhord.training.domain.scenarios.check import words_in
from lyhord.training.domain.scenarios.library import read
from lyhord.training.domain.scenarios.scenario import Choice, Passage, Scenario
from lyhord.training.enums import StaffRole

WORDS_A_MINUTE = 170
"""How fast one reads on a phone and thinks before choosing; slower than the 200 or so of reading alone."""


class NoSuchWay(LookupError):
    """There is no such choice on the way; the text may have been worded anew meanwhile."""


@dataclass(frozen=True, slots=True)
class Step:
    """A choice that one may make here. way: where one is after it."""

    choice: Choice
    way: str


@dataclass(frozen=True, slots=True)
class Walk:
    """role None: the group's, who see what each role sees. taken: the choices made. most_left: choices to come."""

    scenario: Scenario
    role: StaffRole | None
    way: str
    here: Passage
    taken: tuple[Choice, ...]
    most_left: int

    @property
    def steps(self) -> list[Step]:
        choices = choices_in(self.here, self.role)
        return [Step(choice, f"{self.way}{number}") for number, choice in enumerate(choices, 1)]

    @property
    def last(self) -> Choice | None:
        return self.taken[-1] if self.taken else None

    @property
    def back(self) -> str:
        """Return the way without its last choice."""
        return self.way[:-1]


def walk(scenario: Scenario, role: StaffRole | None, way: str) -> Walk:
    """Follow the choices from the start. Raises NoSuchWay."""
    here, taken = scenario.start, list[Choice]()
    for digit in way:
        choices = choices_in(here, role)
        if not digit.isdecimal() or not 1 <= int(digit) <= len(choices):
            raise NoSuchWay(scenario.slug, way)
        taken.append(choices[int(digit) - 1])
        here = scenario.passages[taken[-1].to]
    return Walk(scenario, role, way, here, tuple(taken), most_left(scenario, role)(here))


def choices_in(passage: Passage, role: StaffRole | None) -> tuple[Choice, ...]:
    return passage.choices if role is None else passage.choices_for(role)


def most_left(scenario: Scenario, role: StaffRole | None) -> Callable[[Passage], int]:
    """Return what tells how many choices there are at most from a passage to an ending."""
    known: dict[str, int] = {}

    def left(passage: Passage) -> int:
        if passage.id not in known:
            onward = [left(scenario.passages[choice.to]) for choice in choices_in(passage, role)]
            known[passage.id] = 1 + max(onward) if onward else 0
        return known[passage.id]

    return left


@lru_cache(maxsize=256)
def minutes_of(slug: str, text: str) -> int:
    """Return how many minutes a way usually takes: the median of all ways of all roles."""
    scenario = read(slug, text)
    words = [words_in(way, role) for role in StaffRole for way in scenario.walks(role)]
    return max(1, round(median(words) / WORDS_A_MINUTE))
