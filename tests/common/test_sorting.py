"""Names are sorted as in a Swedish telephone book."""

from __future__ import annotations

import pytest

from lyhord.common.sorting import compare, sort_key, swedish
from lyhord.people.models import Employee
from lyhord.places.models import MeetingPlace
from tests.factories import make_place

SORTED = ["Almunge", "bälinge", "Eriksberg", "Ésarp", "Exempel", "Zäta", "Årsta", "Älgen", "Österby"]


def test_letters_after_z_come_in_swedish_order() -> None:
    reversed_names = SORTED[::-1]
    assert sorted(reversed_names, key=sort_key) == SORTED


def test_decomposed_letters_are_the_same_letters() -> None:
    assert sort_key("A\u030arsta") == sort_key("Årsta")


@pytest.mark.parametrize(("a", "b", "expected"), [("a", "b", -1), ("å", "z", 1), ("ö", "ö", 0)])
def test_compare_tells_which_comes_first(a: str, b: str, expected: int) -> None:
    assert compare(a, b) == expected


def test_the_database_sorts_the_same_way(db: None) -> None:
    for name in reversed(SORTED):
        make_place(name, is_open=False)
    assert list(MeetingPlace.objects.order_by(swedish("name")).values_list("name", flat=True)) == SORTED


def test_sorting_works_across_a_relation_and_backwards(db: None) -> None:
    for name in SORTED:
        make_place(name, is_open=False)
    names = MeetingPlace.objects.order_by(swedish("name").desc()).values_list("name", flat=True)
    assert list(names) == SORTED[::-1]
    assert list(Employee.objects.order_by(swedish("employments__place__name"))) == []
