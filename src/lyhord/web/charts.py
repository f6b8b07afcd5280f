"""Numbers of a chart made into shapes. SVG attributes only: the content security policy allows no style attributes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 104
WIDTH = 22
BLOCK = 15
GAP = 3


@dataclass(frozen=True)
class Week:
    """One column: how many of the first and of the second kind, and the same said in words."""

    label: str
    first: int
    second: int
    words: str
    is_now: bool


@dataclass(frozen=True)
class Block:
    kind: str
    y: str
    height: str


@dataclass(frozen=True)
class Column:
    week: Week
    blocks: tuple[Block, ...]


def columns(weeks: Sequence[Week]) -> list[Column]:
    """Return each week as a stack of equal blocks, first kind at the bottom, scaled so that the highest stack fits."""
    highest = max((week.first + week.second for week in weeks), default=0)
    step = min(float(BLOCK + GAP), HEIGHT / highest) if highest else float(BLOCK + GAP)
    gap = GAP if step > 2 * GAP else step / 4
    return [Column(week, tuple(_stack(week, step, gap))) for week in weeks]


def _stack(week: Week, step: float, gap: float) -> list[Block]:
    kinds = ["first"] * week.first + ["second"] * week.second
    return [
        Block(kind, y=f"{HEIGHT - (number + 1) * step + gap:.1f}", height=f"{step - gap:.1f}")
        for number, kind in enumerate(kinds)
    ]
