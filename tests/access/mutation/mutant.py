"""What every kind of mutant has, and which of them a piece of work comes by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Final, Protocol

Survived: Final = ""


class Mutant(Protocol):
    """name: what was changed, the same as long as that does not move. where: file and line, for a reader."""

    @property
    def name(self) -> str: ...
    @property
    def where(self) -> str: ...
    @property
    def touched_by(self) -> frozenset[tuple[str, Any]]: ...
    def mutated(self) -> AbstractContextManager[None]: ...


@dataclass(frozen=True)
class Index:
    """The mutants' numbers by what a piece of work must come by to notice them."""

    numbers: dict[tuple[str, Any], set[int]]

    @property
    def paths(self) -> set[str]:
        return {kind for kind, _ in self.numbers if kind.endswith(".py")}

    def mutants_of(self, touched: Iterable[tuple[str, Any]]) -> set[int]:
        return set().union(*(self.numbers.get(touch, ()) for touch in touched))


def by_touch(mutants: Sequence[Mutant]) -> Index:
    numbers: dict[tuple[str, Any], set[int]] = defaultdict(set)
    for number, mutant in enumerate(mutants):
        for touch in mutant.touched_by:
            numbers[touch].add(number)
    return Index(dict(numbers))
