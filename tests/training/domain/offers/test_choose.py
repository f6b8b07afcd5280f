"""Which session fits, and why none does: from facts in memory."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace

import pytest

from lyhord.training.domain.offers.choose import Diary, Obstacle, Opening, Openings, Rule

M1, M2, HOME, NEAR, FAR = (uuid.UUID(int=number) for number in range(1, 6))
DAY = dt.date(2025, 11, 10)


def opening(number: int, place: uuid.UUID = HOME, module: uuid.UUID = M1, days: int = 0, left: int = 1) -> Opening:
    on = DAY + dt.timedelta(days=days)
    starts_at = dt.datetime.combine(on, dt.time(9), tzinfo=dt.UTC)
    return Opening(uuid.UUID(int=number), module, place, on, starts_at, starts_at + dt.timedelta(hours=2), left)


def openings(*rows: Opening) -> Openings:
    by_module: dict[uuid.UUID, list[Opening]] = {M1: [], M2: []}
    for row in rows:
        by_module[row.module].append(row)
    minutes = {(HOME, HOME): 0, (HOME, NEAR): 10, (HOME, FAR): 50}
    return Openings(by_module, minutes, {M1: Rule(M1, None, 7, None, (M2,)), M2: Rule(M2, M1, 7, 30)})


def test_the_own_place_comes_first_then_the_shortest_way_then_the_first_day() -> None:
    found = openings(opening(10, FAR), opening(11, NEAR, days=9), opening(12, NEAR, days=5), opening(13, HOME, days=20))
    ids = []
    for _n in range(4):
        chosen = found.choose(Diary(), module=M1, place=HOME)
        assert chosen.opening is not None
        ids.append((chosen.opening.session.int, chosen.minutes))
        found.taken[chosen.opening.session] += 1
    assert ids == [(13, 0), (12, 10), (11, 10), (10, 50)]
    none = found.choose(Diary(), module=M1, place=HOME)
    assert (none.opening, none.obstacles) == (None, {Obstacle.FULL: 4})


NINE = dt.datetime.combine(DAY, dt.time(9), tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("diary", "obstacle"),
    [
        (Diary(asked={uuid.UUID(int=10)}), Obstacle.TURNED_DOWN),
        (Diary(away=[(DAY, None)]), Obstacle.AWAY),
        (Diary(away=[(DAY - dt.timedelta(days=3), DAY + dt.timedelta(days=1))]), Obstacle.AWAY),
        (Diary(busy=[(NINE + dt.timedelta(minutes=119), NINE + dt.timedelta(hours=4))]), Obstacle.BUSY),
        (Diary(away=[(DAY - dt.timedelta(days=3), DAY)]), None),
        (Diary(busy=[(NINE + dt.timedelta(hours=2), NINE + dt.timedelta(hours=4))]), None),
        (Diary(coming={M2: [DAY + dt.timedelta(days=6)]}), Obstacle.ORDER),
        (Diary(coming={M2: [DAY + dt.timedelta(days=7)]}), None),
    ],
)
def test_what_stands_in_the_way(diary: Diary, obstacle: Obstacle | None) -> None:
    chosen = openings(opening(10)).choose(diary, module=M1, place=HOME)
    assert chosen.obstacles == ({obstacle: 1} if obstacle else {})
    assert (chosen.opening is None) == (obstacle is not None)


@pytest.mark.parametrize(("days_before", "fits"), [(None, False), (6, False), (7, True), (30, True), (31, False)])
def test_a_module_comes_after_another_within_its_gap(days_before: int | None, fits: bool) -> None:
    days = {} if days_before is None else {M1: [DAY - dt.timedelta(days=days_before)]}
    chosen = openings(replace(opening(10), module=M2)).choose(Diary(days=days), module=M2, place=HOME)
    assert (chosen.opening is not None) == fits
