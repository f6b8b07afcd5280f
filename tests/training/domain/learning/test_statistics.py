"""Figures counted by hand, or taken from printed tables."""

from __future__ import annotations

import math
import random

import pytest

from lyhord.training.domain.learning.statistics import (
    ALPHA_FROM,
    CHANGE_FROM,
    ITEMS_FROM,
    Estimate,
    change,
    cronbach_alpha,
    item_statistics,
    paired_change,
    share,
)


def test_the_interval_of_a_share_is_wilsons() -> None:
    """Newcombe 1998, table I: 81 of 263 is 0.2553–0.3662, 0 of 20 is 0–0.1611."""
    found = share(81, 263)
    assert [found.low, found.high] == pytest.approx([0.2553, 0.3662], abs=5e-5)
    none = share(0, 20)
    assert (none.mean, none.low, none.n) == (0, 0, 20)
    assert none.high == pytest.approx(0.1611, abs=5e-5)


@pytest.mark.parametrize(("count", "n"), [(1, 0), (3, 2), (-1, 5)])
def test_what_is_no_share_is_refused(count: int, n: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        share(count, n)


def test_items_are_told_by_share_right_and_by_the_rest() -> None:
    """Twenty answers: item 1 goes with item 2, item 3 against both, item 4 is right for all."""
    scores = [(1, 1, 0, 1)] * 10 + [(0, 0, 1, 1)] * 10
    first, second, third, fourth = item_statistics(scores) or []
    assert [item.difficulty.mean for item in (first, second, third, fourth)] == [0.5, 0.5, 0.5, 1]
    assert first.discrimination is None  # the rest is 2 for everybody
    assert third.discrimination == pytest.approx(-1)
    assert fourth.discrimination is None
    assert second == first


def test_the_item_itself_is_left_out_of_the_total() -> None:
    """Counted by hand: x = 1,1,0,0 and rest = 1,0,1,0, five times each: no correlation; with itself it were 0.71."""
    scores = [(1, 1), (1, 0), (0, 1), (0, 0)] * 5
    items = item_statistics(scores) or []
    assert [item.discrimination for item in items] == [pytest.approx(0), pytest.approx(0)]


def test_of_too_few_answers_no_item_is_told() -> None:
    assert item_statistics([(1, 0)] * (ITEMS_FROM - 1)) is None
    assert item_statistics([(1, 0)] * ITEMS_FROM) is not None
    assert item_statistics([]) is None


@pytest.mark.parametrize("scores", [[(1, 0), (1,)], [(1, 2), (0, 1)]])
def test_a_table_that_is_none_is_refused(scores: list[tuple[int, ...]]) -> None:
    with pytest.raises(ValueError, match=r"every row|1 or 0"):
        item_statistics(scores)


def test_alpha_is_one_when_the_items_say_the_same_and_zero_when_they_say_nothing_together() -> None:
    assert cronbach_alpha([(n % 7, n % 7, n % 7) for n in range(42)]) == pytest.approx(1)
    assert cronbach_alpha([(a, b) for a in (0, 1) for b in (0, 1)] * 10) == pytest.approx(0)


def test_alpha_is_counted_by_hand() -> None:
    """Variances of the items 0.25 each and of the total 0.75 (times n / (n − 1), which goes out): 2 (1 − 0.5/0.75)."""
    scores = [(1, 1)] * 15 + [(0, 0)] * 15 + [(1, 0)] * 5 + [(0, 1)] * 5
    assert cronbach_alpha(scores) == pytest.approx(2 * (1 - 0.5 / 0.75))


def test_alpha_is_not_told_of_too_little() -> None:
    assert cronbach_alpha([(1, 0), (0, 1)] * (ALPHA_FROM // 2 - 1)) is None
    assert cronbach_alpha([(1,), (0,)] * ALPHA_FROM) is None
    assert cronbach_alpha([(1, 0), (0, 1)] * ALPHA_FROM) is None  # the totals are alike


def test_a_change_between_groups_has_welchs_interval() -> None:
    """By hand: 0–9 and 3–12 have variance 55/6 each, so half = t(18) · √(2 · 55/60)."""
    found = change(range(10), range(3, 13))
    half = 2.101 * math.sqrt(2 * 55 / 60)
    assert found is not None
    assert found.n == 10
    assert [found.mean, found.low, found.high] == pytest.approx([3, 3 - half, 3 + half], abs=0.002)


def test_the_change_of_the_same_people_is_surer() -> None:
    pairs = [(n, n + 3 + (n % 2)) for n in range(10)]
    paired, unpaired = paired_change(pairs), change([a for a, _ in pairs], [b for _, b in pairs])
    assert paired is not None and unpaired is not None
    assert paired.mean == unpaired.mean == 3.5
    half = 2.262 * math.sqrt(10 * 0.25 / 9) / math.sqrt(10)
    assert paired.high - paired.mean == pytest.approx(half, abs=0.001)
    assert paired.high - paired.low < unpaired.high - unpaired.low


def test_answers_that_are_all_alike_have_a_change_without_width() -> None:
    assert change([4.0] * 10, [6.0] * 10) == Estimate(2, 2, 2, 10)


def test_of_too_few_no_change_is_told() -> None:
    few = [1.0] * (CHANGE_FROM - 1)
    assert change(few, [1.0] * 99) is None
    assert change([1.0] * 99, few) is None
    assert paired_change([(1, 2)] * (CHANGE_FROM - 1)) is None


def test_the_intervals_cover_as_often_as_they_say() -> None:
    """1,000 draws of 15 pairs with a true change of 1; 95 % of the intervals shall hold it, give or take chance."""
    draw = random.Random(1)
    covered = 0
    for _ in range(1000):
        pairs = [(level := draw.gauss(5, 2), level + 1 + draw.gauss(0, 1)) for _ in range(15)]
        found = paired_change([(before, after) for before, after in pairs])
        covered += found is not None and found.low <= 1 <= found.high
    assert 930 <= covered <= 970
