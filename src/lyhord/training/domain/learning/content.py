"""The questions that come with the program: two parallel forms, scales, and the two-minute items for later."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

FORMS = ("a", "b")
MONTHS = (2, 6, 12)
"""When after a session a two-minute item is offered."""


@dataclass(frozen=True, slots=True)
class Item:
    """A question of knowledge with one right answer.

    aim: which of the module's aims it asks about, from 0. right: which of the options, from 0. why: said in practice,
    never in the test. twin: the item of the other form that asks the same in another situation; none in practice.
    months, attempt: of a two-minute item, when it is offered and what to try this week.
    """

    id: str
    module: str
    aim: int
    situation: str
    question: str
    options: tuple[str, ...]
    right: int
    why: str
    source: str
    twin: str = ""
    months: int = 0
    attempt: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    id: str
    text: str
    is_reversed: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """Statements that are answered alike; the score is their mean, reversed ones turned first."""

    name: str
    question: str
    statements: tuple[Statement, ...]


@cache
def forms() -> dict[str, tuple[Item, ...]]:
    """Return the items of each form, in the order in which they are asked."""
    return {form: tuple(_item(told) for told in items) for form, items in _read("forms").items()}


@cache
def boosters() -> tuple[Item, ...]:
    return tuple(_item(told) for told in _read("boosters"))


@cache
def scales() -> dict[str, Scale]:
    """Return the two scales of self-efficacy, 0–10, and the team's pulse, 1–5, by their names in the file."""
    told = _read("scales")
    return {name: _scale(told[name]) for name in ("to_ask", "to_handle", "pulse")}


@cache
def asked() -> dict[str, Any]:
    """Return what else is asked and said, as the file has it: barriers, whether one has asked, texts of the pages."""
    return {name: told for name, told in _read("scales").items() if name not in scales()}


def _read(name: str) -> Any:
    return yaml.safe_load(
        resources.files("lyhord.training").joinpath(f"content/learning/{name}.yaml").read_text("utf-8")
    )


def _item(told: dict[str, Any]) -> Item:
    right = [number for number, option in enumerate(told["options"]) if option.get("right")]
    if len(right) != 1:
        raise ValueError(f"{told['id']} has {len(right)} right answers")
    return Item(
        id=told["id"],
        module=told["module"],
        aim=told["aim"],
        situation=told["situation"],
        question=told["question"],
        options=tuple(option["text"] for option in told["options"]),
        right=right[0],
        why=told["why"],
        source=told["source"],
        twin=told.get("twin", ""),
        months=told.get("months", 0),
        attempt=told.get("try", ""),
    )


def _scale(told: dict[str, Any]) -> Scale:
    rows = told["statements"]
    statements = tuple(Statement(row["id"], row["text"], row.get("reversed", False)) for row in rows)
    return Scale(told["name"], told["question"], statements)
