"""Columns of blocks."""

from __future__ import annotations

from lyhord.web.charts import BLOCK, GAP, HEIGHT, Week, columns


def week(first: int, second: int) -> Week:
    return Week("41", first=first, second=second, words="", is_now=False)


def test_blocks_stand_on_the_floor_first_kind_lowest() -> None:
    (column,) = columns([week(1, 1)])
    assert [block.kind for block in column.blocks] == ["first", "second"]
    lowest, upper = column.blocks
    assert float(lowest.y) + float(lowest.height) == HEIGHT
    assert float(upper.y) + float(upper.height) == HEIGHT - BLOCK - GAP


def test_a_high_stack_is_scaled_to_fit() -> None:
    (column,) = columns([week(30, 30)])
    assert len(column.blocks) == 60
    assert min(float(block.y) for block in column.blocks) >= 0


def test_weeks_of_one_chart_share_one_scale() -> None:
    high, low = columns([week(40, 0), week(1, 0)])
    assert high.blocks[0] == low.blocks[0]


def test_an_empty_week_is_an_empty_column() -> None:
    assert columns([week(0, 0)])[0].blocks == ()
