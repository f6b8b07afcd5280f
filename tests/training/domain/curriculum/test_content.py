"""The amounts that the training is to have, counted over what comes with the program."""

from __future__ import annotations

import pytest

from lyhord.common.readability import lix
from lyhord.training.domain.curriculum.check import LIX_MAX, problems_of
from lyhord.training.domain.curriculum.content import COVERS, TextKind, modules, slides_in, volunteers
from lyhord.training.domain.curriculum.sources import KnownFrom, sources
from lyhord.training.domain.curriculum.words import Part
from lyhord.training.domain.texts.checks import phone_numbers_in
from lyhord.web.markdown import references_in

CODES = ["hur-vald-kan-ta-sig-uttryck", "samtal-om-svara-fragor", "stodvagar", "agera-och-rapportera"]


def test_the_modules_come_in_the_order_in_which_they_are_taught() -> None:
    assert list(modules()) == CODES


@pytest.mark.parametrize("code", CODES)
def test_a_module_has_everything_that_a_trainer_needs(code: str) -> None:
    assert problems_of(modules()[code], sources()) == []


@pytest.mark.parametrize("code", CODES)
def test_a_session_has_talk_exercise_play_and_a_break(code: str) -> None:
    assert {step.part for step in modules()[code].plan} >= {Part.TALK, Part.EXERCISE, Part.PLAY, Part.BREAK}


def test_the_modules_treat_all_that_the_decision_names() -> None:
    assert {theme for module in modules().values() for theme in module.covers} == set(COVERS)


def test_a_source_was_named_by_those_who_ordered_or_opened_with_its_day() -> None:
    for source in sources().values():
        assert bool(source.url and source.read_on) == (source.known_from == KnownFrom.OPENED), source.id
        assert source.title and source.by and source.says and source.dated, source.id


def test_the_list_of_sources_is_sorted_and_each_is_used() -> None:
    assert list(sources()) == sorted(sources())
    texts = [module.referred for module in modules().values()] + [references_in(text) for text in volunteers().values()]
    assert {id for ids in texts for id in ids} <= sources().keys()


@pytest.mark.parametrize("name", ["text", "handout"])
def test_volunteers_are_told_in_plain_words_and_without_numbers(name: str) -> None:
    text = volunteers()[name]
    assert lix(text) <= LIX_MAX
    assert phone_numbers_in(text) == []


def test_slides_are_read_with_title_body_and_what_is_said() -> None:
    first, second = slides_in("# Ett\n\n- a\n- b\n\nNote: Säg så.\n\n---\n\n# Två\n\nText.\n\nNote: Mer\nän en rad.\n")
    assert (first.title, first.body, first.note) == ("Ett", "- a\n- b", "Säg så.")
    assert (second.title, second.body, second.note) == ("Två", "Text.", "Mer\nän en rad.")


def test_every_kind_of_text_is_there() -> None:
    assert all(set(module.texts) == set(TextKind) for module in modules().values())
