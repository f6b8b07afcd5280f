"""How well the items of a form measure, and what has changed. Pure: arrays in, dataclass out; knows no database.

Terms and formulas: docs/learning.md. Of too few answers nothing is told: a number would look like knowledge.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from scipy.special import stdtrit

ITEMS_FROM = 20
"""Answers from which an item is told about."""

ALPHA_FROM = 30
"""Answers from which a scale's α is told; fewer make its interval wider than the scale of α itself."""

CHANGE_FROM = 10
"""Pairs, or answers on each side, from which a change is told."""

Z = statistics.NormalDist().inv_cdf(0.975)

type Scores = Sequence[Sequence[float]]
"""(n_answers, n_items)."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval. n: answers, or pairs, behind it."""

    mean: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """difficulty: share right, 0–1 (higher is easier). discrimination: correlation with the rest, −1 to 1.

    discrimination is None when it cannot be told: everybody answered alike, on the item or on the rest.
    """

    difficulty: Estimate
    discrimination: float | None


def item_statistics(scores: Scores) -> list[ItemStatistics] | None:
    """Return each item's difficulty and corrected item–total discrimination, or None of too few (`ITEMS_FROM`).

    scores: (n_answers, n_items), 1 right and 0 wrong. The item itself is left out of the total that it is compared
    with; else it would agree with itself. Raises ValueError when the rows differ in length or hold anything else.
    """
    _check_table(scores)
    if any(score not in (0, 1) for row in scores for score in row):
        raise ValueError("a score is 1 or 0")
    if len(scores) < ITEMS_FROM:
        return None
    totals = [sum(row) for row in scores]
    found = []
    for column in zip(*scores, strict=True):
        rest = [total - score for total, score in zip(totals, column, strict=True)]
        found.append(ItemStatistics(share(int(sum(column)), len(column)), _correlation(column, rest)))
    return found


def cronbach_alpha(scores: Scores) -> float | None:
    """Return how far the items measure one thing, −∞ to 1, or None.

    None: fewer than `ALPHA_FROM` answers or two items, or everybody has the same total. scores: (n_answers, n_items).
    Source: Cronbach 1951; variances with n − 1. Raises ValueError when the rows differ in length.
    """
    _check_table(scores)
    if len(scores) < ALPHA_FROM or len(scores[0]) < 2:
        return None
    total = float(statistics.variance([sum(row) for row in scores]))
    if total == 0:
        return None
    items = sum(float(statistics.variance(column)) for column in zip(*scores, strict=True))
    k = len(scores[0])
    return k / (k - 1) * (1 - items / total)


def share(count: int, n: int) -> Estimate:
    """Return the share with Wilson's interval, which also holds near 0 and 1. n ≥ 1. Source: Wilson 1927."""
    if not 0 <= count <= n or n < 1:
        raise ValueError(f"{count} of {n} is no share")
    p = count / n
    middle = (p + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * math.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
    return Estimate(p, max(0.0, middle - half), min(1.0, middle + half), n)


def change(before: Sequence[float], after: Sequence[float]) -> Estimate | None:
    """Return the difference of the means of two groups of answers, or None of fewer than `CHANGE_FROM` on a side.

    They may be different people: the interval (Welch) says how much of it may be chance, not what caused it.
    n: the smaller side.
    """
    if min(len(before), len(after)) < CHANGE_FROM:
        return None
    mean = statistics.fmean(after) - statistics.fmean(before)
    parts = [statistics.variance(side) / len(side) for side in (before, after)]
    squares = [part**2 / (len(side) - 1) for part, side in zip(parts, (before, after), strict=True)]
    freedom = sum(parts) ** 2 / sum(squares) if sum(squares) else math.inf
    half = _t_quantile(freedom) * math.sqrt(sum(parts))
    return Estimate(mean, mean - half, mean + half, min(len(before), len(after)))


def paired_change(pairs: Sequence[tuple[float, float]]) -> Estimate | None:
    """Return the mean change of the same people, (before, after), or None of fewer than `CHANGE_FROM` pairs."""
    if len(pairs) < CHANGE_FROM:
        return None
    differences = [after - before for before, after in pairs]
    mean = statistics.fmean(differences)
    half = _t_quantile(len(pairs) - 1) * statistics.stdev(differences) / math.sqrt(len(pairs))
    return Estimate(mean, mean - half, mean + half, len(pairs))


def _t_quantile(freedom: float) -> float:
    return float(stdtrit(freedom, 0.975))


def _correlation(one: Sequence[float], other: Sequence[float]) -> float | None:
    if len(set(one)) < 2 or len(set(other)) < 2:
        return None
    return statistics.correlation(one, other)


def _check_table(scores: Scores) -> None:
    if len({len(row) for row in scores}) > 1:
        raise ValueError("every row has an answer to every item")
