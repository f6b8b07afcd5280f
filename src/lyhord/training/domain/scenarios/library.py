"""The scenarios: those that come with the program, and as a board words them."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources

from lyhord.organisation.models import Board
from lyhord.training.domain.scenarios.parse import parse
from lyhord.training.domain.scenarios.scenario import Scenario
from lyhord.training.domain.texts.versions import CurrentText, current_text, current_texts

SUFFIX = ".txt"


@cache
def program_texts() -> dict[str, str]:
    """Return what the program brings: slug → text, in the order of their titles."""
    folder = resources.files("lyhord.training").joinpath("content/scenarios")
    texts = {f.name.removesuffix(SUFFIX): f.read_text("utf-8") for f in folder.iterdir() if f.name.endswith(SUFFIX)}
    return dict(sorted(texts.items(), key=lambda item: read(*item).title))


def scenarios() -> dict[str, Scenario]:
    """Return those of the program by slug, in the order of their titles."""
    return {slug: read(slug, text) for slug, text in program_texts().items()}


def scenarios_at(board: Board | None) -> dict[str, Scenario]:
    """Return them as the board words them; as the program does, without a board. One query."""
    texts = current_texts(board, {key_of(slug): text for slug, text in program_texts().items()})
    return {slug: read(slug, texts[key_of(slug)].text) for slug in program_texts()}


def scenario_at(board: Board | None, slug: str) -> Scenario | None:
    """Return one scenario as the board words it, None when there is none. One query, none without a board."""
    text = text_at(board, slug)
    return None if text is None else read(slug, text.text)


def text_at(board: Board | None, slug: str) -> CurrentText | None:
    program = program_texts().get(slug)
    return None if program is None else current_text(board, key_of(slug), program)


def key_of(slug: str) -> str:
    return f"scenarios/{slug}"


@lru_cache(maxsize=256)
def read(slug: str, text: str) -> Scenario:
    """Return the scenario that the text tells. Raises ScenarioTextError; a text that a board saved has been asked."""
    return parse(slug, text)
