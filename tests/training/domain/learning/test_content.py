"""What must hold of the questions that come with the program."""

from __future__ import annotations

from collections import Counter

import pytest

from lyhord.common.readability import lix
from lyhord.training.domain.curriculum.content import modules
from lyhord.training.domain.curriculum.sources import sources
from lyhord.training.domain.learning.content import FORMS, MONTHS, Item, asked, boosters, forms, scales
from lyhord.training.domain.texts.checks import phone_numbers_in

LIX_MAX = 35
ALL = [item for form in FORMS for item in forms()[form]] + list(boosters())


def text_of(item: Item) -> str:
    return "\n".join((item.situation, item.question, *item.options, item.why, item.attempt)).strip()


@pytest.mark.parametrize("form", FORMS)
def test_a_form_asks_equally_about_every_module(form: str) -> None:
    items = forms()[form]
    assert len(items) >= 10
    assert Counter(item.module for item in items) == dict.fromkeys(modules(), len(items) // len(modules()))


def test_the_forms_are_parallel() -> None:
    """Each item has a twin in the other form, in the same place, that asks about the same aim in another situation."""
    for one, other in zip(*(forms()[form] for form in FORMS), strict=True):
        assert (one.twin, other.twin) == (other.id, one.id)
        assert (one.module, one.aim, len(one.options)) == (other.module, other.aim, len(other.options))
        assert one.situation != other.situation


@pytest.mark.parametrize("form", FORMS)
def test_the_right_answer_shows_neither_by_its_place_nor_by_its_length(form: str) -> None:
    items = forms()[form]
    places = Counter(item.right for item in items)
    assert max(places.values()) - min(places.values()) <= 1 and len(places) == len(items[0].options)
    for item in items:
        lengths = [len(option) for option in item.options]
        assert lengths[item.right] < max(lengths), item.id


def test_the_later_items_cover_every_aim_and_every_time() -> None:
    aims = {(code, number) for code, module in modules().items() for number in range(len(module.aims))}
    assert {(item.module, item.aim) for item in boosters()} == aims
    assert {(item.module, item.months) for item in boosters()} == {
        (code, months) for code in modules() for months in MONTHS
    }
    assert all(item.attempt for item in boosters())


def test_no_question_is_asked_twice() -> None:
    assert len({item.id for item in ALL}) == len(ALL)
    assert len({item.situation for item in ALL}) == len(ALL)


@pytest.mark.parametrize("item", ALL, ids=lambda item: item.id)
def test_an_item_is_read_easily_and_names_its_source(item: Item) -> None:
    assert lix(text_of(item)) <= LIX_MAX
    assert phone_numbers_in(text_of(item)) == []
    assert item.source in sources()
    assert item.aim < len(modules()[item.module].aims)
    assert len(set(item.options)) == len(item.options) >= 3


def test_the_scales_have_enough_to_be_scales() -> None:
    assert {name: len(scale.statements) for name, scale in scales().items()} == {
        "to_ask": 5,
        "to_handle": 5,
        "pulse": 6,
    }
    assert sum(statement.is_reversed for statement in scales()["pulse"].statements) == 3
    ids = [statement.id for scale in scales().values() for statement in scale.statements]
    assert len(set(ids)) == len(ids)


def test_who_has_not_wondered_is_not_counted_among_those_who_did() -> None:
    assert asked()["asked"]["months"] == [3, 6, 12]
    for choice in asked()["asked"]["choices"]:
        assert choice["wondered"] or not choice["asked"], choice["id"]
